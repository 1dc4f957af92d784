import Commerce
import Office
import SQL

private struct CategoryRow: Sendable {
  let id: Int64
  let parent: Int64?
  let name: Localized
  let commission: Int64
  let attributes: String
}

enum CategorySQL {
  fileprivate static let byID = Query<CategoryRow>(
    """
    select id, parent, name_en, name_ru, name_zh, commission, attributes
    from category where id = ?
    """
  ) {
    (
      id: Int64, parent: Int64?, en: String, ru: String, zh: String, commission: Int64,
      attributes: String
    ) in
    CategoryRow(
      id: id, parent: parent, name: Localized(en: en, ru: ru, zh: zh), commission: commission,
      attributes: attributes)
  }
  static let names = Query<CategoryName>(
    "select id, parent, name_en, name_ru, name_zh from category order by parent, position"
  ) { (id: Int64, parent: Int64?, en: String, ru: String, zh: String) in
    CategoryName(
      id: CategoryID(raw: id), parent: parent.map(CategoryID.init(raw:)),
      name: Localized(en: en, ru: ru, zh: zh))
  }
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
}

/// Reads the category tree, which belongs to the platform.
struct CategoryStore<Rows: Reads> {
  let rows: Rows

  /// Every node, the children of one parent together and in their order.
  func names() throws(SQLError) -> [CategoryName] { try rows.all(CategorySQL.names) }

  /// A node with its attributes; nil where there is none.
  func category(_ id: CategoryID) throws(SQLError) -> Category? {
    guard let row = try rows.first(CategorySQL.byID, id.raw) else { return nil }
    let definitions = (try? JSON(parsing: Array(row.attributes.utf8)))?.array ?? []
    var dictionaries: [String: [Attribute.Choice]] = [:]
    for key in Set(definitions.compactMap { $0["dictionary"]?.string }) {
      dictionaries[key] = try choices(key)
    }
    return Category(
      id: id, parent: row.parent.map(CategoryID.init(raw:)), name: row.name,
      commission: Percent(basisPoints: row.commission),
      attributes: definitions.compactMap { Attribute($0) { dictionaries[$0] ?? [] } })
  }

  /// A leaf: only goods of a leaf can be listed.
  func leaf(_ id: CategoryID) throws(SQLError) -> Category? {
    guard let category = try category(id), category.parent != nil else { return nil }
    return category
  }

  private func choices(_ key: String) throws(SQLError) -> [Attribute.Choice] {
    guard let text = try rows.first(CategorySQL.dictionary, key) else { return [] }
    let entries = (try? JSON(parsing: Array(text.utf8)))?.array ?? []
    return entries.compactMap { entry in
      guard let key = entry["key"]?.string, let name = Localized(entry) else { return nil }
      return Attribute.Choice(key: key, name: name)
    }
  }
}
