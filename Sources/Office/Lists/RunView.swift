import Template

/// One piece of long work in the list of such (`parts/run`): what it was, who began it and when,
/// how it ended.
public struct RunView: View {
  let href: URLText
  let name: String
  let by: String
  let state: BadgeView
  let time: String
  let counts: String

  public init(
    href: URLText, name: String, by: String, state: BadgeView, time: String, counts: String
  ) {
    self.href = href
    self.name = name
    self.by = by
    self.state = state
    self.time = time
    self.counts = counts
  }

  public static let fields: [Field<RunView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .text("by") { $0.by },
    .view("state") { $0.state },
    .text("time") { $0.time },
    .text("counts") { $0.counts },
  ]
}
