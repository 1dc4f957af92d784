import Commerce
import Office

/// Reads `attributes` of an item into a listing's content, by the definitions of its leaf.
struct AttributeReading {
  private let definitions: WireAttributes
  private(set) var content: ProductContent
  private(set) var problems: [ImportProblem] = []

  init(_ definitions: WireAttributes, _ content: ProductContent) {
    self.definitions = definitions
    self.content = content
  }

  /// Both spellings of `complex_attributes` are read: a list of attributes, and a list of objects
  /// that hold one.
  mutating func read(_ fields: SellerFields) throws {
    for attribute in try fields.objects("attributes", max: 200) { try read(one: attribute) }
    for group in try fields.objects("complex_attributes", max: 200) {
      if group.value("attributes") == nil {
        try read(one: group)
      } else {
        for attribute in try group.objects("attributes", max: 200) { try read(one: attribute) }
      }
    }
  }

  private mutating func read(one fields: SellerFields) throws {
    let id = try fields.integer("id") ?? 0
    let values = try fields.objects("values", max: 100)
    let text = try values.first?.text("value", max: 20_000) ?? ""
    let choice = try values.first?.integer("dictionary_value_id") ?? 0
    switch id {
    case WireNumbers.type, WireNumbers.article: return
    case WireNumbers.name: if content.title.isEmpty { content.title = clean(text, 800, id) }
    case WireNumbers.brand: content.brand = clean(text, 100, id)
    case WireNumbers.description:
      content.description = clean(text, 20_000, id, lines: true)
    default:
      guard let wire = definitions.attribute(id), case .attribute(let key) = wire.place,
        let attribute = definitions.category.attribute(key)
      else {
        add("attribute_unknown", "The category has no attribute \(id)", nil, isWarning: true)
        return
      }
      if case .choices = attribute.kind {
        content.attributes[key] = try chosen(values, attribute, wire)
        return
      }
      if values.count > 1 {
        add("attribute_too_many", "The attribute takes one value", wire, isWarning: true)
      }
      let isEmpty = text.isEmpty && choice == 0
      content.attributes[key] = isEmpty ? nil : value(text, choice, attribute, wire)
    }
  }

  /// Several entries of a dictionary as they are stored, in its order; nil where there is none.
  private mutating func chosen(
    _ values: [SellerFields], _ attribute: Attribute, _ wire: WireAttribute
  ) throws -> String? {
    var keys: Set<String> = []
    for value in values {
      let text = try value.text("value", max: 20_000) ?? ""
      let id = try value.integer("dictionary_value_id") ?? 0
      if text.isEmpty && id == 0 { continue }
      guard let found = wire.values.first(where: { $0.id == id || $0.text == text }) else {
        add("attribute_invalid", "The value is not in the attribute's dictionary", wire)
        return nil
      }
      keys.insert(found.key)
    }
    if keys.count > wire.most {
      add("attribute_too_many", "The attribute takes at most \(wire.most) values", wire)
      return nil
    }
    let ordered = attribute.choices.map(\.key).filter(keys.contains)
    return ordered.joined(separator: String(Attribute.separator)).orNull
  }

  /// The value as it is stored; nil where it is none.
  private mutating func value(
    _ text: String, _ choice: Int64, _ attribute: Attribute, _ wire: WireAttribute
  ) -> String? {
    switch attribute.kind {
    case .number(_, let range):
      if let number = Int64(text), range.contains(number) { return "\(number)" }
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      add("attribute_invalid", "The value must be a whole number, \(bounds)", wire)
      return nil
    case .flag: return ["1", "true", "да", "yes"].contains(text.lowercased()) ? "1" : nil
    case .text(let limit): return clean(text, limit, wire.id).orNull
    case .choice, .choices:
      let found = wire.values.first { $0.id == choice } ?? wire.values.first { $0.text == text }
      if let found { return found.key }
      add("attribute_invalid", "The value is not in the attribute's dictionary", wire)
      return nil
    }
  }

  private mutating func clean(
    _ sent: String, _ most: Int, _ id: Int64, lines: Bool = false
  ) -> String {
    let text = lines ? sent.replacing("\r\n", with: "\n") : sent
    guard text.unicodeScalars.count <= most, FormReader.isClean(text, lines: lines) else {
      let wire = definitions.attribute(id)
      add(
        "attribute_invalid", "The text must have at most \(most) characters, none of control", wire)
      return ""
    }
    return text
  }

  private mutating func add(
    _ code: String, _ message: String, _ wire: WireAttribute?, isWarning: Bool = false
  ) {
    problems.append(
      ImportProblem(
        code: code, message: message, field: "attributes", isWarning: isWarning,
        attribute: wire))
  }
}
