import Commerce
import Documents
import Foundation
import HTTP
import Office
import OfficeTesting
import Testing

@testable import Products

private let shopifySamples = "\(OfficeClient.home)/../shared/data/shopify-products"

/// Files that are wrong, and what people are told.
@Suite struct ImportFaultTests {
  let shop: Shop
  let importer: Importer

  init() throws {
    shop = try Shop()
    importer = Importer(shop: shop)
  }

  private func refusal(_ bytes: [UInt8], _ name: String = "goods.csv") throws -> String {
    let folder = shop.client.folder + "/imports/\(shop.seller)"
    let before = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let answer = try importer.upload(bytes, name: name)
    #expect(answer.status == 422)
    #expect(answer.text.contains("aria-invalid"))
    let after = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    #expect(before.count == after.count, "an orphan file")
    return answer.text
  }

  @Test(
    "row 31: a file that can't be one is refused at once, with what to do",
    arguments: [
      ("", "The file is empty"), ("offer_id|title\nA|B\n", "Only one column"),
      ("offer_id,title\n", "no row with anything"),
      ("offer_id,title\n,,,\n,,\n", "no row with anything"),
      ("offer_id,title\nA,B\nC,D\nE,F\"G\n", "Line 4, column 2: a quotation mark"),
      ("offer_id,title\n\"A,B\n", "never closed"), ("offer_id,title\nA\"x,B\n", "quotation mark"),
    ])
  func texts(_ text: String, _ words: String) throws {
    #expect(try refusal(Array(text.utf8)).contains(words))
  }

  @Test("row 1: imports that ended with faults are a queue until somebody takes care of them")
  func queue() throws {
    let faulty = { () throws -> (Int64, Int) in
      let counters = try shop.client.rows(of: shop.seller) { try Counters.all(in: $0) }
      let list = try shop.client.get("/products/imports?tab=faulty", as: shop.owner).text
      return (counters["imports.faulty"] ?? 0, list.ranges(of: "<th scope=\"row\"").count)
    }
    let text = "offer_id,title,category\nA-1,Teapot,11\n,Nameless,11\n"
    let paths = try (0..<4).map { _ in try importer.check(text) }
    #expect(try faulty() == (0, 0), "a trial is nobody's work")
    for (path, mode) in zip(paths, ["partial", "whole", "partial", "partial"]) {
      try importer.run(path, mode)
    }
    #expect(try faulty() == (4, 4))
    let page = try shop.client.get(paths[0], as: shop.owner).text
    #expect(page.contains("\(paths[0])/settlement"))
    for _ in 0..<2 {
      #expect(try shop.client.post("\(paths[0])/settlement", as: shop.owner).status == 303)
    }
    #expect(try faulty() == (3, 3))
    let undone = try #require(paths.first { try importer.record($0)?.tally.created == 1 })
    try importer.undo(undone)
    try importer.run(try importer.check("offer_id,title,category\nB-1,Teapot,11\n"))
    let list = try shop.client.get("/products/imports", as: shop.owner).text
    #expect(list.contains("/products/imports?tab=faulty"))
    for path in paths { _ = try shop.client.post("\(path)/settlement", as: shop.owner) }
    #expect(try faulty() == (0, 0))
  }

  @Test("row 31: other encodings and other kinds of file are named")
  func kinds() throws {
    #expect(try refusal([0xFF, 0xFE, 0x6F, 0, 0x66, 0, 0x66, 0]).contains("UTF-16"))
    let cyrillic: [UInt8] = [0xC0, 0xF0, 0xF2] + Array(";b\n1;2\n".utf8)
    #expect(try refusal(cyrillic).contains("Line 1, column 1 is not UTF-8"))
    #expect(try refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "a.xls").contains("old Excel file"))
    #expect(try refusal(Array("%PDF-1.7\n".utf8), "a.pdf").contains("neither CSV nor XLSX"))
    #expect(try refusal(Array("PK\u{3}\u{4}nothing".utf8), "a.xlsx").contains("no XLSX workbook"))
  }

  @Test("row 31: a byte order mark is no part of the first heading")
  func mark() throws {
    let path = try importer.check("\u{FEFF}offer_id,title,category\nA-1,Teapot,11\n")
    #expect(try importer.record(path)?.tally.created == 1)
  }

