import Template

/// A number and what it counts, as a row of a summary.
public struct CountView: View {
  public let label: String
  public let value: Int64

  public init(label: String, value: Int64) {
    self.label = label
    self.value = value
  }

  public static let fields: [Field<CountView>] = [
    .text("label") { $0.label },
    .number("value") { $0.value },
  ]
}
