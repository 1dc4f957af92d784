import Commerce
import Documents
import Office
import OfficeTesting
import SQL
import Testing

@testable import Orders

@Suite("Labels on paper", .enabled(if: PrintedPaper.canRun, "\(PaperTools.why)"))
struct PrintedTests {
  private static let pages = ["large": "100x150", "small": "75x120", "sheet": "210x297"]

  @Test(
    "row 60: on each paper a scanner reads the parcel and the posting, and no text is lost",
    arguments: LabelSize.allCases, [Recipient.anna, .long, .wang, .abroad])
  func papers(_ size: LabelSize, _ recipient: Recipient) throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let ids = try house.packed([recipient])
    let run = try browser.print("label", ids)
    let pdf = try browser.pdf(run, paper: size.rawValue)
    let pages = try PaperTools.pages(of: pdf)
    #expect(pages.count == 1 && pages.sizes == [Self.pages[size.rawValue]])
    let scans = try PaperTools.scans(of: pdf)
    #expect(scans == ["CODE-128:SD\(ids[0])", "QR-Code:48001-1"], "\(scans)")
    let text = Self.bare(try PaperTools.text(of: pdf))
    let route = "\(recipient.country)\(recipient.postcode)"
    for words in [recipient.name, recipient.city, recipient.street, recipient.phone, route] {
      for word in words.split(separator: " ") { #expect(text.contains(Self.bare(word)), "\(word)") }
    }
  }

  /// Without the spaces and breaks of the layout.
  static func bare(_ text: some StringProtocol) -> String {
    String(text.filter { !$0.isWhitespace })
  }

  @Test("row 60: 200 labels are one file, in the order in which they were asked for")
  func bulk() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let ids = try house.packed(
      (0..<200).map { [Recipient.anna, .long, .wang][$0 % 3] }
    ).shuffled()
    let run = try browser.print("label", ids)
    let text = try PaperTools.text(of: browser.pdf(run))
    let read = text.split(separator: "\u{0C}").compactMap { page in
      page.firstMatch(of: /48\d\d\d-1/)?.output
    }
    let store = try house.store()
    let wanted = try ids.compactMap { try store.posting($0)?.number }
    #expect(read.map(String.init) == wanted)
    let page = try browser.get(run).text
    #expect(page.matches(of: /<div class="paper paper--large">/).count == 200)
    #expect(try PaperTools.pages(of: browser.pdf(run, paper: "sheet")).count == 50)
    #expect(try house.desk().labels(for: ids).count > 0)
  }

  @Test("row 60: a batch comes in the order of the bins, marked with how goods want to be handled")
  func pickOrder() throws {
    let house = try OrdersHouse()
    let place = WarehouseID(raw: 1)
    for product in 7...9 as ClosedRange<Int64> { try house.stock(product, pieces: 5) }
    try house.write { tx in
      for (product, bin) in [(Int64(7), "B-10"), (8, "B-9")] {
        try BinStore.put(Bin(bin, spare: ""), of: ProductID(raw: product), in: place, tx)
      }
      try BinStore.set(.fragile, of: ProductID(raw: 8), in: tx)
    }
    let ids = try [Int64(9), 7, 8].flatMap {
      try house.packed([.anna], lines: [.teapot($0)], from: place)
    }
    let run = try house.browser().print("label", ids)
    let text = try PaperTools.text(of: house.browser().pdf(run))
    let pages = text.split(separator: "\u{0C}").map { PrintedTests.bare($0) }
    let store = try house.store()
    let wanted = try [ids[2], ids[1], ids[0]].map { try #require(try store.posting($0)).number }
    #expect(pages.count == 3)
    for (page, number) in zip(pages, wanted) { #expect(page.contains(number), "\(number)") }
    #expect(pages.map { $0.contains("FRAGILE") } == [true, false, false])
  }

  @Test("row 60: a parcel of several says which it is, and how it wants to be handled")
  func parcels() throws {
    let house = try OrdersHouse()
    let desk = try house.desk()
    var content = try #require(try desk.contents(of: house.packed([.anna])).first)
    content.marks = [.fragile, .cold]
    let more = (1...3).map {
      Parcel(part: $0, carrier: 1, trackingNumber: "SD0000000\($0)", weightGrams: 1_234 * $0)
    }
    content = LabelContent(
      posting: content.posting, number: content.number, pieces: 3, lines: content.lines,
      recipient: content.recipient, sender: content.sender, parcels: more,
      goods: content.goods, shipping: content.shipping, total: content.total,
      marks: content.marks)
    let pdf = try desk.pdf(desk.labels([content]), "", .en)
    let text = try PaperTools.text(of: pdf)
    for words in ["1/3", "2/3", "3/3", "FRAGILE", "KEEPCOLD", "2.47kg"] {
      #expect(PrintedTests.bare(text).contains(words), "\(words)")
    }
    for page in 1...3 {
      let scans = try PaperTools.scans(of: pdf, page: page)
      #expect(scans.contains("CODE-128:SD0000000\(page)"), "\(scans)")
    }
  }

  @Test(
    "row 61: a label shows as much of the buyer as the shop's level allows",
    arguments: [1, 2, 3])
  func privacy(_ level: Int) throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    try browser.set(level)
    let run = try browser.print("label", house.packed([.anna]))
    for text in [try browser.get(run).text, try PaperTools.text(of: browser.pdf(run))] {
      #expect(text.contains("Anna Sergeeva") == (level < 3))
      #expect(text.contains("A. S.") == (level == 3))
      #expect(text.contains("900 123-45-41") == (level == 1))
      #expect(text.contains("•• 41") == (level == 2))
      #expect(text.contains("ul. Primernaya 12"))
      if level == 3 {
        for hidden in ["Anna S", "Sergeeva", "+7 9", "123-45", "anna@"] {
          #expect(!text.contains(hidden), "\(hidden)")
        }
      }
    }
  }

  @Test("row 61: initials are of every word, and of a Chinese name the first sign")
  func initials() {
    #expect(Recipient.initials("Anna Sergeeva") == "A. S.")
    #expect(Recipient.initials("  анна  мария ли ") == "а. м. л.")
    #expect(Recipient.initials("王小明") == "王**")
    #expect(Recipient.initials("") == "")
  }

  @Test("a server without fonts prints from pages, and says why there is no PDF")
  func fontless() throws {
    let house = try OrdersHouse()
    let ids = try house.packed([.anna])
    let reader = try house.reader()
    let desk = try house.desk()
    let room = PrintRoom(book: .none, carriers: Carriers())
    let poor = try PrintDesk(
      room, house.office.kernel, desk.rows, open: reader.open, seller: house.shop.raw,
      locale: .en, now: house.clock.now())
    #expect(throws: PDFError.noFonts) { try poor.labels(for: ids) }
    let page = try #require(poor.labels(poor.contents(of: ids)).first)
    #expect(page.svg(class: "x", title: "").contains("Anna Sergeeva"))
  }
}

/// Whether what was printed can be looked at here.
enum PrintedPaper {
  static let canRun = PaperTools.areHere && FontFolder.book().missing.isEmpty
}
