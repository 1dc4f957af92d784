import Office
import OfficeTesting
import Testing

@testable import Orders

/// What comes out of the printer when a page is printed from the browser.
@Suite(
  "Documents printed from the page",
  .enabled(if: PaperTools.canPrint, "chromium, poppler-utils or zbar-tools is not installed"),
  .serialized)
struct PagePrintTests {
  @Test(
    "row 60: a label from the browser has its own paper and is read by a scanner",
    arguments: [("large", "100x150", 6), ("small", "75x120", 6), ("sheet", "210x297", 2)])
  func labels(_ paper: String, _ size: String, _ count: Int) throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let ids = try house.packed((0..<6).map { [Recipient.anna, .long, .wang][$0 % 3] })
    let page = try browser.get(browser.print("label", ids) + "?paper=\(paper)").text
    let pdf = try PaperTools.printed(page, home: OrdersHouse.home)
    let pages = try PaperTools.pages(of: pdf)
    #expect(pages.count == count && pages.sizes == [size], "\(pages)")
    let scans = try PaperTools.scans(of: pdf)
    #expect(scans.contains("CODE-128:SD\(ids[0])") && scans.contains("QR-Code:48001-1"), "\(scans)")
    let text = try PaperTools.text(of: pdf)
    for words in ["Anna Sergeeva", "Константинопольский", "王小明"] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test("row 62: slips from the browser begin on a page each, and go on with their heads")
  func slips() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let short = try house.packed([.anna, .long, .wang])
    let long = try house.packed([.anna], lines: (1...50).map { ArchivedLine.teapot($0) })
    let page = try browser.get(browser.print("packing", short + long + short)).text
    let pdf = try PaperTools.printed(page, home: OrdersHouse.home)
    let pages = try PaperTools.text(of: pdf).split(separator: "\u{0C}")
    let starts = pages.filter { $0.contains(/Packing slip|Упаковочный лист|装箱单/) }
    #expect(starts.count == 7)
    #expect(pages.count > 7 && pages.count < 12, "\(pages.count)")
    #expect(pages.allSatisfy { $0.contains(/Product|Товар|商品/) || !$0.contains("OF-") })
    let scans = try PaperTools.scans(of: pdf, dpi: 300)
    #expect(scans.contains("CODE-128:48001-1"), "\(scans)")
  }
}
