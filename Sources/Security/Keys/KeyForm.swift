import Commerce
import HTTP
import Office

/// For how long a key is good.
enum KeyLife: String, CaseIterable, Sendable {
  case month = "30"
  case quarter = "90"
  case year = "365"
  case forever = "0"

  var days: Int64? { self == .forever ? nil : Int64(rawValue) }
}

/// Reads the form of a new key.
struct KeyForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  static func field(_ right: KeyRight) -> String {
    "right_" + right.rawValue.replacing(".", with: "_")
  }

  mutating func draft(at now: Instant) throws(InvalidForm) -> NewSellerKey {
    let name = reader.text("name", 1...60)
    let rights = KeyRight.allCases.filter { reader.typed(Self.field($0)) == "1" }
    if rights.isEmpty { reader.add("rights", "apikeys.noRights") }
    let life = reader.choice("expiry", KeyLife.self)
    let blocks = reader.text("addresses", 0...500)
      .split { $0 == " " || $0 == "," || $0 == ";" }.map(String.init)
    for block in blocks where AddressRange(block) == nil {
      reader.add("addresses", "apikeys.badAddress", ["text": String(block.prefix(60))])
    }
    try reader.check()
    return NewSellerKey(
      name: name, rights: Set(rights), addresses: blocks.joined(separator: " "),
      expiresAt: life?.days.map { now + .days($0) })
  }
}

/// Shows it again as it was typed.
struct KeyFormView<Context: RequestContext> {
  let context: Context
  let form: KeyForm
  let problems: [Problem]

  var name: FieldView {
    var field = field("name")
    field.hint = context.text("apikeys.name.hint")
    return field
  }

  var addresses: FieldView {
    var field = field("addresses")
    field.isOptional = true
    field.isMono = true
    field.isWide = true
    field.hint = context.text("apikeys.addresses.hint")
    return field
  }

  var expiry: FieldView {
    var field = field("expiry")
    let chosen = field.value.isEmpty ? KeyLife.year.rawValue : field.value
    field.options = KeyLife.allCases.map { life in
      OptionView(
        value: life.rawValue, label: context.text("apikeys.expiry.\(life)"),
        isSelected: life.rawValue == chosen)
    }
    return field
  }

  var rights: [FieldView] {
    KeyRight.allCases.map { right in
      let name = KeyForm.field(right)
      var field = FieldView(name, label: context.text("apikeys.right.\(right.rawValue)"))
      field.value = "1"
      field.isChecked = form.reader.typed(name) == "1"
      return field
    }
  }

  private func field(_ name: String) -> FieldView {
    var field = FieldView(name, label: context.text("apikeys.\(name)"))
    field.value = form.reader.typed(name)
    field.error = context.error(of: name, in: problems)
    return field
  }
}
