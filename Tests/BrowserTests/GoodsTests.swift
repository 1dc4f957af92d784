import Foundation
import OfficeTesting
import Testing

/// What a seller and two moderators do with a listing, in real Chromium, at the real program.
@Suite(
  "Goods", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct GoodsTests {
  @Test(
    "rows 17, 22, 24 and 25: rejected, appealed, approved, edited live, a slip of the price held",
    arguments: [
      BrowserOptions(width: 1280, height: 900),
      BrowserOptions(width: 390, height: 844, runsScripts: false, isDark: true),
    ])
  func listing(options: BrowserOptions) throws {
    let walk = try Walk(options)
    let catalogue = try walk.person("catalogue")
    try walk.open(catalogue, "/products/new")
    try walk.go(catalogue, "button[name=category][value='11']")
    let page = try catalogue.url
    try walk.fillTeapot(catalogue)
    try catalogue.find("#uploads").upload(walk.picture())
    try walk.go(catalogue, "button[formaction$='/submission']")

    let moderator = try walk.person("moderator")
    try reject(walk, moderator)
    try appeal(walk, catalogue, page)
    try approveAppeal(walk, moderator)
    try editLive(walk, catalogue, page)
    try slip(walk, catalogue, page)
    #expect(walk.problems == [])
  }

  private func reject(_ walk: Walk, _ moderator: Browser) throws {
    try walk.open(moderator, "/moderation")
    try walk.go(moderator, "form[action='/moderation/claim'] button")
    try moderator.find("input[value='brand:brand_right_missing']").type(" ")
    try walk.go(moderator, "button[formaction$='/rejection']")
  }

  private func appeal(_ walk: Walk, _ catalogue: Browser, _ page: String) throws {
    try walk.open(catalogue, page)
    #expect(try catalogue.text(".field__note").contains("For example"))
    try catalogue.find("#appeal").fill("Too short")
    try walk.go(catalogue, "form[action$='/appeal'] button")
    #expect(try catalogue.title.hasPrefix("Error"))
    #expect(try catalogue.find("#appeal").value == "Too short")
    try catalogue.find("#appeal").fill("The brand is ours: trade mark 123456, see the register.")
    try walk.go(catalogue, "form[action$='/appeal'] button")
    #expect(try catalogue.all("#appeal").isEmpty)
  }

  /// The moderator who rejected it is not given it again; the admin, who moderates too, is.
  private func approveAppeal(_ walk: Walk, _ moderator: Browser) throws {
    try walk.open(moderator, "/moderation")
    try walk.go(moderator, "form[action='/moderation/claim'] button")
    #expect(try moderator.url == walk.url("/moderation"))
    let admin = try walk.person("admin")
    try walk.open(admin, "/moderation")
    try walk.go(admin, "form[action='/moderation/claim'] button")
    #expect(try admin.text("main").contains("trade mark 123456"))
    try walk.go(admin, "button[formaction$='/approval']")
  }

  private func editLive(_ walk: Walk, _ catalogue: Browser, _ page: String) throws {
    try walk.open(catalogue, page)
    #expect(try catalogue.all(".badge--ok").count > 0)
    try catalogue.find("[name=title]").fill("Ceramic teapot Koivu, sage green")
    try walk.go(catalogue, "button[formaction$='/submission']")
    try walk.open(catalogue, page + "/versions")
    let states = try catalogue.all("tbody .badge").count
    #expect(states == 2)
    try walk.go(catalogue, "tbody tr:first-child a")
    #expect(try catalogue.all("ins").count > 0)
  }

  private func slip(_ walk: Walk, _ catalogue: Browser, _ page: String) throws {
    try walk.open(catalogue, page)
    try catalogue.find("[name=price]").fill("19.90")
    try walk.go(catalogue, "#product .bar .btn--primary")
    #expect(try catalogue.find("[name=price]").value.contains("990"))
    try catalogue.find("#price_again").fill("19.90")
    try walk.go(catalogue, "form[action$='/price-confirmation'] .btn--primary")
    #expect(try catalogue.find("[name=price]").value == "19.90")
    #expect(try catalogue.all("#price_again").isEmpty)
  }
}

extension Walk {
  /// Fills the open form of a teapot so that a moderator can say yes.
  func fillTeapot(_ browser: Browser) throws {
    let texts = [
      "title": "Ceramic teapot Koivu, 0.9 L", "brand": "Koivu",
      "description": "Stoneware teapot, thrown and glazed by hand, with a strainer of steel.",
      "offer_id": "TEA-1", "price": "1990", "weight": "750", "length": "240", "width": "180",
      "height": "170", "attribute_volume": "900",
    ]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      try browser.find("[name='\(name)']").fill(text)
    }
    for name in ["attribute_material", "attribute_country"] {
      try browser.click("select[name='\(name)'] option:nth-child(2)")
    }
    try browser.find("input[name^=stock_]:not([type=hidden])").fill("5")
  }
}
