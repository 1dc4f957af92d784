import Commerce
import HTTP
import Office
import SQL
import Template

struct HomeController: Sendable {
  let tasks: [HomeTask]
  let tiles: [HomeTile]

  func show(_ context: PageContext<Account>) throws -> Response {
    let counts = try counts(context)
    let queue = try queue(context, counts)
    return context.render(
      HomePage(
        title: context.text("home.greeting", ["name": context.scope.member.name]),
        asOf: context.text("home.asOf", ["time": context.time(context.now)]), queue: queue,
        tiles: tileViews(context, counts), blank: queue.isEmpty ? blank(context) : nil))
  }

  private func counts(_ context: PageContext<Account>) throws(SQLError) -> [String: Int64] {
    if let reader = context.sellerReader { return try Counters.all(in: reader) }
    return try Counters.platform(in: context.open)
  }

  /// Late first, then by deadline, then what has none.
  private func queue(
    _ context: PageContext<Account>, _ counts: [String: Int64]
  ) throws(SQLError) -> [TaskView] {
    var rows: [(deadline: Instant?, view: TaskView)] = []
    for task in tasks where task.audience.includes(context.scope.member) {
      let count = counts[task.counter] ?? 0
      guard count > 0 else { continue }
      let deadline = try deadline(of: task, context)
      rows.append((deadline?.end, TaskView(task, count, deadline, context)))
    }
    return rows.sorted { Self.isBefore($0.deadline, $1.deadline) }.map(\.view)
  }

  private func deadline(
    of task: HomeTask, _ context: PageContext<Account>
  ) throws(SQLError) -> HomeTask.Deadline? {
    guard let reader = context.sellerReader, let find = task.deadline else { return nil }
    return try find(reader)
  }

  private static func isBefore(_ left: Instant?, _ right: Instant?) -> Bool {
    switch (left, right) {
    case (let left?, let right?): left < right
    case (_?, nil): true
    default: false
    }
  }

  private func tileViews(
    _ context: PageContext<Account>, _ counts: [String: Int64]
  ) -> [TileView] {
    tiles.filter { $0.audience.includes(context.scope.member) }.map { tile in
      TileView(
        href: URLText(path: tile.path), label: context.text(tile.label),
        count: counts[tile.counter] ?? 0)
    }
  }

  private func blank(_ context: PageContext<Account>) -> BlankView {
    BlankView(title: context.text("home.blank.title"), text: context.text("home.blank.text"))
  }
}
