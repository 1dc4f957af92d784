import Foundation
import OfficeTesting
import Testing

/// A listing with variants and pictures, from its draft to a change while it is on sale.
@Suite(
  "A listing with variants", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct VariantWalkTests {
  @Test(
    "rows 13, 15, 22 and 24: made as a matrix, rejected with reasons, mended, approved, edited live",
    arguments: [
      BrowserOptions(width: 1280, height: 900),
      BrowserOptions(width: 390, height: 844, runsScripts: false, isDark: true),
    ])
  func variants(options: BrowserOptions) throws {
    let walk = try Walk(options)
    defer { withExtendedLifetime(walk) {} }
    let catalogue = try walk.person("catalogue")
    let page = try draft(walk, catalogue)
    try matrix(walk, catalogue, page)
    try walk.open(catalogue, page)
    try walk.go(catalogue, "button[formaction$='/submission']")
    #expect(try catalogue.all(".errors").isEmpty)

    let moderator = try walk.person("moderator")
    try reject(walk, moderator)
    try mend(walk, catalogue, page)
    try walk.open(moderator, "/moderation")
    try walk.go(moderator, "form[action='/moderation/claim'] button")
    try walk.go(moderator, "button[formaction$='/approval']")
    try editLive(walk, catalogue, page)
    #expect(walk.problems == [])
  }

  /// A T-shirt with two pictures, of which the second one is moved to the front.
  private func draft(_ walk: Walk, _ catalogue: Browser) throws -> String {
    try walk.open(catalogue, "/products/new")
    try walk.go(catalogue, "button[name=category][value='61']")
    let page = try catalogue.url
    let texts = [
      ("title", "T-shirt Koivu of linen"), ("brand", "Koivu"), ("offer_id", "KOI-TS"),
      ("description", "A straight T-shirt of soft linen, washed once before it is sewn."),
      ("attribute_composition", "Linen 100 %"), ("price", "990"), ("weight", "180"),
      ("length", "300"), ("width", "200"), ("height", "20"),
    ]
    for (name, text) in texts { try catalogue.find("[name='\(name)']").fill(text) }
    for name in ["audience", "country"] {
      try catalogue.click("select[name='attribute_\(name)'] option:nth-child(2)")
    }
    for (index, picture) in try [walk.picture(), walk.otherPicture()].enumerated() {
      try catalogue.find("#uploads").upload(picture)
      guard walk.options.runsScripts else { continue }
      try catalogue.wait(for: "picture \(index)") { () throws(WebDriverError) in
        try !catalogue.all(".imgs [name=picture_\(index)]").isEmpty
      }
    }
    try walk.go(catalogue, "button.bar__end")
    #expect(try catalogue.all(".imgs li").count == 2)
    let first = try catalogue.find(".imgs li:first-child img").attribute("src")
    try walk.go(catalogue, "button[name=picture][value^='1-']")
    try walk.go(catalogue, "button.bar__end")
    #expect(try catalogue.find(".imgs li:last-child img").attribute("src") == first)
    return page
  }

  /// 3 colours in 4 sizes: one cell is wrong at first, then all are made, then one is changed.
  private func matrix(_ walk: Walk, _ catalogue: Browser, _ page: String) throws {
    try walk.open(catalogue, page + "/variants")
    for value in ["white", "black", "red"] {
      let box = try catalogue.find("[name=v_colour][value=\(value)]")
      if try !box.isSelected { try box.click() }
    }
    for value in ["s", "m", "l", "xl"] {
      let box = try catalogue.find("[name=v_size][value=\(value)]")
      if try !box.isSelected { try box.click() }
    }
    try walk.go(catalogue, "#axes .card__foot button")
    #expect(try catalogue.all("#matrix tbody tr").count == 12)
    try catalogue.find("[name=price_all]").fill("1190")
    try catalogue.find("[name=stock_all]").fill("7")
    try walk.go(catalogue, "#matrix button[name=act]")
    #expect(try catalogue.find("[name='price_xl-red']").value.hasPrefix("1190"))
    try catalogue.find("[name='price_xl-red']").fill("a lot")
    try walk.go(catalogue, "#matrix .bar .btn--primary")
    #expect(try catalogue.title.hasPrefix("Error"))
    #expect(try catalogue.find("[name='price_xl-red']").value == "a lot")
    #expect(try catalogue.find("[name='stock_l-red']").value == "7")
    try catalogue.find("[name='price_xl-red']").fill("1290")
    try catalogue.find("[name='stock_s-white']").fill("7")
    try walk.go(catalogue, "#matrix .bar .btn--primary")
    try walk.open(catalogue, page + "/variants")
    #expect(try catalogue.all("#matrix [name^=version_]").count == 12)
    try walk.open(catalogue, "/products?tab=drafts")
    #expect(try catalogue.all("tbody th[scope=row]").count == 12)
  }

  private func reject(_ walk: Walk, _ moderator: Browser) throws {
    try walk.open(moderator, "/moderation")
    try walk.go(moderator, "form[action='/moderation/claim'] button")
    #expect(try moderator.all(".imgs li").count == 2)
    let reasons = ["input[value^='description:']", "input[value^='title:']"]
    for reason in reasons { try moderator.find(reason).type(" ") }
    try moderator.find("[name=message]").fill("Please name the fabric's weight.")
    try walk.go(moderator, "button[formaction$='/rejection']")
    #expect(try moderator.url == walk.url("/moderation"))
  }

  private func mend(_ walk: Walk, _ catalogue: Browser, _ page: String) throws {
    try walk.open(catalogue, page)
    let notes = try catalogue.all(".field__note").map { note throws(WebDriverError) in
      try note.text
    }
    #expect(notes.count >= 2 && notes.allSatisfy { $0.contains("For example") }, "\(notes)")
    #expect(try catalogue.text("main").contains("Please name the fabric's weight."))
    try catalogue.find("[name=title]").fill("T-shirt Koivu of linen, 180 g/m²")
    try catalogue.find("[name=description]")
      .fill("A straight T-shirt of linen, 180 grams a square metre, washed before it is sewn.")
    try walk.go(catalogue, "button[formaction$='/submission']")
    #expect(try catalogue.all(".errors").isEmpty)
  }

  private func editLive(_ walk: Walk, _ catalogue: Browser, _ page: String) throws {
    try walk.open(catalogue, page)
    #expect(try !catalogue.all(".head .badge--ok").isEmpty)
    try catalogue.find("[name=description]").fill("Washed linen of 180 grams a square metre.")
    try walk.go(catalogue, "button[formaction$='/submission']")
    #expect(try catalogue.all(".errors").isEmpty)
    #expect(try !catalogue.all(".head .badge--ok").isEmpty, "the live version stays")
    try walk.open(catalogue, "/products?tab=onsale")
    #expect(try catalogue.all("tbody th[scope=row]").count == 1)
  }
}
