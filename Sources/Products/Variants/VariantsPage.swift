import Office
import Template

/// The variants of a product: which values there are, and a matrix to make and change them.
struct VariantsPage: Page {
  static let template = "variants/show"

  let title: String
  let href: URLText
  let action: URLText
  let copyAction: URLText
  let errors: ErrorSummary?
  let axesError: String
  let choices: [AxisView]
  /// The other variants that are there.
  let count: Int
  let grid: VariantGridView?

  static let fields: [Field<VariantsPage>] = [
    .text("title") { $0.title },
    .url("href") { $0.href },
    .url("action") { $0.action },
    .url("copyAction") { $0.copyAction },
    .optional("errors") { $0.errors },
    .text("axesError") { $0.axesError },
    .list("choices") { $0.choices },
    .flag("canCopy") { $0.count > 0 },
    .optional("grid") { $0.grid },
  ]
}

/// An attribute with the values that variants may have.
struct AxisView: View {
  let name: String
  let label: String
  let options: [OptionView]

  static let fields: [Field<AxisView>] = [
    .text("name") { $0.name },
    .text("label") { $0.label },
    .list("options") { $0.options },
  ]
}

struct VariantGridView: View {
  let hidden: [HiddenView]
  let pattern: FieldView
  let price: FieldView
  let stock: FieldView
  let axis: String
  let cells: [VariantCellView]

  static let fields: [Field<VariantGridView>] = [
    .list("hidden") { $0.hidden },
    .view("pattern") { $0.pattern },
    .view("price") { $0.price },
    .view("stock") { $0.stock },
    .text("axis") { $0.axis },
    .list("cells") { $0.cells },
    .number("size") { Int64($0.cells.count) },
  ]
}

/// A value that the form carries along.
struct HiddenView: View {
  let name: String
  let value: String

  static let fields: [Field<HiddenView>] = [
    .text("name") { $0.name },
    .text("value") { $0.value },
  ]
}

/// One variant: a row of the matrix.
struct VariantCellView: View {
  let label: String
  let make: String
  let isMade: Bool
  /// Of one that is there.
  let badge: BadgeView?
  let href: URLText?
  /// Its price that waits to be typed again; empty where none does.
  let held: String
  let version: HiddenView
  let was: HiddenView
  let inputs: [CellInputView]

  static let fields: [Field<VariantCellView>] = [
    .text("label") { $0.label },
    .text("make") { $0.make },
    .flag("isMade") { $0.isMade },
    .optional("badge") { $0.badge },
    .flag("isKnown") { $0.href != nil },
    .url("href") { $0.href ?? URLText(path: "#") },
    .text("held") { $0.held },
    .view("version") { $0.version },
    .view("was") { $0.was },
    .list("inputs") { $0.inputs },
  ]
}
