import Commerce
import Documents
import Office
import OfficeTesting
import Testing

@testable import Orders

@Suite("Slips and acts") struct SlipTests {
  @Test(
    "row 62: packing and gift slips have the goods and no price, the order slip both",
    arguments: ["packing", "order", "gift"])
  func prices(_ kind: String) throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let run = try browser.print(kind, house.packed([.anna, .long, .wang]))
    var texts = [try browser.get(run).text]
    if PrintedPaper.canRun { texts.append(try PaperTools.text(of: browser.pdf(run))) }
    for text in texts {
      let bare = text.filter { !$0.isWhitespace }
      #expect(bare.contains("Teapot") && bare.contains("OF-7"))
      #expect(bare.contains("2490") == (kind == "order"), "\(kind)")
      #expect(bare.contains("2790") == (kind == "order"), "the total")
      #expect(bare.contains("生日快乐！") && bare.contains("позвонитезачас"))
    }
  }

  @Test("row 62: what lies in the parcel is in the buyer's language, whoever prints it")
  func languages() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let run = try browser.print("packing", house.packed([.anna, .long, .wang]))
    let text = try browser.get(run, language: "zh").text
    for title in ["Packing slip", "Упаковочный лист", "装箱单"] {
      #expect(text.contains("<h2>\(title)</h2>"), "\(title)")
    }
    #expect(text.contains("lang=\"zh-Hans\""))
  }

  @Test("row 61: at the highest level slips have initials too")
  func privacy() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    try browser.set(3)
    for kind in ["packing", "order", "gift"] {
      let text = try browser.get(browser.print(kind, house.packed([.anna]))).text
      #expect(text.contains("A. S.") && !text.contains("Anna") && !text.contains("123-45"))
    }
  }

  @Test(
    "row 62: 200 slips are one flow, each on a page of its own, in their order",
    .enabled(if: PrintedPaper.canRun, "\(PaperTools.why)"))
  func bulk() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let ids = try house.packed((0..<200).map { [Recipient.anna, .long, .wang][$0 % 3] })
      .shuffled()
    let run = try browser.print("packing", ids)
    let page = try browser.get(run).text
    #expect(page.matches(of: /<article class="sheet"/).count == 200)
    let pdf = try browser.pdf(run)
    #expect(try PaperTools.pages(of: pdf).count == 200)
    let store = try house.store()
    let wanted = try ids.compactMap { try store.posting($0)?.number }
    let read = try PaperTools.text(of: pdf).split(separator: "\u{0C}").compactMap {
      $0.firstMatch(of: /48\d\d\d-1/)?.output
    }
    #expect(read.map(String.init) == wanted)
  }

  @Test(
    "row 62: a long order goes on under its heads, and a scanner reads slip and link",
    .enabled(if: PrintedPaper.canRun, "\(PaperTools.why)"))
  func long() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let lines = (1...60).map { ArchivedLine.teapot($0) }
    let ids = try house.packed([.wang], lines: lines)
    let pdf = try browser.pdf(browser.print("packing", ids))
    let pages = try PaperTools.pages(of: pdf)
    #expect(pages.count >= 3 && pages.sizes == ["210x297"])
    let text = try PaperTools.text(of: pdf)
    for line in lines { #expect(text.contains(line.offerID), "\(line.offerID)") }
    #expect(text.matches(of: /已装/).count == pages.count, "heads on each page")
    #expect(text.contains("第 1 页，共 \(pages.count) 页"))
    let first = try PaperTools.scans(of: pdf, dpi: 300)
    #expect(first.contains("CODE-128:48001-1"), "\(first)")
    let last = try PaperTools.scans(of: pdf, page: pages.count, dpi: 300)
    #expect(last.contains { $0.contains("/t/") }, "\(last)")
  }

  @Test(
    "row 63: a hand-over act lists every parcel, their sum, what differed, and who signs",
    .enabled(if: PrintedPaper.canRun, "\(PaperTools.why)"), arguments: Locale.allCases)
  func manifest(_ locale: Locale) throws {
    let house = try OrdersHouse()
    let lines = (1...90).map {
      ManifestPaper.Line(
        posting: "48\(100 + $0)-1", tracking: "SD0000000\(1_000 + $0)", weight: 500,
        difference: $0 == 7 ? "missing 缺件" : "")
    }
    let extra = ManifestPaper.Line(
      posting: "", tracking: "SD00000009999", weight: 0, difference: "extra")
    let paper = ManifestPaper(
      number: "M-2026-000042",
      shop: Sender(
        name: "Polyana Home", country: "RU", postcode: "300000", city: "Tula",
        address: "Skladskaya 3"), carrier: "Severpost", warehouse: "Склад 北仓",
      date: LocalDate(daysSince1970: 20_780), driver: "Иванов И. И.", lines: lines + [extra],
      state: Message("manifests.state.differs"))
    let pdf = try house.desk(locale).manifest(paper)
    let text = try PaperTools.text(of: pdf)
    for line in lines { #expect(text.contains(line.tracking) && text.contains(line.posting)) }
    for words in ["Severpost", "Склад 北仓", "Иванов", "missing 缺件", "45.00", "M-2026-000042"] {
      let found = locale == .ru ? words.replacing("45.00", with: "45,00") : words
      #expect(text.contains(found), "\(found)")
    }
    let sums: [Locale: String] = [.en: "90 parcels", .ru: "90 мест", .zh: "共 90 件"]
    #expect(text.contains(sums[locale] ?? "-"), "what came besides is not of the act")
    #expect(text.contains("SD00000009999"))
    #expect(try PaperTools.scans(of: pdf, dpi: 300).contains("CODE-128:M-2026-000042"))
  }
}
