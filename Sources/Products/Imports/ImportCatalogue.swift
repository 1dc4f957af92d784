import Commerce
import Office
import SQL

/// What rows of a sheet refer to: categories by number or name, attributes, warehouses.
final class ImportCatalogue {
  private let rows: OpenReader
  private let names: [CategoryName]
  private var categories: [CategoryID: Category?] = [:]
  private var byName: [String: CategoryID?] = [:]

  init(_ rows: OpenReader) throws(SQLError) {
    self.rows = rows
    names = try CategoryStore(rows: rows).names()
    for name in names where name.parent != nil {
      for locale in Locale.allCases {
        note(path(name, locale), name.id)
        note(name.name[locale], name.id)
      }
    }
  }

  /// A name that two categories share says neither.
  private func note(_ name: String, _ id: CategoryID) {
    let bare = ImportGuess.bare(name)
    if let known = byName[bare], known != id {
      byName[bare] = .some(nil)
    } else {
      byName[bare] = id
    }
  }

  /// "Kitchen / Teapots".
  func path(_ id: CategoryID, _ locale: Locale) -> String {
    names.first { $0.id == id }.map { path($0, locale) } ?? "\(id)"
  }

  private func path(_ name: CategoryName, _ locale: Locale) -> String {
    var parts = [name.name[locale]]
    var parent = name.parent
    while let id = parent, let above = names.first(where: { $0.id == id }), parts.count < 8 {
      parts.insert(above.name[locale], at: 0)
      parent = above.parent
    }
    return parts.joined(separator: " / ")
  }

  /// The leaf with the number; nil where there is none.
  func leaf(_ id: CategoryID) throws(SQLError) -> Category? {
    if let known = categories[id] { return known }
    let found = try CategoryStore(rows: rows).leaf(id)
    categories[id] = .some(found)
    return found
  }

  /// The leaf that a cell names: by its number, its name or its whole path, in any language.
  func leaf(named text: String) throws(SQLError) -> Category? {
    if let id = CategoryID(text: text) { return try leaf(id) }
    guard let id = byName[ImportGuess.bare(text)] ?? nil else { return nil }
    return try leaf(id)
  }

  /// The attributes of the categories, each key once, in the order of the tree.
  func attributes(of ids: [CategoryID]) throws(SQLError) -> [Attribute] {
    var seen: Set<String> = []
    var found: [Attribute] = []
    for id in ids {
      for attribute in try leaf(id)?.attributes ?? [] where seen.insert(attribute.key).inserted {
        found.append(attribute)
      }
    }
    return found
  }

  /// Every leaf, in the order of the tree.
  var leaves: [CategoryID] { names.filter { $0.parent != nil }.map(\.id) }

  func options(_ selected: CategoryID?, _ locale: Locale) -> [OptionView] {
    CategoryName.options(names, selected, locale)
  }
}

extension Attribute {
  private static let yes: Set<String> = ["1", "yes", "true", "y", "+", "x", "да", "есть", "是", "有"]
  private static let no: Set<String> = ["0", "no", "false", "n", "-", "нет", "否", "无"]

  /// The value of a cell as the form has it: a dictionary's key for a name in any language, "1" for
  /// a yes. What is not known stays as it is, for the form to refuse.
  func formValue(_ cell: String) -> String {
    switch kind {
    case .flag:
      let word = cell.lowercased()
      return Self.yes.contains(word) ? "1" : Self.no.contains(word) ? "" : cell
    case .choice(let choices):
      if choices.contains(where: { $0.key == cell }) { return cell }
      let bare = ImportGuess.bare(cell)
      let found = choices.first { choice in
        Locale.allCases.contains { ImportGuess.bare(choice.name[$0]) == bare }
      }
      return found?.key ?? cell
    default: return cell
    }
  }

  /// Whether a cell's value can be the flag's.
  func isFlagValue(_ value: String) -> Bool { value.isEmpty || value == "1" }
}
