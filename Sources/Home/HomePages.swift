import Office
import Template

struct HomePage: Page {
  static let template = "home/show"

  let title: String
  let summary: [String]
  let queue: [TaskView]
  let tiles: [TileView]
  let blank: BlankView?

  static let fields: [Field<HomePage>] = [
    .text("title") { $0.title },
    .list("summary") { $0.summary },
    .list("queue") { $0.queue },
    .flag("hasQueue") { !$0.queue.isEmpty },
    .list("tiles") { $0.tiles },
    .flag("hasTiles") { !$0.tiles.isEmpty },
    .optional("blank") { $0.blank },
  ]
}

/// One queue: how many, by when, what if not, and the way there.
struct TaskView: View {
  let href: URLText
  let title: String
  let text: String
  let action: String
  let due: DueView?
  let late: String
  /// The most pressing one has the page's primary button.
  var isFirst = false

  static let fields: [Field<TaskView>] = [
    .url("href") { $0.href },
    .text("title") { $0.title },
    .text("consequence") { $0.text },
    .text("action") { $0.action },
    .optional("deadline") { $0.due },
    .flag("hasDeadline") { $0.due != nil },
    .flag("hasLate") { !$0.late.isEmpty },
    .text("late") { $0.late },
    .flag("isFirst") { $0.isFirst },
  ]

  init(
    _ task: HomeTask, _ count: Int64, _ deadline: HomeTask.Deadline?,
    _ context: PageContext<Account>
  ) {
    href = URLText(path: task.path)
    title = context.text(task.title, count: count)
    text = context.text(task.title + ".text")
    action = context.text(task.title + ".action")
    let late = deadline?.late ?? 0
    self.late = late > 0 ? context.text("home.late", count: late) : ""
    due = deadline.map { context.due($0.end, from: $0.start) }
  }
}

struct TileView: View {
  let href: URLText
  let label: String
  let count: Int64

  static let fields: [Field<TileView>] = [
    .url("href") { $0.href },
    .text("label") { $0.label },
    .number("count") { $0.count },
  ]
}
