import Commerce
import Office

/// The rows of the edit form, with what stands in them, what is wrong and what a moderator said.
struct ProductControls {
  let values: FormValues
  /// By input.
  let errors: [String: String]
  let notes: [String: String]
  let locale: Locale
  let text: (String) -> String
  let currency: Currency

  func basics(_ categories: [OptionView]) -> [ControlView] {
    [
      make("title", .text) { $0.isWide = true },
      make("category", .choice) { $0.options = categories },
      make("brand", .text, isOptional: true),
      make("description", .area) { $0.rows = 6 },
    ]
  }

  func attributes(_ category: Category) -> [ControlView] { category.attributes.map(control) }

  var package: [ControlView] {
    ["weight", "length", "width", "height"].map { make($0, .text) { $0.inputMode = "numeric" } }
  }

  var prices: [ControlView] {
    [
      ("price", false), ("price_before", true), ("price_min", true), ("cost", true),
    ].map { name, isOptional in
      var control = make(name, .text, isOptional: isOptional) { $0.inputMode = "decimal" }
      control.field = labelled(
        control.field, text("products.field.\(name)") + locale.comma + currency.code)
      return control
    }
  }

  var identity: [ControlView] {
    [
      make("offer_id", .text) { $0.isMono = true },
      make("barcode", .text, isOptional: true) {
        $0.isMono = true
        $0.inputMode = "numeric"
      },
      make("low_stock", .text) { $0.inputMode = "numeric" },
    ]
  }

  private func make(
    _ name: String, _ kind: ControlView.Kind, isOptional: Bool = false,
    _ change: (inout FieldView) -> Void = { _ in }
  ) -> ControlView {
    var field = FieldView(name, label: text("products.field.\(name)"))
    fill(&field)
    field.isOptional = isOptional
    let hint = "products.hint.\(name)"
    let words = text(hint)
    if words != hint { field.hint = words }
    change(&field)
    return ControlView(kind: kind, field: field)
  }

  private func control(_ attribute: Attribute) -> ControlView {
    var field = FieldView(attribute.field, label: attribute.label(locale))
    fill(&field)
    field.isOptional = !attribute.isRequired
    field.hint = attribute.help?[locale] ?? ""
    switch attribute.kind {
    case .text: return ControlView(kind: .text, field: field)
    case .number:
      field.inputMode = "numeric"
      return ControlView(kind: .text, field: field)
    case .flag:
      field.isChecked = field.value == "1"
      field.value = "1"
      return ControlView(kind: .box, field: field)
    case .choice(let choices):
      field.options = options(choices, field.value)
      return ControlView(kind: .choice, field: field)
    case .choices(let choices, _):
      let chosen = Set(field.value.split(separator: Attribute.separator).map(String.init))
      field.options = shown(choices) { chosen.contains($0) }
      return ControlView(kind: .boxes, field: field)
    }
  }

  private func options(_ choices: [Attribute.Choice], _ chosen: String) -> [OptionView] {
    let none = OptionView(value: "", label: text("parts.choose"), isSelected: chosen.isEmpty)
    return [none] + shown(choices) { $0 == chosen }
  }

  /// An entry that is no longer offered is shown where it is chosen.
  private func shown(
    _ choices: [Attribute.Choice], _ isChosen: (String) -> Bool
  ) -> [OptionView] {
    choices.filter { !$0.isRetired || isChosen($0.key) }.map { choice in
      OptionView(
        value: choice.key, label: choice.name[locale], isSelected: isChosen(choice.key))
    }
  }

  private func fill(_ field: inout FieldView) {
    field.value = values[field.name]
    field.error = errors[field.name] ?? ""
    field.note = notes[field.name] ?? ""
  }

  private func labelled(_ field: FieldView, _ label: String) -> FieldView {
    var copy = FieldView(field.name, label: label)
    fill(&copy)
    copy.hint = field.hint
    copy.isOptional = field.isOptional
    copy.inputMode = field.inputMode
    return copy
  }
}
