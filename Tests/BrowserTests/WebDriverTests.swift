import Foundation
import OfficeTesting
import Testing

/// The driver itself, on a page of its own: when this fails, no other browser test means anything.
@Suite(
  .serialized, .aside,
  .enabled(if: WebDriver.path != nil, "chromedriver is not installed: bash .ci/setup --test"))
struct WebDriverTests {
  @Test func `a page is opened, read, filled and clicked`() throws {
    let driver = try WebDriver.shared()
    let browser = try driver.browser()
    try browser.open(Page.url)
    #expect(try browser.title == "Parcels")
    #expect(try browser.url == Page.url)
    #expect(try browser.text("h1") == "Parcels & labels")
    #expect(try browser.find("h1").attribute("class") == "big")
    #expect(try browser.find("h1").attribute("id") == nil)
    #expect(try browser.all("li").map { item in try item.text } == ["one", "two"])

    try browser.find("[name=note]").fill("Хрупкое 易碎")
    #expect(try browser.find("[name=note]").value == "Хрупкое 易碎")
    try browser.find("[type=file]").upload(#filePath)
    #expect(try browser.find("[type=file]").value.hasSuffix("WebDriverTests.swift"))
    try browser.click("[type=checkbox]")
    #expect(try browser.find("[type=checkbox]").isSelected)
    #expect(try !browser.find("em").isVisible)
    try browser.click("summary")
    #expect(try browser.find("em").isVisible)
  }

  @Test func `scripts run, and their errors are heard`() throws {
    let driver = try WebDriver.shared()
    let browser = try driver.browser()
    try browser.open(Page.url)
    #expect(try browser.text("p") == "with scripts")
    #expect(try browser.run("return arguments[0] * 7", [6]) as? Int == 42)
    #expect(try browser.consoleErrors().contains { $0.contains("not on purpose") })
    #expect(try browser.consoleErrors().isEmpty)
    try browser.press("a" + Key.enter)
    #expect(try browser.text("output") == "aEnter")
  }

  @Test func `with scripts off the page is plain`() throws {
    let driver = try WebDriver.shared()
    let browser = try driver.browser(BrowserOptions(runsScripts: false))
    try browser.open(Page.url)
    #expect(try browser.text("p") == "without scripts")
    try browser.click("[type=checkbox]")
    #expect(try browser.find("[type=checkbox]").isSelected)
  }

  @Test(arguments: [false, true]) func `width and colours are as asked`(isDark: Bool) throws {
    let driver = try WebDriver.shared()
    let browser = try driver.browser(BrowserOptions(width: 390, height: 700, isDark: isDark))
    try browser.open(Page.url)
    #expect(try browser.find("html").style("width") == "390px")
    let ground = try browser.find("body").style("background-color")
    #expect(ground == (isDark ? "rgba(0, 0, 0, 1)" : "rgba(255, 255, 255, 1)"))

    let picture = FileManager.default.temporaryDirectory.path + "/\(UUID()).png"
    defer { try? FileManager.default.removeItem(atPath: picture) }
    try browser.screenshot(to: picture)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: picture)))
    #expect(bytes.prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    #expect(bytes[16..<24] == [0, 0, 0x01, 0x86, 0, 0, 0x02, 0xBC])
  }

  @Test func `what never comes is a clear error, soon`() throws {
    let driver = try WebDriver.shared()
    let browser = try driver.browser()
    try browser.open(Page.url)
    browser.patience = 0.1
    let error = #expect(throws: WebDriverError.self) { try browser.click(".missing") }
    #expect(error?.description.contains(".missing") == true)
    #expect(throws: WebDriverError.self) { try browser.find("h1[") }
  }
}

/// The page under test, all in its address.
private enum Page {
  static let url =
    "data:text/html;charset=utf-8;base64,\(Data(html.utf8).base64EncodedString())"

  private static let html = """
    <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Parcels</title>
    <style>html { margin: 0 } body { background: #fff }
    @media (prefers-color-scheme: dark) { body { background: #000 } }</style>
    <h1 class="big">Parcels &amp; labels</h1><p>without scripts</p>
    <ul><li>one<li>two</ul><input name="note" value="old"><input type="file">
    <input type="checkbox"><output></output>
    <details><summary>more</summary><em>inside</em></details>
    <script>
      document.querySelector("p").textContent = "with scripts";
      document.addEventListener("keydown", (event) => {
        document.querySelector("output").textContent += event.key;
      });
      throw new Error("not on purpose");
    </script></html>
    """
}
