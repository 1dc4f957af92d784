import Commerce
import Glibc
import HTTP
import Office
import OfficeTesting
import SQL

@testable import Products

/// The way of a test through an import: the pages, and the jobs on this thread.
struct Importer {
  let shop: Shop

  func upload(_ bytes: [UInt8], name: String = "goods.csv") throws -> Answer {
    try shop.client.post(
      "/products/imports", [], files: [TestFile("file", name: name, bytes)], as: shop.owner)
  }

  /// Uploads, takes the columns as they were guessed, and tries the rows.
  /// - Returns: the address of the import.
  func check(_ text: String, category: String = "") throws -> String {
    try check(Array(text.utf8), category: category)
  }

  func check(
    _ bytes: [UInt8], name: String = "goods.csv", category: String = ""
  ) throws -> String {
    let path = try upload(bytes, name: name).location
    _ = try map(path, ["category": category])
    try settle(path)
    return path
  }

  /// Sends the page of columns as it stands, changed by `fields`.
  func map(_ path: String, _ fields: [String: String] = [:]) throws -> Answer {
    let page = try shop.client.get(path, as: shop.owner)
    var pairs: [(String, String)] = []
    let form = page.document.forms(at: path).first { $0.action.hasSuffix("/columns") }
    for field in form?.fields ?? [] where field.name != "_token" {
      pairs.append((field.name, fields[field.name] ?? field.value))
    }
    return try shop.client.post("\(path)/columns", pairs, as: shop.owner)
  }

  func run(_ path: String, _ mode: String = "partial") throws {
    _ = try shop.client.post("\(path)/run", [("mode", mode)], as: shop.owner)
    try settle(path)
  }

  func undo(_ path: String) throws {
    _ = try shop.client.post("\(path)/undo", as: shop.owner)
    try settle(path)
  }

  /// Tests share an office: another one's thread may have the job.
  private func settle(_ path: String) throws {
    for _ in 0..<12_000 {
      try shop.client.office.runDueJobs()
      guard try record(path)?.state.isBusy == true else { return }
      usleep(10_000)
    }
  }

  func record(_ path: String) throws -> ProductImport? {
    let id = ImportID(text: path.split(separator: "/").last ?? "") ?? ImportID(raw: 1)
    return try shop.client.rows(of: shop.seller) { try ImportStore(rows: $0).find(id) }
  }

  func rows(_ path: String) throws -> [ImportedRow] {
    let id = try record(path)?.id.raw ?? 0
    return try shop.client.rows(of: shop.seller) { try $0.all(ImportSQL.rows, id, 5_000) }
  }

  /// Line and verdict, with what was wrong.
  func verdicts(_ path: String) throws -> [String] {
    try rows(path).map { row in
      "\(row.line) \(row.kind.rawValue) \(row.offerID) "
        + row.problems.map { "\($0.field):\($0.message.key)" }.sorted().joined(separator: ",")
    }
  }

  func product(_ offer: String) throws -> Product? {
    try shop.client.rows(of: shop.seller) { reader in
      guard let id = try reader.first(BulkSQL.ofOffer, offer) else { return nil }
      return try ProductStore(rows: reader).product(ProductID(raw: id))
    }
  }

  func content(_ offer: String) throws -> ProductContent? {
    guard let newest = try product(offer)?.newest else { return nil }
    return try shop.client.rows(of: shop.seller) {
      try RevisionStore(rows: $0).revision(newest)?.content
    }
  }

  /// Everything that an undone import must leave as it was; versions and times are not.
  func dump() throws -> [String] {
    try shop.client.rows(of: shop.seller) { reader in
      var lines: [String] = []
      for query in [Self.products, Self.revisions, Self.pictures, Self.stock, Self.counts] {
        lines += try reader.all(query)
      }
      lines += try reader.all(
        Self.words, SearchPlace.first(of: shop.seller.raw), SearchPlace.last(of: shop.seller.raw))
      return lines
    }
  }

  private static let products = Query<String>(
    """
    select json_array(id, category_id, title, picture, weight, offer_id, barcode, price,
      price_before, price_min, cost, low_stock, in_stock, is_hidden, is_archived, live_revision,
      open_revision, pending, state) from product order by id
    """)
  private static let revisions = Query<String>(
    """
    select json_array(id, product_id, number, state, answers, category_id, title, description,
      brand, weight, length, width, height, attributes) from product_revision order by id
    """)
  private static let pictures = Query<String>(
    "select json_array(revision_id, position, name, alt) from product_image order by 1")
  private static let stock = Query<String>(
    """
    select json_array(product_id, warehouse_id, on_hand, reserved) from stock
    where on_hand <> 0 or reserved <> 0 order by 1
    """)
  private static let counts = Query<String>(
    "select json_array(name, value) from counter where value <> 0 order by 1")
  private static let words = Query<String>(
    "select json_array(rowid, words) from product_search where rowid >= ? and rowid <= ? order by 1"
  )
}
