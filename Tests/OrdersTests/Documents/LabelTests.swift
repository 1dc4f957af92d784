import Commerce
import Documents
import Office
import OfficeTesting
import SQL
import Testing

@testable import Orders

@Suite("Labels") struct LabelTests {
  @Test("row 60: a label carries the five blocks, and its bars spell the tracking number")
  func label() throws {
    let (house, path) = try OrderPagesTests.house()
    let browser = try house.browser()
    let id = try #require(PostingID(text: path.dropFirst("/orders/".count)))
    _ = try browser.post("\(path)/confirmation")
    _ = try browser.post("\(path)/packing")
    let label = try browser.get(try browser.print("label", [id]))
    #expect(label.status == 200)
    let blocks = [
      "48001-1", "Anna Sergeeva", "420000", "Kazan", "ul. Primernaya 12, flat 48",
      "+7 900 123-45-41", "Polyana Home", "Skladskaya 3", "Ceramic teapot Koivu 7",
      "SD 0000 0000 017",
    ]
    for block in blocks { #expect(label.text.contains(block), "\(block)") }
    let bars = try #require(
      label.text.firstMatch(of: /aria-label="Code 128: [^>]*><path d="([^"]+)"/)
    ).1
    #expect(Bars.modules(String(bars)) == (try Code128("SD00000000017").modules))
    #expect(try browser.get(path).text.contains("href=\"/prints/"), "the posting remembers it")
  }

  @Test("row 60: each missing block refuses the print, names itself and where it is mended")
  func missing() throws {
    let (house, path) = try OrderPagesTests.house()
    let browser = try house.browser()
    let id = try #require(path.split(separator: "/").last)
    let fields = [("kind", "label"), ("id", String(id))]
    let early = try browser.post("/prints", fields)
    #expect(early.status == 409 && early.text.contains("48001-1: tracking number"))
    #expect(early.text.contains("href=\"/orders/\(id)\""))
    let table: [(Command, String, String)] = [
      (Command("update seller set address = ''"), "sender", "/settings/shop"),
      (
        Command("delete from main.posting_recipient where seller_id = current_seller()"),
        "recipient", "/orders/\(id)#recipient"
      ),
      (
        Command("delete from main.posting_line where seller_id = current_seller()"), "goods",
        "/orders/\(id)"
      ),
    ]
    for (command, block, fix) in table {
      try house.write { _ = try $0.run(command) }
      let answer = try browser.post("/prints", fields)
      #expect(answer.status == 409)
      #expect(answer.text.contains("48001-1: \(block)"), "\(answer.text)")
      #expect(answer.text.contains("href=\"\(fix)\""), "\(fix)")
    }
    #expect(!(try browser.get(path).text.contains("href=\"/prints/")), "nothing was printed")
  }

  @Test("row 60: a label is counted each time, a double click once, a new parcel number anew")
  func copies() throws {
    let house = try OrdersHouse()
    let browser = try house.browser()
    let id = try house.packed([.anna])
    let first = try browser.print("label", id)
    #expect(try browser.print("label", id) == first, "a double click is one print")
    house.clock.advance(milliseconds: 6_000)
    let second = try browser.print("label", id)
    #expect(second != first)
    for language in ["en", "ru", "zh"] {
      let words = ["en": "print 2", "ru": "печать 2", "zh": "第 2 次打印"]
      #expect(try browser.get(second, language: language).text.contains(words[language] ?? "-"))
    }
    #expect(try browser.get(first).text.contains("print 1"))
    try house.write {
      _ = try $0.run(
        Command(
          """
          update main.parcel set tracking_number = 'SD11111111116'
          where seller_id = current_seller()
          """))
    }
    house.clock.advance(milliseconds: 6_000)
    #expect(try browser.get(browser.print("label", id)).text.contains("print 1"))
  }

  @Test("row 60: who may not pack may not print, and another shop's posting does not exist")
  func rights() throws {
    let house = try OrdersHouse()
    let ids = try house.packed([.anna])
    let fields = [("kind", "label"), ("id", ids[0].description)]
    #expect(try house.browser("care@one.example").post("/prints", fields).status == 403)
    let other = try house.browser("owner@two.example")
    #expect(try other.post("/prints", fields).status == 404)
    let run = try house.browser().print("label", ids)
    #expect(try other.get(run).status == 404)
    #expect(try other.get(run + "/document.pdf").status == 404)
    let browser = try house.browser()
    for bad in [[("kind", "x")], [], [("kind", "label"), ("id", "x")]] {
      let answer = try browser.post("/prints", bad)
      #expect([400, 422].contains(answer.status), "\(answer.status)")
    }
    let many = [("kind", "label")] + (0..<201).map { _ in ("id", ids[0].description) }
    #expect(try browser.post("/prints", many).status == 400)
  }
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
