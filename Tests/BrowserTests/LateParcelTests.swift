import Commerce
import Foundation
import Office
import OfficeTesting
import Testing

/// A parcel that does not come, in real Chromium, at the real program: what its buyer asks, what
/// the shop answers, what the carrier owes.
@Suite(
  "A late parcel", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct LateParcelTests {
  private static let question = "It was for Saturday. Is it on its way?"
  private static let answer = "The carrier looks for it in Kazan. We write again tomorrow."

  @Test(
    "row 65: a late parcel is asked for and answered, given up, claimed and paid",
    arguments: [
      BrowserOptions(width: 1280, height: 900),
      BrowserOptions(width: 390, height: 844, runsScripts: false, isDark: true),
    ])
  func lateParcel(options: BrowserOptions) throws {
    let walk = try Walk(options, prepare: prepare)
    let buyer = try ask(walk)
    let owner = try walk.person("owner")
    try answer(walk, owner)
    try buyer.reload()
    try walk.look(buyer)
    #expect(try buyer.text("main").contains(Self.answer))
    #expect(try buyer.all("textarea").isEmpty)
    try giveUp(walk, owner)
    try claim(walk, owner)
    #expect(walk.problems == [])
  }

  /// A posting that left twenty days ago and was promised for eight days later.
  private func prepare(_ market: TestMarket) throws {
    let then = Instant.now() + .days(-20)
    let clock = Clock(fixed: then)
    let product = try market.product(stock: "4", clock)
    try market.office(clock) { office in
      let owner = try Surfer(office, language: .en)
      _ = try owner.signIn("owner@one.example", TestMarket.password)
      let order = try market.front(office).order([(product, 1)], promised: then + .days(8))
      let number = order.json["order"]?["postings"]?.array?.first?["number"]?.string ?? ""
      let path = "/orders/\(try owner.posting(number))"
      _ = try owner.post(path + "/confirmation", [("version", "1")])
      _ = try owner.post(path + "/packing", [("version", "2")])
      let forms = try owner.get(path + "/shipment").document.forms(at: path)
      let leaving = try #require(forms.first { $0.action.hasSuffix("/shipment") })
      #expect(try owner.submit(leaving).status == 303)
    }
  }

  /// The buyer was told that it is late, and asks on the page behind the mail.
  private func ask(_ walk: Walk) throws -> Browser {
    let mail = try walk.mail(holding: "not there on the promised day")
    let link = try #require(mail.firstMatch(of: #/https?://\S+/t/\S+/#)).output
    let buyer = try walk.stranger()
    try walk.open(buyer, String(link))
    try buyer.find("textarea").fill(Self.question)
    try walk.go(buyer, "form[action^='/t/'] button")
    #expect(try buyer.all("textarea").isEmpty)
    #expect(try !buyer.text("main").contains("Saturday"))
    return buyer
  }

  private func answer(_ walk: Walk, _ owner: Browser) throws {
    try walk.go(owner, ".queue a.btn[href='/inquiries']")
    #expect(try owner.text("main").contains(Self.question))
    try walk.go(owner, "tbody th a")
    #expect(try owner.text("#inquiry").contains(Self.question))
    try owner.find("#inquiry textarea").fill(Self.answer)
    try walk.go(owner, "form[action$='/inquiry'] button")
    #expect(try owner.text("#inquiry").contains(Self.answer))
    _ = try walk.mail(holding: Self.answer)
    try walk.open(owner, "/inquiries")
    #expect(try owner.all("tbody").isEmpty)
  }

  /// Nothing more is heard of it.
  private func giveUp(_ walk: Walk, _ owner: Browser) throws {
    try walk.open(owner, "/parcels?tab=late")
    try walk.go(owner, "tbody a[href^='/orders/']")
    try walk.go(owner, "a[href$='/loss']")
    try walk.go(owner, "form[action$='/loss'] button")
    #expect(try owner.text("main").contains("Claim against the carrier"))
  }

  private func claim(_ walk: Walk, _ owner: Browser) throws {
    try walk.open(owner, "/")
    try walk.go(owner, ".queue a.btn[href='/claims']")
    try walk.go(owner, "tbody th a")
    let worth = try owner.find("[name=claimed]").value
    #expect(!worth.isEmpty)
    try walk.go(owner, "form[action$='/claim'] button")
    #expect(try owner.title.hasPrefix("Error"))
    try owner.find("[name=reference]").fill("CL-2048")
    try walk.go(owner, "form[action$='/claim'] button")
    try walk.open(owner, "/claims?tab=filed")
    #expect(try owner.text("tbody").contains("CL-2048"))
    try walk.go(owner, "tbody th a")
    try owner.find("[name=received]").fill("1500.00")
    try walk.go(owner, "form[action$='/settlement'] button")
    let facts = try owner.text("main dl")
    #expect(facts.contains("Settled on") && facts.contains("500.00 RUB"))
    try walk.open(owner, "/claims?tab=settled")
    #expect(try owner.text("tbody").contains("CL-2048"))
    for path in ["/claims", "/claims?tab=filed"] {
      try walk.open(owner, path)
      #expect(try owner.all("tbody").isEmpty)
    }
  }
}
