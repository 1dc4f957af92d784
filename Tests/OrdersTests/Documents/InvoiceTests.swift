import Commerce
import Dispatch
import Office
import OfficeTesting
@_spi(Minting) import SQL
import Synchronization
import Testing

@testable import Orders

@Suite("Invoices") struct InvoiceTests {
  private struct Refused: Error {}

  /// All numbers that were given, by series and year.
  private static let numbers = PlatformQuery(
    "select series || ' ' || year, number from main.invoice order by series, year, number"
  ) { (series: String, number: Int64) in (series: series, number: number) }

  private static func numbers(_ house: OrdersHouse) throws -> [String: [Int64]] {
    let rows = try house.reader().platform(PlatformScope())
      .all(numbers)
    return Dictionary(grouping: rows, by: \.series).mapValues { $0.map(\.number) }
  }

  @Test("row 62: numbers have no gaps, whoever issues at once and whatever is taken back")
  func gapless() throws {
    let house = try OrdersHouse()
    let ids = try house.packed((0..<120).map { _ in .anna })
    let contents = try house.desk().contents(of: ids)
    let scope = SellerScope(seller: house.shop.raw)
    let kernel = house.office.kernel
    let today = LocalDate(daysSince1970: 20_780)
    let faults = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      for (index, content) in contents.enumerated() where index % 4 == worker || index % 7 == 0 {
        // A year and a series of its own now and then; every third try fails after its number.
        let date = index % 5 == 0 ? today.adding(days: 60) : today
        var settings = DocumentSettings()
        settings.series = index % 11 == 0 ? "B" : "A"
        do {
          try kernel.database.writer.write { transaction in
            let tx = transaction.seller(scope)
            try InvoiceStore.issue(
              content, settings, id: kernel.newID(), on: date, at: .now(), in: tx)
            if (index + worker) % 3 == 0 { throw Refused() }
          }
        } catch is Refused {
        } catch {
          faults.withLock { $0 += 1 }
        }
      }
    }
    #expect(faults.withLock { $0 } == 0)
    let numbers = try Self.numbers(house)
    #expect(Set(numbers.keys) == ["A 2026", "A 2027", "B 2026", "B 2027"])
    for (series, given) in numbers {
      #expect(given == Array(1...Int64(given.count)), "\(series): \(given)")
    }
    #expect(numbers.values.reduce(0) { $0 + $1.count } > 60)
  }

  @Test("row 62: an invoice is issued once, and says for ever what held that day")
  func snapshot() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    try browser.set(1, more: [("tax_rate", "20"), ("tax_id", "7701234567"), ("series", "pol")])
    let ids = try house.packed([.anna])
    let first = try browser.get(browser.print("invoice", ids)).text
    for words in [
      "POL-2026-000001", "Polyana Home", "7701234567", "Anna Sergeeva", "Teapot",
      "VAT 20% included", "465", "2\u{202F}325",
    ] { #expect(first.contains(words), "\(words)") }
    try house.write { tx in
      for change in [
        Command("update seller set name = 'Other', address = 'Elsewhere'"),
        Command(
          """
          update main.posting_recipient set name = 'Nobody' where seller_id = current_seller()
          """),
        Command(
          "update main.posting_line set title = 'Kettle' where seller_id = current_seller()"),
      ] { _ = try tx.run(change) }
    }
    house.clock.advance(milliseconds: 86_400_000)
    let again = try browser.get(browser.print("invoice", ids)).text
    #expect(again.contains("POL-2026-000001") && again.contains("Polyana Home"))
    #expect(again.contains("Teapot") && again.contains("Anna Sergeeva"))
    #expect(!again.contains("Kettle") && !again.contains("Nobody") && !again.contains("Other<"))
    #expect(try Self.numbers(house) == ["POL 2026": [1]])
  }

  @Test("row 62: an invoice that goes abroad names the buyer's country")
  func abroad() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let ids = try house.packed([.anna, .abroad])
    let (home, abroad) = (
      try browser.get(browser.print("invoice", [ids[0]])).text,
      try browser.get(browser.print("invoice", [ids[1]])).text
    )
    #expect(abroad.contains("GB SW1A 1AA "))
    #expect(home.contains("\(Recipient.anna.postcode) ") && !home.contains(">RU "))
  }

  @Test("row 62: nobody changes or deletes an issued invoice")
  func fixed() throws {
    let house = try OrdersHouse()
    _ = try house.browser().print("invoice", house.packed([.anna]))
    for statement in [
      Command("update main.invoice set number = 2 where seller_id = current_seller()"),
      Command("delete from main.invoice where seller_id = current_seller()"),
      Command("update main.invoice_line set quantity = 2 where seller_id = current_seller()"),
      Command("delete from main.invoice_line where seller_id = current_seller()"),
    ] {
      #expect(throws: (any Error).self) { try house.write { _ = try $0.run(statement) } }
    }
    #expect(try Self.numbers(house) == ["A 2026": [1]])
  }

  @Test("row 62: the tax is that part of the price, to the half minor unit")
  func tax() {
    let table: [(Int64, Int64, Int64)] = [
      (12_000, 20, 2_000), (100, 20, 17), (0, 20, 0), (1, 99, 0), (279_000, 20, 46_500),
      (105, 5, 5), (Int64.max / 2, 0, 0),
    ]
    for (gross, rate, tax) in table { #expect(Invoice.tax(in: gross, percent: rate) == tax) }
    for _ in 0..<2_000 {
      let (gross, rate) = (Int64.random(in: 0...9_000_000_000_000_000), Int64.random(in: 0...99))
      let tax = Invoice.tax(in: gross, percent: rate)
      let exact = Double(gross) * Double(rate) / Double(100 + rate)
      #expect(abs(Double(tax) - exact) <= 1.5)
    }
  }

  @Test("settings of documents keep what was typed and say what is wrong")
  func settings() throws {
    let house = try OrdersHouse()
    let owner = try house.browser("owner@one.example")
    let wrong = try owner.post(
      "/settings/documents",
      [
        ("privacy", "9"), ("paper", "huge"), ("series", "№1"), ("legal_name", "ООО Поляна"),
        ("tax_id", ""), ("tax_rate", "120"),
      ])
    #expect(wrong.status == 422 && wrong.text.contains("ООО Поляна"))
    for name in ["privacy", "paper", "series", "tax_rate"] {
      #expect(wrong.text.contains("id=\"\(name)-e\""), "\(name)")
    }
    #expect(try house.browser().post("/settings/documents").status == 403)
    try house.browser().set(2, paper: "small", more: [("series", "x9")])
    let page = try owner.get("/settings/documents").text
    #expect(page.contains("value=\"X9\"") && page.contains("<option value=\"small\" selected>"))
  }
}
