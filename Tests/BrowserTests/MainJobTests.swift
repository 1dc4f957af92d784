import Foundation
import OfficeTesting
import Testing

/// The main job as people walk it, in real Chromium, at the real program.
@Suite(
  "The main job", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct MainJobTests {
  @Test(
    "row 10: a listing is approved, sold and shipped",
    arguments: [
      BrowserOptions(width: 1280, height: 900),
      BrowserOptions(width: 390, height: 844, runsScripts: false, isDark: true),
    ])
  func mainJob(options: BrowserOptions) throws {
    let walk = try Walk(options)
    let product = try list(walk)
    try sell(product, walk)
    #expect(walk.problems == [])
  }

  // MARK: the listing

  private func list(_ walk: Walk) throws -> String {
    let catalogue = try walk.person("catalogue")
    try walk.open(catalogue, "/products/new")
    try walk.go(catalogue, "button[name=category][value='11']")
    let page = try catalogue.url
    try walk.fillTeapot(catalogue)
    try catalogue.find("#uploads").upload(walk.picture())
    try walk.go(catalogue, "button[formaction$='/submission']")
    let errors = try catalogue.all(".errors").map { list throws(WebDriverError) in try list.text }
    #expect(errors == [])

    let moderator = try walk.person("moderator")
    try askForChanges(walk, moderator)
    try walk.open(catalogue, page)
    let note = try catalogue.text(".field__note")
    #expect(!note.isEmpty)
    let area = try catalogue.find("[name=description]")
    try area.fill("Stoneware, thrown and glazed by hand. The strainer of steel lifts out.")
    try walk.go(catalogue, "button[formaction$='/submission']")

    try walk.open(moderator, "/moderation")
    try walk.go(moderator, "form[action='/moderation/claim'] button")
    try walk.go(moderator, "button[formaction$='/approval']")
    try walk.open(catalogue, page)
    #expect(try catalogue.all(".badge--ok").count > 0)
    return String(page.split(separator: "/").last ?? "")
  }

  private func askForChanges(_ walk: Walk, _ moderator: Browser) throws {
    try walk.open(moderator, "/moderation")
    try walk.go(moderator, "form[action='/moderation/claim'] button")
    #expect(try moderator.text("h1").contains("Koivu"))
    try walk.go(moderator, "button[formaction$='/changes']")
    #expect(try !moderator.all(".errors").isEmpty)
    #expect(try moderator.title.hasPrefix("Error"))
    try moderator.find("input[value^='description:']").type(" ")
    try moderator.find("[name=message]").fill("Please say how the pouring was measured.")
    try walk.go(moderator, "button[formaction$='/changes']")
    #expect(try moderator.url == walk.url("/moderation"))
  }

  // MARK: the order

  private func sell(_ product: String, _ walk: Walk) throws {
    let warehouse = try walk.person("warehouse")
    try walk.open(warehouse, "/orders")
    let number = try walk.order(product)
    if walk.options.runsScripts {
      try warehouse.wait(for: "news of the order on the open page") {
        () throws(WebDriverError) in try !warehouse.all("[data-live] a").isEmpty
      }
      try walk.go(warehouse, "[data-live] a")
    } else {
      try walk.open(warehouse, "/orders")
    }
    try walk.go(warehouse, "tbody th a")
    let page = try warehouse.url
    #expect(try warehouse.text("h1").contains(number))
    #expect(try !warehouse.text("main").contains("Sergeeva"))
    try walk.go(warehouse, "form[action$='/confirmation'] button")
    try walk.go(warehouse, "form[action$='/packing'] button")
    try papers(walk, warehouse, page)
    try walk.go(warehouse, "a[href$='/shipment']")
    let tracking = try warehouse.find("[name=tracking]").value
    #expect(!tracking.isEmpty)
    try warehouse.find("[name=tracking]").fill("123")
    try walk.go(warehouse, "form[action$='/shipment'] button")
    #expect(try warehouse.title.hasPrefix("Error"))
    try warehouse.find("[name=tracking]").fill(tracking)
    try walk.go(warehouse, "form[action$='/shipment'] button")
    #expect(try warehouse.all(".errors").isEmpty)
    try follow(walk, number, tracking)
  }

  private func papers(_ walk: Walk, _ warehouse: Browser, _ page: String) throws {
    for (kind, drawn) in [("label", ".paper svg"), ("packing", "article.sheet")] {
      // What is printed has no frame of the office around it, and so no footer.
      try warehouse.find("button[name=kind][value='\(kind)']").click()
      try warehouse.wait(for: "the \(kind)") { () throws(WebDriverError) in
        try !warehouse.all(drawn).isEmpty
      }
      #expect(try warehouse.consoleErrors().isEmpty)
      try walk.open(warehouse, page)
    }
  }

  /// The buyer's way: the mail, the link in it, the page in their language.
  private func follow(_ walk: Walk, _ number: String, _ tracking: String) throws {
    let mail = try walk.mail(holding: tracking)
    let link = try #require(mail.firstMatch(of: #/https?://\S+/t/\S+/#)).output
    let buyer = try walk.stranger()
    try walk.open(buyer, String(link))
    #expect(try buyer.text("main").contains(tracking))
    for (language, tag) in [("ru", "ru"), ("zh", "zh-Hans"), ("en", "en")] {
      try walk.go(buyer, "button[name=locale][value='\(language)']")
      #expect(try buyer.find("html").attribute("lang") == tag)
      #expect(try buyer.url == String(link))
      #expect(try buyer.text("main").contains(tracking))
    }
  }

  // MARK: keys alone

  @Test("Signing in takes no mouse", arguments: [true, false])
  func keyboard(runsScripts: Bool) throws {
    let walk = try Walk(BrowserOptions(runsScripts: runsScripts))
    let browser = try walk.window()
    var reached = ""
    for _ in 0..<10 where reached != "email" {
      try browser.press(Key.tab)
      reached = try browser.run("return document.activeElement.id") as? String ?? ""
    }
    #expect(reached == "email")
    let ring = try browser.find("#email").style("outline-style")
    #expect(ring != "none")
    try browser.press("owner@one.example" + Key.tab)
    #expect(try browser.run("return document.activeElement.id") as? String == "password")
    try browser.press(TestMarket.password + Key.enter)
    try browser.wait(for: "the home page") { () throws(WebDriverError) in
      try browser.url == walk.url("/")
    }
    try browser.press(Key.tab)
    #expect(try browser.run("return document.activeElement.className") as? String == "skip")
    #expect(walk.problems == [])
  }
}
