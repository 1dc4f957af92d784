import Foundation
import Office
import OfficeTesting
import Testing

/// A file of a thousand goods: its columns, its trial, what failed, and the way back.
@Suite(
  "An import", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct ImportWalkTests {
  @Test(
    "row 31: 1,000 rows with 10 bad ones are mapped, tried, written, and taken back",
    arguments: [
      BrowserOptions(width: 1280, height: 900),
      BrowserOptions(width: 390, height: 844, runsScripts: false, isDark: true),
    ])
  func thousand(options: BrowserOptions) throws {
    let walk = try Walk(options)
    defer { withExtendedLifetime(walk) {} }
    let browser = try walk.person("catalogue")
    try walk.open(browser, "/products/imports")
    try walk.go(browser, "form[enctype] .btn--primary")
    #expect(try browser.title.hasPrefix("Error"))
    try browser.find("#file").upload(sheet(walk))
    try walk.go(browser, "form[enctype] .btn--primary")
    let page = try browser.url
    try columns(walk, browser)
    try trial(walk, browser)
    try walk.open(browser, "/products?tab=drafts")
    #expect(try browser.all("tbody th[scope=row]").isEmpty, "a trial writes nothing")
    try run(walk, browser, page)
    try undo(walk, browser, page)
    #expect(walk.problems == [])
  }

  /// Every hundredth row is wrong: five have a price that is none, five no category.
  private func sheet(_ walk: Walk) throws -> String {
    var lines = ["Item no;Title;Category;Price;Stock;Volume"]
    for number in 1...1_000 {
      let price = number % 200 == 0 ? "a lot" : "\(number),50"
      let category = number % 200 == 100 ? "Nowhere" : "11"
      lines.append("IM-\(number);Teapot number \(number);\(category);\(price);\(number % 9);900")
    }
    let path = walk.market.configuration.data + "/goods.csv"
    try Data((lines.joined(separator: "\r\n") + "\r\n").utf8).write(to: URL(filePath: path))
    return path
  }

  /// The heading of the offer id is none that is known: saying nothing is refused.
  private func columns(_ walk: Walk, _ browser: Browser) throws {
    let button = "form[action$='/columns'] .btn--primary"
    #expect(try browser.find("[name=column_1]").value == "title")
    try walk.go(browser, button)
    #expect(try browser.title.hasPrefix("Error"))
    #expect(try browser.find("[name=column_1]").value == "title")
    try browser.click("[name=column_0] option[value=offer_id]")
    try browser.find(button).click()
  }

  /// Waits for the job behind the page, which renews itself without a script.
  private func settle(_ walk: Walk, _ browser: Browser, until css: String) throws {
    browser.patience = 180
    try browser.wait(for: css) { () throws(WebDriverError) in try !browser.all(css).isEmpty }
    browser.patience = 5
    try walk.look(browser)
  }

  private func counts(_ browser: Browser) throws -> [String] {
    try browser.all(".kv dd").map { count throws(WebDriverError) in try count.text }
  }

  private func trial(_ walk: Walk, _ browser: Browser) throws {
    try settle(walk, browser, until: "#mode")
    #expect(try counts(browser) == ["990", "0", "0", "10", "0"])
    #expect(try browser.all("tbody tr").count == 10)
    #expect(try browser.text("tbody").contains("No such category"))
    let lines = try failedRows(browser)
    #expect(lines.count == 11)
    #expect(lines.first?.hasSuffix(",Error") == true)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("IM-") && $0.contains(": ") })
  }

  /// The file as the page's link gives it, with the session of the browser.
  private func failedRows(_ browser: Browser) throws -> [Substring] {
    let script = """
      const request = new XMLHttpRequest();
      request.open("GET", document.querySelector("a[href$='/failed.csv']").href, false);
      request.send();
      return request.status + "\\n" + request.responseText;
      """
    let text = try browser.run(script) as? String ?? ""
    let lines = text.split(whereSeparator: \.isNewline)
    #expect(lines.first == "200")
    return Array(lines.dropFirst())
  }

  private func run(_ walk: Walk, _ browser: Browser, _ page: String) throws {
    try walk.open(browser, page)
    try browser.find("form[action$='/run'] .btn--primary").click()
    try settle(walk, browser, until: "form[action$='/undo']")
    #expect(try counts(browser) == ["990", "0", "0", "10", "0"])
    #expect(try failedRows(browser).count == 11)
    try walk.open(browser, "/products?tab=drafts")
    #expect(try browser.text(".tabs [aria-current]").contains("990"))
    try walk.open(browser, "/products?q=IM-777")
    #expect(try browser.all("tbody th[scope=row]").count == 1)
  }

  private func undo(_ walk: Walk, _ browser: Browser, _ page: String) throws {
    try walk.open(browser, page)
    try browser.find("form[action$='/undo'] button").click()
    try settle(walk, browser, until: ".badge--neutral")
    #expect(try counts(browser) == ["990", "0"])
    try walk.open(browser, "/products?tab=drafts")
    #expect(try browser.all("tbody th[scope=row]").isEmpty)
    try walk.open(browser, "/products/imports")
    #expect(try browser.all("tbody tr").count == 1)
  }
}
