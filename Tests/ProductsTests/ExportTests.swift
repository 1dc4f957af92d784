import Commerce
import Documents
import HTTP
import Office
import OfficeTesting
import Testing

@testable import Products

@Suite struct ExportTests {
  let shop: Shop
  let importer: Importer

  init() throws {
    shop = try Shop()
    importer = Importer(shop: shop)
  }

  private func fill() throws {
    _ = try shop.onSale()
    let path = try importer.check(
      """
      offer_id,title,category,price,material,volume,country,dishwasher,stock,description
      E-1,"=1+1, a formula",11,100,porcelain,900,cn,yes,7,"Two
      lines"
      E-2,'=quoted,12,250.5,,,,no,0,
      0003,+7 Teapot,11,,,,,,,
      """)
    try importer.run(path)
    #expect(try importer.record(path)?.tally.created == 3)
  }

  @Test(
    "row 31: an export is read back without a change, as CSV and as a workbook, in each language",
    arguments: ["csv", "xlsx"], ["en", "ru", "zh"])
  func roundTrip(_ format: String, _ language: String) throws {
    try fill()
    _ = try shop.begin()
    let answer = try shop.client.get(
      "/products/export.\(format)", as: shop.owner,
      headers: [("Accept-Language", language)])
    #expect(answer.status == 200)
    #expect(answer.headers["Content-Disposition"] == "attachment; filename=\"products.\(format)\"")
    let path = try importer.check(answer.bytes, name: "products.\(format)")
    let record = try #require(try importer.record(path))
    let told = try importer.verdicts(path)
    #expect(record.tally == ProductImport.Tally(unchanged: 5, done: 5), "\(told)")
  }

  @Test("row 31: a draft without an offer id is found by its number, and gets its offer id so")
  func numbered() throws {
    let (one, two) = (try shop.begin(), try shop.begin())
    let foreign = try Shop().begin()
    let known = try shop.onSale()
    let (a, b, c, d) = (shop.id(one), shop.id(two), shop.id(foreign), shop.id(known))
    let path = try importer.check(
      """
      product_id,offer_id,title,category
      \(a),,Teapot of the first draft,11
      \(b),NEW-2,,
      \(b),NEW-3,Teapot of a copied row,11
      \(c),,Teapot of another shop,11
      \(c),NEW-4,Teapot with a strange number,11
      \(d),NEW-5,Teapot like the one on sale,11
      """)
    try importer.run(path)
    let rows = try importer.rows(path)
    #expect(rows.map(\.kind) == [.update, .update, .error, .error, .create, .create])
    #expect(rows[2].problems.map(\.field) == ["product_id"])
    #expect(rows[3].problems.map(\.field) == ["offer_id"])
    #expect(try shop.product(one)?.title == "Teapot of the first draft")
    #expect(try shop.product(two)?.terms.offerID == "NEW-2")
    #expect(try shop.product(known)?.terms.offerID == "KOI-TP09")
    try importer.undo(path)
    #expect(try shop.product(two)?.terms.offerID == "")
    #expect(try shop.counts()["products.all"] == 3)
    #expect(try shop.wrongCounts() == [])
  }

  @Test("row 31: an export holds exactly what the list's tab, search and filters show")
  func filtered() throws {
    try fill()
    let cases = [
      ("", ["KOI-TP09", "E-1", "E-2", "0003"]), ("?tab=onsale", ["KOI-TP09"]),
      ("?tab=drafts&category=11", ["E-1", "0003"]), ("?q=quoted", ["E-2"]),
      ("?stock=none&q=E-", ["E-2"]),
    ]
    for (query, offers) in cases {
      let text = try shop.client.get("/products/export.csv\(query)", as: shop.owner).text
      let rows = try rows(text).dropFirst().map { CSVFormula.unguarded($0[0]) }
      #expect(Set(rows) == Set(offers), "\(query)")
    }
    let list = try shop.client.get("/products?tab=drafts&category=11", as: shop.owner).text
    #expect(list.contains("href=\"/products/export.csv?tab=drafts&amp;category=11\""))
  }

  @Test("row 31: a template has a category's columns and is understood without a hand")
  func template() throws {
    let answer = try shop.client.get("/products/imports/template.csv?category=11", as: shop.owner)
    let head = try #require(try rows(answer.text).first)
    #expect(!head.contains { $0.contains("product_id") })
    #expect(head.contains("Offer id [offer_id]") && head.contains("Volume, ml [attribute_volume]"))
    let row = head.map {
      $0.hasSuffix("[offer_id]") ? "T-1" : $0.hasSuffix("[category]") ? "11" : ""
    }
    let path = try importer.check(
      head.map { "\"\($0)\"" }.joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n")
    #expect(try importer.record(path)?.tally.created == 1)
    let book = try shop.client.get("/products/imports/template.xlsx", as: shop.owner)
    #expect(book.bytes.starts(with: Array("PK".utf8)))
  }

  private func rows(_ text: String) throws -> [[String]] {
    var reader = CSVReader()
    var found: [[String]] = []
    let take = { (row: CSVRow) throws in found.append(try row.texts()) }
    try reader.push(Array(text.utf8), row: take)
    try reader.finish(row: take)
    return found
  }
}
