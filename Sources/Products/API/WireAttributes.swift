import Commerce
import Office

/// An attribute as the Seller API describes it.
struct WireAttribute: Sendable {
  /// A value that may be chosen.
  struct Value: Sendable {
    let id: Int64
    let key: String
    let text: String

    var json: JSON {
      [
        ("id", .integer(id)), ("info", ""), ("picture", ""), ("value", .string(text)),
      ].json
    }
  }

  /// What it is in SellerDesk.
  enum Place: Sendable, Hashable {
    case attribute(String)
    case type, brand, name, description, article
  }

  let id: Int64
  let place: Place
  let name: String
  let hint: String
  let type: String
  let isRequired: Bool
  var isAspect = false
  /// How many values it takes.
  var most = 1
  /// Sorted by their numbers; empty where a free text is meant.
  let values: [Value]

  var json: JSON {
    [
      ("id", .integer(id)), ("name", .string(name)), ("description", .string(hint)),
      ("type", .string(type)), ("is_required", .bool(isRequired)), ("is_aspect", .bool(isAspect)),
      ("is_collection", .bool(most > 1)), ("max_value_count", .integer(Int64(most))),
      ("group_id", 0), ("group_name", ""),
      ("dictionary_id", .integer(values.isEmpty ? 0 : id)), ("category_dependent", false),
      ("attribute_complex_id", 0), ("complex_is_collection", false),
    ].json
  }
}

/// The attributes of a leaf, as the Seller API numbers them. The one place where its numbers meet
/// the keys of categories.
struct WireAttributes: Sendable {
  let category: Category
  let all: [WireAttribute]

  init(_ category: Category, _ locale: Locale) {
    self.category = category
    let numbers = WireNumbers.table(category.attributes.map(\.key))
    let own = category.attributes.map { attribute in
      WireAttribute(
        id: numbers[attribute.key] ?? 0, place: .attribute(attribute.key),
        name: attribute.label(locale), hint: attribute.help?[locale] ?? "",
        type: Self.type(attribute),
        isRequired: attribute.isRequired, isAspect: attribute.isAspect,
        most: attribute.mostValues, values: Self.values(attribute, locale))
    }
    let type = WireAttribute.Value(
      id: category.id.raw, key: category.id.description, text: category.name[locale])
    all =
      own + [
        WireAttribute(
          id: WireNumbers.brand, place: .brand, name: Self.words(.brand, locale), hint: "",
          type: "String", isRequired: false, values: []),
        WireAttribute(
          id: WireNumbers.description, place: .description,
          name: Self.words(.description, locale), hint: "", type: "multiline", isRequired: false,
          values: []),
        WireAttribute(
          id: WireNumbers.type, place: .type, name: Self.words(.type, locale), hint: "",
          type: "String", isRequired: false, values: [type]),
      ]
  }

  func attribute(_ id: Int64) -> WireAttribute? { all.first { $0.id == id } }

  /// The stored values of a product, as the API shows them.
  func json(_ content: ProductContent) -> [JSON] {
    all.compactMap { wire in
      let values = values(of: wire, in: content).filter { !$0.text.isEmpty }.map { value in
        [("dictionary_value_id", JSON.integer(value.id)), ("value", .string(value.text))].json
      }
      if values.isEmpty { return nil }
      return [("id", JSON.integer(wire.id)), ("complex_id", 0), ("values", .array(values))].json
    }
  }

  private func values(
    of wire: WireAttribute, in content: ProductContent
  ) -> [(id: Int64, text: String)] {
    switch wire.place {
    case .brand: return [(0, content.brand)]
    case .description: return [(0, content.description)]
    case .type: return [(category.id.raw, wire.values.first?.text ?? "")]
    case .name, .article: return []
    case .attribute(let key):
      let stored = content.attributes[key] ?? ""
      if wire.values.isEmpty {
        return [(0, wire.type == "Boolean" && stored == "1" ? "true" : stored)]
      }
      return stored.split(separator: Attribute.separator).map { part in
        let value = wire.values.first { $0.key == part }
        return (value?.id ?? 0, value?.text ?? String(part))
      }
    }
  }

  private static func type(_ attribute: Attribute) -> String {
    switch attribute.kind {
    case .number: "Integer"
    case .flag: "Boolean"
    default: "String"
    }
  }

  private static func values(_ attribute: Attribute, _ locale: Locale) -> [WireAttribute.Value] {
    let choices = attribute.choices
    let numbers = WireNumbers.table(choices.map(\.key))
    return choices.map { choice in
      WireAttribute.Value(
        id: numbers[choice.key] ?? 0, key: choice.key, text: choice.name[locale])
    }.sorted { $0.id < $1.id }
  }

  private static func words(_ place: WireAttribute.Place, _ locale: Locale) -> String {
    let names =
      switch place {
      case .brand: Localized(en: "Brand", ru: "Бренд", zh: "品牌")
      case .description: Localized(en: "Description", ru: "Аннотация", zh: "描述")
      default: Localized(en: "Type", ru: "Тип", zh: "类型")
      }
    return names[locale]
  }
}
