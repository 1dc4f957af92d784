import Template

/// How far long work has come (`parts/progress`).
public struct ProgressView: View {
  public let text: String
  public let done: Int64
  /// 0 while nobody knows.
  public let total: Int64

  public init(text: String, done: Int64, total: Int64) {
    self.text = text
    self.done = done
    self.total = total
  }

  public static let fields: [Field<ProgressView>] = [
    .text("text") { $0.text },
    .integer("done") { min($0.done, max(1, $0.total)) },
    .integer("total") { max(1, $0.total) },
    .flag("isKnown") { $0.total > 0 },
  ]
}
