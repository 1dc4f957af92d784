import Commerce
import Office
import SQL

/// What sets a row apart from the others of its product, as the file says it.
struct ImportVariant: Sendable {
  /// The product's own name in the file, the same for all its variants.
  let handle: String
  /// The title that they share.
  let title: String
  /// Size: Medium.
  let options: [(name: String, value: String)]
  /// The attributes that the options turned out to be; none before they were looked up.
  var axes: [String] = []
}

/// Makes families of the variants of a file, where its options are what the category sets variants
/// apart by; else each stays a product of its own, and the row says so.
struct ImportFamilies {
  private struct Member {
    let id: ProductID
    let offerID: String
    let variant: ImportVariant
  }

  /// The number of the first row of each product of the file.
  private var firsts: [String: String] = [:]
  private var places: [String: Set<[String]>] = [:]
  private var waiting: [Member] = []

  /// Remembers which row of a product came first.
  mutating func note(_ row: ImportRow) {
    guard let handle = row.variant?.handle, firsts[handle] == nil else { return }
    firsts[handle] = row.offerID
  }

  /// Writes the options of a row as attributes of its category.
  /// - Returns: what to say of the row where that can't be.
  mutating func place(_ row: inout ImportRow, in category: Category) -> [Problem] {
    guard let variant = row.variant, !variant.options.isEmpty else { return [] }
    guard let found = Self.attributes(variant.options, of: category),
      places[variant.handle, default: []].insert(found.map { $0.value }).inserted
    else { return [Problem("title", Message("imports.warning.variant"))] }
    for (key, value) in found { row.values["attribute_\(key)"] = value }
    row.values["title"] = variant.title
    row.variant?.axes = found.map { $0.key }
    return []
  }

  /// The options as values of attributes that make variants, in the order of the category; nil
  /// where one of them is none.
  private static func attributes(
    _ options: [(name: String, value: String)], of category: Category
  ) -> [(key: String, value: String)]? {
    var found: [(key: String, value: String)] = []
    for attribute in category.aspects {
      guard let option = options.first(where: { attribute.isNamed($0.name) }) else { continue }
      guard let choice = attribute.choices.first(where: { $0.isNamed(option.value) }) else {
        return nil
      }
      found.append((attribute.key, choice.key))
    }
    let isWhole = found.count == options.count && found.count <= VariantMatrix.mostAxes
    return isWhole ? found : nil
  }

  /// A row that becomes a product with this batch.
  mutating func add(_ id: ProductID, _ row: ImportRow) {
    guard let variant = row.variant, !variant.axes.isEmpty else { return }
    waiting.append(Member(id: id, offerID: row.offerID, variant: variant))
  }

  /// Joins the products of the batch, which are written by now, with the first of each.
  mutating func join(at now: Instant, by kernel: Kernel, in tx: SellerTransaction) throws {
    for member in waiting {
      let first = try firsts[member.variant.handle].flatMap { offer in
        try tx.first(BulkSQL.ofOffer, offer).map(ProductID.init(raw:))
      }
      guard let first, try hasValues(first, member.variant.axes, in: tx) else {
        firsts[member.variant.handle] = member.offerID
        continue
      }
      if first != member.id { try join(member, with: first, at: now, by: kernel, in: tx) }
    }
    waiting.removeAll()
  }

  private func join(
    _ member: Member, with first: ProductID, at now: Instant, by kernel: Kernel,
    in tx: SellerTransaction
  ) throws {
    var family = try VariantStore(rows: tx.reader).family(of: first)
    if family == nil {
      let fresh = Family(id: kernel.newID(), axes: member.variant.axes)
      try VariantStore.begin(fresh.id, axes: fresh.axes, at: now, in: tx)
      try VariantStore.join(first, fresh.id, in: tx)
      family = fresh
    }
    guard let family, family.axes == member.variant.axes else { return }
    try VariantStore.join(member.id, family.id, in: tx)
  }

  private func hasValues(
    _ id: ProductID, _ axes: [String], in tx: SellerTransaction
  ) throws -> Bool {
    guard let newest = try ProductStore(rows: tx.reader).product(id)?.newest,
      let content = try RevisionStore(rows: tx.reader).revision(newest)?.content
    else { return false }
    return axes.allSatisfy { content.attributes[$0] != nil }
  }
}

extension Attribute {
  /// Whether people call it so, in any language.
  fileprivate func isNamed(_ text: String) -> Bool {
    let bare = ImportGuess.bare(text)
    // What one half of the world spells without "u".
    let other = bare == "color" ? "colour" : bare
    return ([key] + Locale.allCases.map { name[$0] }).contains {
      ImportGuess.bare($0) == bare || ImportGuess.bare($0) == other
    }
  }
}

extension Attribute.Choice {
  fileprivate func isNamed(_ text: String) -> Bool {
    let bare = ImportGuess.bare(text)
    return !isRetired
      && ([key] + Locale.allCases.map { name[$0] }).contains { ImportGuess.bare($0) == bare }
  }
}
