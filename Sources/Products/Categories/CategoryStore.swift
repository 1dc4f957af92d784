import Commerce
import Office
import SQL

private struct CategoryRow: Sendable {
  let id: Int64
  let parent: Int64?
  let name: Localized
  let commission: Int64
  let attributes: String
  let isClosed: Bool
  let pixels: Int64
  let ratio: String
}

enum CategorySQL {
  fileprivate static let byID = Query<CategoryRow>(
    """
    select id, parent, name_en, name_ru, name_zh, commission, attributes, is_closed,
      picture_pixels, picture_ratio
    from category where id = ?
    """
  ) {
    (
      id: Int64, parent: Int64?, en: String, ru: String, zh: String, commission: Int64,
      attributes: String, isClosed: Bool, pixels: Int64, ratio: String
    ) in
    CategoryRow(
      id: id, parent: parent, name: Localized(en: en, ru: ru, zh: zh), commission: commission,
      attributes: attributes, isClosed: isClosed, pixels: pixels, ratio: ratio)
  }
  /// Rows are decoded by hand; the closure only says what their columns are.
  static let names = Query<Void>(
    """
    select id, parent, name_en, name_ru, name_zh, is_closed from category
    order by parent, position, id
    """
  ) { (id: Int64, parent: Int64?, en: String, ru: String, zh: String, isClosed: Bool) in }
  static let dictionary = Query<String>("select options from dictionary where key = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("category.byID", byID), ("category.names", names), ("category.dictionary", dictionary),
  ]
}

/// A node without its attributes.
struct CategoryName: Sendable {
  let id: CategoryID
  let parent: CategoryID?
  let name: Localized
  /// Whether nothing new can be listed in it.
  var isClosed = false
}

extension CategoryName {
  /// Column by column: every list has all of them in its filter.
  init(_ row: borrowing Row) {
    id = CategoryID(raw: row.int(0))
    parent = row.isNull(1) ? nil : CategoryID(raw: row.int(1))
    name = Localized(en: row.text(2), ru: row.text(3), zh: row.text(4))
    isClosed = row.int(5) != 0
  }
}

/// Reads the category tree, which belongs to the platform.
struct CategoryStore<Rows: Reads> {
  let rows: Rows

  /// Every node, the children of one parent together and in their order.
  func names() throws(SQLError) -> [CategoryName] {
    var names: [CategoryName] = []
    names.reserveCapacity(200)
    try rows.forEachRow(CategorySQL.names) { row throws(SQLError) in
      names.append(CategoryName(row))
    }
    return names
  }

  /// A node with its attributes; nil where there is none.
  func category(_ id: CategoryID) throws(SQLError) -> Category? {
    guard let row = try rows.first(CategorySQL.byID, id.raw) else { return nil }
    let definitions = AttributeDefinition.all(of: row.attributes)
    var dictionaries: [String: [Attribute.Choice]] = [:]
    for key in Set(definitions.map(\.dictionary)) where !key.isEmpty {
      dictionaries[key] = try choices(key)
    }
    return Category(
      id: id, parent: row.parent.map(CategoryID.init(raw:)), name: row.name,
      commission: Percent(basisPoints: row.commission),
      attributes: definitions.map { Attribute($0) { dictionaries[$0] ?? [] } },
      pictures: PictureRules(
        leastPixels: row.pixels, ratio: PictureRatio(text: row.ratio)),
      isClosed: row.isClosed)
  }

  /// A leaf: only goods of a leaf can be listed.
  func leaf(_ id: CategoryID) throws(SQLError) -> Category? {
    guard let category = try category(id), category.parent != nil else { return nil }
    return category
  }

  /// The entries of a dictionary; none where there is no such.
  func choices(_ key: String) throws(SQLError) -> [Attribute.Choice] {
    guard let text = try rows.first(CategorySQL.dictionary, key) else { return [] }
    return Attribute.Choice.all(of: text)
  }
}

extension Attribute.Choice {
  /// The entries of a dictionary's row.
  static func all(of text: String) -> [Self] {
    let entries = (try? JSON(parsing: Array(text.utf8)))?.array ?? []
    return entries.compactMap { entry in
      guard let key = entry["key"]?.string, let name = Localized(entry) else { return nil }
      return Self(key: key, name: name, isRetired: entry["retired"]?.bool ?? false)
    }
  }

  static func text(_ all: [Self]) -> String {
    JSON.array(
      all.map { choice in
        var members: [(String, JSON)] = [
          ("key", .string(choice.key)), ("en", .string(choice.name.en)),
          ("ru", .string(choice.name.ru)), ("zh", .string(choice.name.zh)),
        ]
        if choice.isRetired { members.append(("retired", .bool(true))) }
        return .object(members)
      }
    ).text
  }
}
