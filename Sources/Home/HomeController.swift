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
        title: title(context), summary: summary(queue, context), queue: queue,
        tiles: tileViews(context, counts), blank: queue.isEmpty ? blank(context) : nil))
  }

  private func title(_ context: PageContext<Account>) -> String {
    let today = context.zone.local(context.now).date
    return context.text(
      "home.title",
      [
        "weekday": context.locale.weekdayName(today.weekday),
        "date": context.locale.longDate(today),
      ])
  }

  /// How many queues wait, how many are late, and what clock that is by.
  private func summary(_ queue: [TaskView], _ context: PageContext<Account>) -> [String] {
    let clock = context.locale.time(context.zone.local(context.now))
    let asOf = context.text(
      "home.asOf", ["time": clock, "zone": context.scope.member.timeZone])
    guard !queue.isEmpty else { return [asOf] }
    let late = Int64(queue.count { $0.due?.isOver ?? false })
    let count = Int64(queue.count)
    let todo =
      late == 0
      ? context.text("home.summary", count: count)
      : context.text("home.summaryLate", ["late": context.locale.number(late)], count: count)
    return [todo, asOf]
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
    var views = rows.sorted { Self.isBefore($0.deadline, $1.deadline) }.map(\.view)
    if !views.isEmpty { views[0].isFirst = true }
    return views
  }

  private func deadline(
    of task: HomeTask, _ context: PageContext<Account>
  ) throws(SQLError) -> HomeTask.Deadline? {
    if let reader = context.sellerReader { return try task.deadline?(reader) }
    return try task.platformDeadline?(context.open, context.now)
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
