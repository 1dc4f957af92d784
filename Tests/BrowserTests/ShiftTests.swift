import Commerce
import Foundation
import HTTP
import Office
import OfficeTesting
import Testing

/// A shift on the warehouse floor with a phone, in real Chromium, at the real program.
@Suite(
  "A shift", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct ShiftTests {
  /// Every piece is pages of its own: without scripts a few say what twelve would.
  private static func count(_ options: BrowserOptions) -> Int { options.runsScripts ? 12 : 4 }

  @Test(
    "rows 41 - 44: a wave is picked, checked, packed, printed and handed over",
    arguments: [
      BrowserOptions(width: 390, height: 844),
      BrowserOptions(width: 390, height: 844, runsScripts: false, isDark: true),
    ])
  func shift(options: BrowserOptions) throws {
    let count = Self.count(options)
    let walk = try Walk(options) { try prepare($0, count) }
    defer { withExtendedLifetime(walk.market) {} }
    let person = try walk.person("warehouse")
    try walk.open(person, "/waves")
    try walk.go(person, "a[href='/waves/new']")
    try walk.go(person, "form[action='/waves'] button")
    let wave = try person.url
    try pick(walk, person)
    try fail(walk, person, wave)
    for _ in 0..<count { try pack(walk, person, wave) }
    try print(walk, person, wave)
    try handOver(walk, person, wave)
    #expect(walk.problems == [])
  }

  /// Goods in a bin, a box, and confirmed orders.
  private func prepare(_ market: TestMarket, _ count: Int) throws {
    let product = try market.product(stock: "40")
    try market.office { office in
      let owner = try Surfer(office, language: .en)
      _ = try owner.signIn("owner@one.example", TestMarket.password)
      let warehouse = try owner.get("/bins").document.forms(at: "/bins").lazy
        .compactMap { $0["warehouse"] }.first { !$0.isEmpty }
      _ = try owner.post(
        "/bins",
        [
          ("warehouse", warehouse ?? ""), ("bin_\(product)", "A-03-2"), ("spare_\(product)", ""),
          ("class_\(product)", "fragile"),
        ])
      _ = try owner.post(
        "/packaging",
        [
          ("name", "Box M"), ("kind", "box"), ("inner", "400 x 300 x 300"), ("weight", "200"),
          ("most", "9000"), ("pieces", "40"),
        ])
      for _ in 0..<count {
        let order = try market.front(office).order([(product, 1)]).json["order"]
        let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
        let posting = try owner.posting(number)
        _ = try owner.post("/orders/\(posting)/confirmation", [("version", "1")])
      }
    }
  }

  private func pick(_ walk: Walk, _ person: Browser) throws {
    try walk.go(person, "a[href$='/picking']")
    #expect(try person.text("main").contains("A-03-2"))
    if walk.options.runsScripts {
      let focus = try person.run("return document.activeElement.id") as? String
      #expect(focus == "code")
    }
    try scan("4600000000000", walk, person)
    #expect(try person.text(".note--bad").contains("Wrong item"))
    for _ in 0..<Self.count(walk.options) {
      try scan("TEA-1", walk, person)
      #expect(try person.text(".note--ok").contains("Right"))
    }
    #expect(try person.all("#code").isEmpty)
  }

  private func scan(_ code: String, _ walk: Walk, _ person: Browser) throws {
    try person.find("#code").fill(code)
    try walk.go(person, "form[action$='/scans'] button")
  }

  /// A piece does not pass: another is fetched for it.
  private func fail(_ walk: Walk, _ person: Browser, _ wave: String) throws {
    try walk.open(person, wave + "/packing")
    try walk.go(person, "main ul a.btn--wide")
    try scan("TEA-1", walk, person)
    try walk.go(person, "main a.btn[href*='/problem']")
    try person.find("#photo").upload(walk.picture())
    try walk.go(person, "form[action$='/failures'] button")
    #expect(try person.text(".note--ok").contains("quarantine"))
    try scan("TEA-1", walk, person)
    #expect(try person.all("#code").isEmpty)
  }

  private func pack(_ walk: Walk, _ person: Browser, _ wave: String) throws {
    try walk.open(person, wave + "/packing")
    try walk.go(person, "main ul a.btn--wide")
    if try !person.all("#code").isEmpty { try scan("TEA-1", walk, person) }
    for box in try person.all("#check input") { try box.click() }
    try walk.go(person, "form[action$='/parcels'] button")
    #expect(try person.all(".errors").isEmpty)
    #expect(try person.all("form[action='/prints'] button[value='label']").count == 1)
  }

  private func print(_ walk: Walk, _ person: Browser, _ wave: String) throws {
    try walk.open(person, wave)
    try person.open(wave + "/sheet")
    #expect(try person.text("main").contains("Pick list"))
    try person.open(wave)
    try person.click("form[action='/prints'] button")
    try person.wait(for: "the labels") { () throws(WebDriverError) in
      try person.all(".paper").count == Self.count(walk.options)
    }
    #expect(try person.consoleErrors().isEmpty)
  }

  private func handOver(_ walk: Walk, _ person: Browser, _ wave: String) throws {
    try walk.open(person, wave)
    try walk.go(person, "main a[href^='/orders/']")
    try walk.go(person, "a[href$='/shipment']")
    try walk.go(person, "form[action$='/shipment'] button")
    #expect(try person.all(".errors").isEmpty)
    try walk.open(person, "/packaging/report")
    #expect(try person.text("main").contains("\(Self.count(walk.options)) orders"))
  }
}
