import Commerce
import Documents
import Office
import Testing

@testable import Orders

@Suite("Labels and slips") struct LabelTests {
  @Test("a label carries the five blocks, and its bars spell the tracking number")
  func label() throws {
    let (house, path) = try OrderPagesTests.house()
    let browser = try house.browser()
    #expect(try browser.get("\(path)/label").status == 409)
    _ = try browser.post("\(path)/confirmation")
    _ = try browser.post("\(path)/packing")
    let label = try browser.get("\(path)/label")
    #expect(label.status == 200)
    let blocks = [
      "48001-1", "Anna Sergeeva", "420000", "Kazan", "ul. Primernaya 12, flat 48",
      "+7 900 123-45-41", "Polyana Home", "Skladskaya 3", "Ceramic teapot Koivu 7",
      "SD 0000 0000 017",
    ]
    for block in blocks { #expect(label.text.contains(block), "\(block)") }
    let bars = try #require(label.text.firstMatch(of: /class="code128"[^>]*>.*? d="([^"]+)"/)).1
    #expect(Bars.modules(String(bars)) == (try Code128("SD00000000017").modules))
    #expect(label.text.contains("width=\"77.00mm\"") || label.text.contains("mm\""))
  }

  @Test("without one of the blocks nothing is printed, and the page says which and why")
  func missing() throws {
    #expect(try Self.content(without: nil).missing.isEmpty)
    for block in LabelBlock.allCases where block != .order {
      #expect(try Self.content(without: block).missing == [block])
    }
  }

  private static func content(without block: LabelBlock?) throws -> LabelContent {
    let parcel = Parcel(part: 1, carrier: 1, trackingNumber: "SD00000000017", weightGrams: 1)
    return LabelContent(
      posting: try posting(), lines: block == .goods ? [] : [line],
      recipient: block == .recipient ? nil : .anna, sender: block == .sender ? nil : sender,
      parcel: block == .tracking ? nil : parcel)
  }

  @Test("a slip has the goods and no price")
  func slip() throws {
    let (house, path) = try OrderPagesTests.house()
    for language in ["en", "ru", "zh"] {
      let slip = try house.browser().get("\(path)/slip", language: language)
      #expect(slip.status == 200)
      #expect(slip.text.contains("OF-7") && slip.text.contains("Ring twice, please"))
      #expect(!slip.text.contains("2\u{202F}490") && !slip.text.contains("4\u{202F}980"))
    }
  }

  private static func posting() throws -> Posting {
    let zero = Money.zero(.rub)
    return Posting(
      id: PostingID(raw: 1), order: OrderID(raw: 1), number: "48001-1", state: .awaitingDelivery,
      due: .now(), since: .now(), version: 1, milestones: Milestones(placed: .now()), buyer: "",
      city: "", carrier: 1, warehouse: nil, pieces: 1, goods: zero, shipping: zero, total: zero)
  }

  private static let line = PostingLine(
    product: ProductID(raw: 1), offer: "", title: "", picture: "", weightGrams: 1, quantity: 1,
    price: .zero(.rub))
  private static let sender = Sender(
    name: "Shop", country: "RU", postcode: "", city: "Tula", address: "Skladskaya 3")
}

/// Reads bars back from the drawing: each `M x 0 h width` is a bar.
enum Bars {
  static func modules(_ path: String) -> [Bool] {
    var modules: [Bool] = []
    for bar in path.matches(of: /M(\d+) 0h(\d+)v1h-\d+z/) {
      guard let x = Int(bar.1), let width = Int(bar.2) else { return [] }
      let start = x - Code128.quietZone
      modules += Array(repeating: false, count: start - modules.count)
      modules += Array(repeating: true, count: width)
    }
    return modules
  }
}
