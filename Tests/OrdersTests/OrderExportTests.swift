import Commerce
import Documents
import Office
@_spi(Minting) import SQL
import Testing

@testable import Orders

@Suite("Export of the orders list") struct OrderExportTests {
  static func rows(_ text: String) throws -> [[String]] {
    var reader = CSVReader()
    var found: [[String]] = []
    let take = { (row: CSVRow) throws in found.append(try row.texts()) }
    try reader.push(Array(text.utf8), row: take)
    try reader.finish(row: take)
    return found
  }

  @Test("row 67: an export holds exactly the rows of the list, in its order, with any filter")
  func filtered() throws {
    let house = try ListFilterTests.house()
    let browser = try house.browser()
    let store = try house.store()
    for tab in OrdersTab.allCases {
      for query in ["", "&carrier=1", "&least=20&most=40", "&warehouse=2", "&from=2026-11-24"] {
        let text = try browser.get("/orders/export.csv?tab=\(tab.rawValue)\(query)").text
        let numbers = try Self.rows(text).dropFirst().compactMap(\.first)
        var filter = PostingFilter(shelf: tab.shelf, size: 7)
        switch query {
        case "&carrier=1": filter.carrier = 1
        case "&least=20&most=40": (filter.least, filter.most) = (2_000, 4_000)
        case "&warehouse=2": filter.warehouse = 2
        case "&from=2026-11-24":
          filter.from = Instant(iso: "2026-11-23T21:00:00Z")
        default: break
        }
        let walked = try ListFilterTests.walk(filter, store)
        #expect(numbers.count == walked.count, "\(tab) \(query)")
        #expect(try numbers == walked.map { try store.posting(PostingID(raw: $0))?.number ?? "" })
      }
    }
    let list = try browser.get("/orders?tab=pack&carrier=1").text
    #expect(list.contains("href=\"/orders/export.csv?tab=pack&amp;carrier=1\""))
  }

  @Test("row 67: no cell is a formula, the buyer is masked for every role, in CSV and workbook")
  func safe() throws {
    let (house, path) = try OrderPagesTests.house()
    let browser = try house.browser()
    for tag in ["=1+1", "-2+3", "+x"] {
      #expect(try browser.post("\(path)/tags", [("tag", tag)]).status == 303)
    }
    for role in ["warehouse", "care", "viewer", "accountant"] {
      let reader = try house.browser("\(role)@one.example")
      for language in ["en", "ru", "zh"] {
        let text = try reader.get("/orders/export.csv", language: language).text
        let rows = try Self.rows(text)
        #expect(rows.count == 2 && rows[1].count == 16)
        #expect(
          rows[1].allSatisfy { cell in !["=", "+", "-", "@"].contains { cell.hasPrefix($0) } })
        #expect(rows[1].contains("48001-1") && text.contains("OF-7 × "))
        for personal in ["Sergeeva", "900 123", "anna@", "Primernaya"] {
          #expect(!text.contains(personal))
        }
      }
      let book = try reader.get("/orders/export.xlsx")
      #expect(book.status == 200 && book.text.hasPrefix("PK"))
    }
    #expect(try house.browser("catalogue@one.example").get("/orders/export.csv").status == 403)
    let buyer = try #require(try house.store().posting(house.posting("48001-1"))?.buyer)
    #expect(try browser.get("/orders/export.csv").text.contains(buyer))
    try house.office.kernel.database.writer.write { transaction in
      _ = try transaction.seller(house.shopScope).run(Self.close, house.shop.raw)
    }
    #expect(try !browser.get("/orders/export.csv").text.contains(buyer))
  }

  private static let close = Command(
    """
    insert into main.document_setting
      (seller_id, privacy, paper, series, legal_name, tax_id, tax_rate)
    values (?, 3, 'sheet', '', '', '', null)
    """)

  @Test("row 67: more postings than a page of the walk, none twice and none missing")
  func many() throws {
    let house = try OrdersHouse()
    for _ in 0..<1_010 { _ = try house.archived(in: .delivered) }
    let text = try house.browser().get("/orders/export.csv?tab=delivered").text
    let numbers = try Self.rows(text).dropFirst().compactMap(\.first)
    #expect(numbers.count == 1_010 && Set(numbers).count == 1_010)
  }
}
