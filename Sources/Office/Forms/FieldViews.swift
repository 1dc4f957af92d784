import Template

/// One row of a form: label, error, control, hint (`parts/text-field`, `text-area`, `select`,
/// `checkbox`). Features fill it; the parts draw it the same everywhere.
public struct FieldView: View {
  public let name: String
  public let label: String
  public var value = ""
  public var hint = ""
  public var error = ""
  /// What a moderator asked to change in this field.
  public var note = ""
  public var isOptional = false
  /// The `type` of the input, RFC-free HTML: `text`, `number`, `password`.
  public var type = "text"
  public var inputMode = "text"
  public var autocomplete = "off"
  public var rows = 6
  public var isWide = false
  public var isMono = false
  public var isChecked = false
  public var options: [OptionView] = []

  public init(_ name: String, label: String) {
    self.name = name
    self.label = label
  }

  public static let fields: [Field<FieldView>] = [
    .text("id") { $0.name },
    .text("name") { $0.name },
    .text("label") { $0.label },
    .text("value") { $0.value },
    .flag("hasHint") { !$0.hint.isEmpty },
    .text("hint") { $0.hint },
    .flag("hasError") { !$0.error.isEmpty },
    .text("error") { $0.error },
    .flag("hasNote") { !$0.note.isEmpty },
    .text("note") { $0.note },
    .flag("isOptional") { $0.isOptional },
    .text("type") { $0.type },
    .text("inputMode") { $0.inputMode },
    .text("autocomplete") { $0.autocomplete },
    .text("rows") { String($0.rows) },
    .flag("isWide") { $0.isWide },
    .flag("isMono") { $0.isMono },
    .flag("isChecked") { $0.isChecked },
    .flag("hasOptions") { !$0.options.isEmpty },
    .list("options") { $0.options },
  ]
}

extension RequestContext {
  /// A select of which nothing is chosen until somebody does: nobody sends a reason they did not
  /// look at.
  /// - Parameter chosen: what was typed; empty on a new form.
  public func choice(
    _ name: String, label: String, _ options: [(value: String, label: String)],
    chosen: String = "", problems: [Problem] = []
  ) -> FieldView {
    var field = FieldView(name, label: label)
    field.value = chosen
    field.error = error(of: name, in: problems)
    field.options = [unchosen(chosen.isEmpty)]
    field.options += options.map {
      OptionView(value: $0.value, label: $0.label, isSelected: $0.value == chosen)
    }
    return field
  }

  /// "Choose…", before what can be chosen.
  public func unchosen(_ isSelected: Bool) -> OptionView {
    OptionView(value: "", label: text("parts.choose"), isSelected: isSelected)
  }
}