  @Test("row 31: a cell in another encoding fails its row only, and is named")
  func mixed() throws {
    let bytes = Array("offer_id,title,category\nA-1,Teapot,11\nA-2,".utf8) + [0xD7, 0xE0, 0xE9]
    let path = try importer.check(bytes + Array(",11\n".utf8))
    #expect(
      try importer.verdicts(path) == ["2 create A-1 ", "3 error A-2 title:imports.error.encoding"])
  }

  @Test("row 31: a column without offer ids and doubled columns are told on the page of columns")
  func columns() throws {
    let path = try importer.upload(Array("name,price\nTeapot,100\n".utf8)).location
    let missing = try importer.map(path)
    #expect(
      missing.status == 422 && missing.text.contains("Choose which column holds the offer id"))
    let twice = try importer.map(path, ["column_0": "offer_id", "column_1": "offer_id"])
    #expect(twice.status == 422 && twice.text.contains("Two columns can"))
    let doubled = try importer.check("offer_id,title,title,category\nA-1,Teapot,Other,11\n")
    #expect(try importer.record(doubled)?.tally.created == 1)
    let run = try shop.client.post("\(path)/run", [("mode", "partial")], as: shop.owner)
    #expect(run.status == 409)
  }

  @Test("row 31: a quote that opens late in the file fails the file in words, and writes nothing")
  func late() throws {
    let rows = (0..<900).map { "L-\($0),Teapot,11\n" }.joined()
    let path = try importer.check("offer_id,title,category\n" + rows + "L-900,\"Teapot,11\n")
    #expect(try importer.record(path)?.state == .failed)
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(
      page.contains("opens in line 902, column 2, is never closed") || page.contains("line 902"))
    #expect(try shop.counts() == [ProductImport.counter: 1])
  }

  @Test("row 31: formulas are texts, going in and coming out")
  func formulas() throws {
    let path = try importer.check("offer_id,title,category\nA-1,\"=cmd|' /C calc'!A0\",11\n")
    try importer.run(path)
    #expect(try importer.content("A-1")?.title == "=cmd|' /C calc'!A0")
    let csv = try shop.client.get("/products/export.csv", as: shop.owner).text
    #expect(csv.contains("\"'=cmd|' /C calc'!A0\""))
  }

  @Test("row 31: a million empty rows cost little and are told as none")
  func emptyRows() throws {
    var bytes = Array("offer_id,title\n".utf8)
    bytes += [UInt8](repeating: 10, count: 1_000_000)
    #expect(try refusal(bytes).contains("no row with anything"))
  }

  @Test("row 31: too many rows and columns are refused in words")
  func tooMany() throws {
    let wide = (0..<400).map { "c\($0)" }.joined(separator: ",")
    #expect(try refusal(Array("\(wide)\n1\n".utf8)).contains("more than 300 columns"))
  }

  @Test("row 31: Shopify's file of products is known: variants, HTML, line breaks, pictures")
  func shopify() throws {
    let heads =
      "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
      + "Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src"
    let text = """
      \(heads)
      varsity-top,Varsity Top,"<p>Grey &amp; black.</p><ul><li>One</li>
      <li>Two</li></ul><script>x()</script>",Acme,Size,Small,,250,3,60,75,'4607123450017,https://x.example/a.jpg
      varsity-top,,,,,Medium,SKU-M,0,1,60,,,
      varsity-top,,,,,,,,,,,,https://x.example/b.jpg
      """
    let path = try importer.check(text.replacing("\n", with: "\r\n"), category: "11")
    let record = try #require(try importer.record(path))
    #expect(record.tally.created == 2 && record.tally.failed == 0 && record.tally.warned == 2)
    try importer.run(path)
    let small = try #require(try importer.content("varsity-top-small"))
    #expect(small.title == "Varsity Top, Small" && small.brand == "Acme" && small.weight == 250)
    #expect(
      small.description == "Grey & black.\n\n- One\n- Two"
        || small.description == "Grey & black.\n- One\n- Two")
    #expect(try importer.product("varsity-top-small")?.terms.barcode == "4607123450017")
    #expect(try importer.product("SKU-M")?.available == 1)
    #expect(try importer.content("SKU-M")?.title == "Varsity Top, Medium")
  }

  @Test("row 31: variants of a Shopify product are a family where the category knows their options")
  func families() throws {
    let text = """
      Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price
      tee,Linen tee,Size,S,Color,White,T-SW,10
      tee,,,M,,White,T-MW,10
      tee,,,L,,black,T-LB,11
      tee,,,M,,Ultraviolet,T-MU,10
      one,Single tee,Title,Default Title,,,ONE,12
      """
    let path = try importer.check(text, category: "61")
    let told = try importer.verdicts(path)
    #expect(try importer.record(path)?.tally.created == 5)
    #expect(try importer.record(path)?.tally.warned == 1)
    try importer.run(path)
    #expect(try importer.verdicts(path) == told)
    let members = { (offer: String) in
      try shop.client.rows(of: shop.seller) { reader in
        let store = VariantStore(rows: reader)
        guard let id = try importer.product(offer)?.id, let family = try store.family(of: id)
        else { return [] as [String] }
        return try store.members(of: family.id).map {
          "\($0.product.terms.offerID) \($0.values["size"] ?? "") \($0.values["colour"] ?? "")"
        }.sorted()
      }
    }
    #expect(try members("T-SW") == ["T-LB l black", "T-MW m white", "T-SW s white"])
    #expect(try members("T-MU").isEmpty && members("ONE").isEmpty)
    #expect(try importer.content("T-MW")?.title == "Linen tee")
    #expect(try importer.content("T-MU")?.title == "Linen tee, M, Ultraviolet")
    let again = try importer.check(text, category: "61")
    #expect(try importer.record(again)?.tally.unchanged == 5)
    try importer.undo(path)
    #expect(try shop.counts().isEmpty)
  }

  @Test(
    "row 31: Shopify's own sample files import without an error",
    .enabled(
      if: FileManager.default.fileExists(atPath: shopifySamples),
      "The public data set is not at ../shared/data/shopify-products: this test is skipped."),
    arguments: ["apparel", "home-and-garden"])
  func samples(_ name: String) throws {
    let data = try #require(FileManager.default.contents(atPath: "\(shopifySamples)/\(name).csv"))
    let path = try importer.check(Array(data), category: "11")
    let record = try #require(try importer.record(path))
    #expect(record.state == .checked && record.tally.created >= 15)
    let wrong = try importer.verdicts(path).filter { $0.contains("error") }
    #expect(record.tally.failed == 0, "\(wrong)")
  }
}
