import Template

/// An input in a cell of a table, with what is wrong about it (`parts/cell`).
public struct CellInputView: View {
  public let name: String
  /// What it is and of what, for those who don't see the table.
  public let label: String
  /// The head of its column, shown beside it where the table's rows are cards.
  public let head: String
  public let value: String
  public let error: String
  public let inputMode: String
  public let size: Int64

  public init(
    _ name: String, label: String, head: String = "", value: String, error: String = "",
    inputMode: String = "text", size: Int64 = 6
  ) {
    self.name = name
    self.label = label
    self.head = head
    self.value = value
    self.error = error
    self.inputMode = inputMode
    self.size = size
  }

  /// As the error summary names it.
  public var field: FieldView { FieldView(name, label: label) }

  public static let fields: [Field<CellInputView>] = [
    .text("name") { $0.name },
    .text("label") { $0.label },
    .text("head") { $0.head },
    .text("value") { $0.value },
    .text("error") { $0.error },
    .text("inputMode") { $0.inputMode },
    .flag("isNumber") { $0.inputMode != "text" },
    .integer("size") { $0.size },
  ]
}
