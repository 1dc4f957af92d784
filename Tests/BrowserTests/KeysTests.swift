import Foundation
import Office
import OfficeTesting
import Testing

/// Work by keys, and pictures by script, in real Chromium at the real program.
@Suite(
  "Keys and pictures", .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"),
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct KeysTests {
  private func active(_ browser: Browser, _ what: String) throws -> String {
    try browser.run("return document.activeElement.\(what) || ''") as? String ?? ""
  }

  private func wait(_ browser: Browser, _ walk: Walk, for path: String) throws {
    try browser.wait(for: path) { () throws(WebDriverError) in
      try browser.url == walk.url(path)
    }
  }

  /// Three drafts, begun as people begin them.
  private func drafts(_ walk: Walk, _ browser: Browser) throws {
    for _ in 0..<3 {
      try walk.open(browser, "/products/new")
      try walk.go(browser, "button[name=category][value='11']")
    }
  }

  @Test("row 8: lists and things are walked by single keys, and back to the list as it was")
  func lists() throws {
    let walk = try Walk(BrowserOptions())
    defer { withExtendedLifetime(walk) {} }
    let browser = try walk.person("owner")
    try drafts(walk, browser)
    try browser.press("go")
    try wait(browser, walk, for: "/orders")
    try browser.press("gp")
    try wait(browser, walk, for: "/products")
    try walk.open(browser, "/products?tab=drafts")
    try browser.press("jj")
    let second = try active(browser, "pathname")
    try browser.press("k")
    let first = try active(browser, "pathname")
    #expect(first != second && first.hasPrefix("/products/"))
    try browser.press(Key.enter)
    try wait(browser, walk, for: first)
    try browser.press("n")
    try wait(browser, walk, for: second)
    try browser.press("p")
    try wait(browser, walk, for: first)
    try browser.press(Key.escape)
    try wait(browser, walk, for: "/products?tab=drafts")
    #expect(walk.problems == [])
  }

  @Test("row 8: the box is reached by / and Ctrl+K, keys in a field are text, ? shows the sheet")
  func box() throws {
    let walk = try Walk(BrowserOptions())
    defer { withExtendedLifetime(walk) {} }
    let browser = try walk.person("catalogue")
    try walk.open(browser, "/products")
    try browser.press("/")
    #expect(try active(browser, "id") == "find")
    try browser.press("gogo")
    #expect(try browser.url == walk.url("/products"))
    #expect(try browser.find("#find").value == "gogo")
    try walk.open(browser, "/products")
    try browser.press("?")
    try browser.wait(for: "the sheet") { () throws(WebDriverError) in
      try !browser.all("dialog[open] kbd").isEmpty
    }
    try browser.press(Key.escape)
    try browser.wait(for: "the sheet to close") { () throws(WebDriverError) in
      try browser.all("dialog").isEmpty
    }
    #expect(walk.problems == [])
  }

  @Test("row 8: single keys that are switched off do nothing")
  func off() throws {
    let walk = try Walk(BrowserOptions())
    defer { withExtendedLifetime(walk) {} }
    let browser = try walk.person("catalogue")
    try walk.open(browser, "/settings")
    try browser.click("input[name=keys]")
    try walk.go(browser, "form[action='/settings/keyboard'] button")
    try walk.open(browser, "/products")
    try browser.press("go/?")
    #expect(try active(browser, "id") != "find")
    #expect(try browser.url == walk.url("/products"))
    #expect(try browser.all("dialog").isEmpty)
    #expect(walk.problems == [])
  }

  @Test("a button pressed twice sends its form once, and a search as often as it is pressed")
  func twice() throws {
    let walk = try Walk(BrowserOptions())
    defer { withExtendedLifetime(walk) {} }
    let browser = try walk.person("catalogue")
    try walk.open(browser, "/products/new")
    let script = """
      let refused = 0;
      document.addEventListener("submit", (event) => {
        if (event.defaultPrevented) refused += 1;
        event.preventDefault();
      });
      const press = (css) => document.querySelector(css).requestSubmit();
      const post = "form[method=post]:has(button[name=category])";
      press(post);
      press(post);
      press("form[role=search]");
      press("form[role=search]");
      const before = refused;
      window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      press(post);
      return [before, refused].join(" ");
      """
    #expect(try browser.run(script) as? String == "1 1")
    #expect(walk.problems == [])
  }

  @Test("row 15: a chosen picture goes up at once, with a small one, and is saved with the form")
  func pictures() throws {
    let walk = try Walk(BrowserOptions())
    defer { withExtendedLifetime(walk) {} }
    let browser = try walk.person("catalogue")
    try walk.open(browser, "/products/new")
    try walk.go(browser, "button[name=category][value='11']")
    try browser.find("#uploads").upload(walk.picture())
    try browser.wait(for: "the picture") { () throws(WebDriverError) in
      try !browser.all(".imgs [name=picture_0]").isEmpty
    }
    let source = try browser.find(".imgs img").attribute("src") ?? ""
    #expect(source.contains("-s"))
    try browser.find("[name=title]").fill("Ceramic teapot")
    try browser.find("[name=alt_0]").fill("From the front")
    try walk.go(browser, "button.bar__end")
    #expect(try browser.find("[name=alt_0]").value == "From the front")
    let files = try FileManager.default.subpathsOfDirectory(
      atPath: walk.market.configuration.data + "/images")
    #expect(files.filter { $0.contains("-s") }.count == 1)
    #expect(walk.problems == [])
  }
}
