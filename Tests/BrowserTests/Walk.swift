import Foundation
import Office
import OfficeTesting
import SellerDesk
import Testing

/// People at real browsers, each with a window of their own, at one served marketplace.
final class Walk {
  let market: TestMarket
  let server: ServerProcess
  let driver: WebDriver
  let options: BrowserOptions
  /// What a screen showed that it should not.
  private(set) var problems: [String] = []
  private var windows: [Browser] = []

  /// - Parameter prepare: what is there before anybody comes.
  init(_ options: BrowserOptions, prepare: (TestMarket) throws -> Void = { _ in }) throws {
    self.options = options
    market = try TestMarket(Modules.boot)
    try prepare(market)
    server = try ServerProcess(
      data: market.configuration.data, home: market.configuration.home)
    driver = try WebDriver.shared()
  }

  deinit { for browser in windows { driver.giveBack(browser, options) } }

  func url(_ path: String) -> String { "http://127.0.0.1:\(server.port)\(path)" }

  /// A new window at the sign-in page.
  func window() throws -> Browser {
    let browser = try stranger()
    try browser.open(url("/sign-in"))
    return browser
  }

  /// A new window of somebody who has not been here.
  func stranger() throws -> Browser {
    let browser = try driver.browser(options)
    windows.append(browser)
    return browser
  }

  /// A new window of somebody who has signed in.
  func person(_ role: String) throws -> Browser {
    let browser = try window()
    try browser.find("#email").fill("\(role)@one.example")
    try browser.find("#password").fill(TestMarket.password)
    try browser.click("form[action='/sign-in'] button.btn")
    try browser.wait(for: "the home page") { () throws(WebDriverError) in
      try browser.url == url("/")
    }
    try look(browser)
    return browser
  }

  /// Clicks and waits for the page that comes.
  func go(_ browser: Browser, _ css: String) throws {
    let mark = try browser.run(Self.mark) as? String
    try browser.click(css)
    try browser.wait(for: "the page behind \(css)") { () throws(WebDriverError) in
      guard let now = try? browser.run(Self.mark) as? String else { return false }
      return now != mark
    }
    try look(browser)
  }

  func open(_ browser: Browser, _ path: String) throws {
    try browser.open(path.hasPrefix("http") ? path : url(path))
    try look(browser)
  }

  /// The rules that hold for every screen: nothing scrolls sideways, the markup is sound, the
  /// console is silent.
  func look(_ browser: Browser) throws {
    let seen = try browser.run(Self.look) as? [Any] ?? []
    try #require(seen.count == 3)
    let place = (seen[0] as? String ?? "").dropFirst(url("").count)
    if let width = seen[1] as? Int, width > 0 { problems.append("\(place): \(width) px too wide") }
    if seen[2] as? Bool != true { problems.append("\(place): no page") }
    for line in try browser.consoleErrors() where !line.contains("status of 4") {
      problems.append("\(place): \(line)")
    }
  }

  /// What no two pages share: the number of the request, which the footer shows. Null until it is
  /// there.
  private static let mark = "return document.querySelector('footer code')?.textContent"
  private static let look = """
    const e = document.scrollingElement;
    return [location.href, e.scrollWidth - e.clientWidth, !!document.querySelector("main")];
    """

  /// The shop front's order of one piece.
  /// - Returns: the number of its posting.
  func order(_ product: String, _ language: String = "en") throws -> String {
    let headers = [
      ("Authorization", "Bearer \(TestMarket.key)"), ("Content-Type", "application/json"),
      ("Idempotency-Key", UUID().uuidString),
    ]
    let body = ShopFront.body([(product, 1)], language: language).bytes
    let reply = try WireClient(port: server.port).send(
      "POST", "/storefront/v1/orders", headers, body: body)
    try #require(reply.status == 201, "\(reply.text)")
    let order = try JSON(parsing: reply.body)["order"]
    return try #require(order?["postings"]?.array?.first?["number"]?.string)
  }

  /// The newest mail to the buyer that holds the text; waits for it at most 10 s.
  func mail(holding text: String) throws -> String {
    let folder = market.configuration.data + "/mail/new"
    for _ in 0..<200 {
      for name in try FileManager.default.subpathsOfDirectory(atPath: market.configuration.data)
      where name.contains("mail") && name.contains("new/") {
        let path = market.configuration.data + "/" + name
        guard let data = FileManager.default.contents(atPath: path) else { continue }
        let body = Self.body(of: String(decoding: data, as: UTF8.self))
        if body.contains(text) { return body }
      }
      usleep(50_000)
    }
    throw WebDriverError.timedOut("a mail with '\(text)' in \(folder)")
  }

  /// The text of a mail, whose body is in base64.
  private static func body(of mail: String) -> String {
    let parts = mail.replacingOccurrences(of: "\r\n", with: "\n")
      .components(separatedBy: "\n\n")
    let body = parts.dropFirst().joined().components(separatedBy: "\n").joined()
    return Data(base64Encoded: body).map { String(decoding: $0, as: UTF8.self) } ?? mail
  }

  /// A picture file for an upload.
  func picture() throws -> String { try file("teapot.png", Surfer.picture) }
  /// Another one.
  func otherPicture() throws -> String { try file("strainer.png", Surfer.otherPicture) }

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = "\(market.configuration.data)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
}
