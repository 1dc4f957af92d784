import Commerce
import HTTP
import Office
import SQL

/// The category tree and its attributes, for sellers' programs.
struct CategoryCalls: Sendable {
  /// `POST /v1/description-category/tree`
  func tree(_ context: WorkContext<SellerClient>) throws -> Response {
    let locale = try context.fields().language()
    let names = try CategoryStore(rows: context.open).names()
    let children = Dictionary(grouping: names, by: \.parent)
    let roots = children[nil] ?? []
    let nodes = roots.map { Self.node($0, children, locale) }
    return .json([("result", JSON.array(nodes))].json.bytes)
  }

  /// `POST /v1/description-category/attribute`
  func attributes(_ context: WorkContext<SellerClient>) throws -> Response {
    let found = try attributes(context, context.fields())
    return .json([("result", JSON.array(found.all.map(\.json)))].json.bytes)
  }

  /// `POST /v1/description-category/attribute/values`
  func values(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let limit = try fields.limit(2_000)
    let after = try fields.integer("last_value_id") ?? 0
    let rest = try values(context, fields).filter { $0.id > after }
    let page = rest.prefix(Int(limit))
    return .json(
      [
        ("result", JSON.array(page.map(\.json))), ("has_next", .bool(rest.count > page.count)),
      ].json.bytes)
  }

  /// `POST /v1/description-category/attribute/values/search`
  func search(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let words = (try fields.text("value") ?? "").lowercased()
    guard words.count >= 2 else {
      throw SellerError.invalid("value", "length must be at least 2 characters")
    }
    let limit = try fields.limit(100)
    let found = try values(context, fields).filter { $0.text.lowercased().contains(words) }
    return .json([("result", JSON.array(found.prefix(Int(limit)).map(\.json)))].json.bytes)
  }

  private static func node(
    _ name: CategoryName, _ children: [CategoryID?: [CategoryName]], _ locale: Locale
  ) -> JSON {
    let own = children[name.id] ?? []
    let title = JSON.string(name.name[locale])
    if own.isEmpty, name.parent != nil {
      return [
        ("type_id", JSON.integer(name.id.raw)), ("type_name", title), ("disabled", false),
        ("children", .array([])),
      ].json
    }
    return [
      ("description_category_id", JSON.integer(name.id.raw)), ("category_name", title),
      ("disabled", false), ("children", .array(own.map { node($0, children, locale) })),
    ].json
  }

  private func values(
    _ context: WorkContext<SellerClient>, _ fields: SellerFields
  ) throws -> [WireAttribute.Value] {
    let id = try fields.integer("attribute_id") ?? 0
    guard let attribute = try attributes(context, fields).attribute(id) else {
      throw SellerError.notFound("attribute \(id) is not found")
    }
    return attribute.values
  }

  private func attributes(
    _ context: WorkContext<SellerClient>, _ fields: SellerFields
  ) throws -> WireAttributes {
    let type = try fields.integer("type_id") ?? 0
    let parent = try fields.integer("description_category_id")
    let locale = try fields.language()
    let leaf = try CategoryStore(rows: context.open).leaf(type: type, below: parent)
    guard let leaf else {
      throw SellerError.notFound("description_category_id and type_id are no pair of the tree")
    }
    return WireAttributes(leaf, locale)
  }
}

extension CategoryStore {
  /// The leaf that a pair of numbers names; nil where the two do not belong together.
  func leaf(type: Int64, below parent: Int64?) throws(SQLError) -> Category? {
    guard type > 0, let leaf = try leaf(CategoryID(raw: type)) else { return nil }
    if let parent, parent != 0, leaf.parent?.raw != parent { return nil }
    return leaf
  }
}
