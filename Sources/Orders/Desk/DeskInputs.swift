import Office
import Template

/// Makes the rows of a form: what is stored, or what was typed with what is wrong about it.
struct DeskInputs<Context: RequestContext> {
  let context: Context
  /// Of the labels: `carriers.field` gives `carriers.field.name`, and `.hint` behind it a hint.
  let prefix: String
  var typed: FormReader?
  var problems: [Problem] = []
  var stored: [String: String] = [:]

  func value(_ name: String) -> String { typed.map { $0.typed(name) } ?? stored[name] ?? "" }

  /// - Parameter number: which of several alike, in the name only: `weight` and `weight_2`.
  func field(_ name: String, key: String? = nil, isOptional: Bool = false) -> FieldView {
    let label = "\(prefix).\(key ?? name)"
    var field = FieldView(name, label: context.text(label))
    field.value = value(name)
    field.error = context.error(of: name, in: problems)
    field.isOptional = isOptional
    let hint = "\(label).hint"
    if context.kernel.wording.strings.contains(hint) { field.hint = context.text(hint) }
    return field
  }

  func text(_ name: String, key: String? = nil, isOptional: Bool = false) -> DeskControl {
    DeskControl(kind: .text, field: field(name, key: key, isOptional: isOptional))
  }

  func number(_ name: String, key: String? = nil, isOptional: Bool = false) -> DeskControl {
    var field = field(name, key: key, isOptional: isOptional)
    field.inputMode = "numeric"
    return DeskControl(kind: .text, field: field)
  }

  func mono(_ name: String, key: String? = nil, isOptional: Bool = false) -> DeskControl {
    var field = field(name, key: key, isOptional: isOptional)
    field.isMono = true
    return DeskControl(kind: .text, field: field)
  }

  func area(_ name: String, rows: Int = 6, isOptional: Bool = false) -> DeskControl {
    var field = field(name, isOptional: isOptional)
    field.rows = rows
    return DeskControl(kind: .area, field: field)
  }

  func choice(
    _ name: String, _ options: [(value: String, label: String)], isOptional: Bool = false
  ) -> DeskControl {
    var field = field(name, isOptional: isOptional)
    field.options = options.map {
      OptionView(value: $0.value, label: $0.label, isSelected: $0.value == field.value)
    }
    return DeskControl(kind: .choice, field: field)
  }

  func box(_ name: String, value: String = "1") -> DeskControl {
    var field = field(name)
    field.isChecked = field.value == value
    field.value = value
    return DeskControl(kind: .box, field: field)
  }

  /// Several boxes under one name; what is wrong with all of them is said of the first.
  /// - Parameter boxes: the inputs, each "1" where it is ticked.
  func boxes(_ key: String, _ boxes: [(name: String, label: String)]) -> DeskControl {
    var group = field(boxes.first?.name ?? key, key: key)
    group.value = ""
    let inputs = boxes.map { name, label in
      var field = FieldView(name, label: label)
      field.value = "1"
      field.isChecked = value(name) == "1"
      return field
    }
    return DeskControl(kind: .boxes, field: group, boxes: inputs)
  }

  func file(_ name: String) -> DeskControl { DeskControl(kind: .file, field: field(name)) }

  func summary(_ controls: [DeskControl]) -> ErrorSummary? {
    context.summary(problems, of: controls.map(\.field))
  }
}
