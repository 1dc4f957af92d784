import Foundation

/// One browser window. Not for use from two threads at once.
public final class Browser: @unchecked Sendable {
  // One test at a time has it; between them it lies in the driver's keep, under its lock.
  private let wire: WebDriverWire
  private let session: String
  private var isOpen = true
  /// How long `find` and `wait` try, in seconds.
  public var patience = 5.0

  init(wire: WebDriverWire, session: String) {
    self.wire = wire
    self.session = session
  }

  deinit { quit() }

  /// Closes the window and forgets its profile.
  public func quit() {
    guard isOpen else { return }
    isOpen = false
    _ = try? wire.call("DELETE", "/session/\(session)")
  }

  @discardableResult
  func call(
    _ method: String, _ path: String, _ parameters: [String: Any]? = nil
  ) throws(WebDriverError) -> Any {
    try wire.call(method, "/session/\(session)\(path)", parameters)
  }

  // MARK: Pages

  /// Goes to the address and waits until the page is loaded.
  public func open(_ url: String) throws(WebDriverError) { try call("POST", "/url", ["url": url]) }
  public func back() throws(WebDriverError) { try call("POST", "/back") }
  public func reload() throws(WebDriverError) { try call("POST", "/refresh") }

  public var url: String {
    get throws(WebDriverError) { try call("GET", "/url") as? String ?? "" }
  }
  public var title: String {
    get throws(WebDriverError) { try call("GET", "/title") as? String ?? "" }
  }
  /// The page as it stands now, as HTML.
  public var source: String {
    get throws(WebDriverError) { try call("GET", "/source") as? String ?? "" }
  }

  // MARK: Elements

  /// The first element that fits; waits for it.
  public func find(_ css: String) throws(WebDriverError) -> Element {
    var found: Element?
    try wait(for: "\(css) on \((try? url) ?? "no page")") { () throws(WebDriverError) in
      found = try all(css).first
      return found != nil
    }
    guard let found else { throw .timedOut(css) }
    return found
  }

  /// Every element that fits now, without waiting.
  public func all(_ css: String) throws(WebDriverError) -> [Element] {
    let query = ["using": "css selector", "value": css]
    let answer = try call("POST", "/elements", query) as? [[String: String]] ?? []
    return answer.compactMap { Element(browser: self, reference: $0) }
  }

  public func click(_ css: String) throws(WebDriverError) { try find(css).click() }
  public func type(_ text: String, into css: String) throws(WebDriverError) {
    try find(css).type(text)
  }
  public func text(_ css: String) throws(WebDriverError) -> String { try find(css).text }

  /// Presses keys where the focus is. `Key` names the keys without a letter.
  public func press(_ keys: String) throws(WebDriverError) {
    let actions = keys.flatMap { key -> [[String: String]] in
      ["keyDown", "keyUp"].map { ["type": $0, "value": String(key)] }
    }
    let source: [String: Any] = ["type": "key", "id": "keyboard", "actions": actions]
    try call("POST", "/actions", ["actions": [source]])
  }

  /// Waits until the condition holds, at most `patience` seconds.
  public func wait(
    for what: @autoclosure () -> String, until condition: () throws(WebDriverError) -> Bool
  ) throws(WebDriverError) {
    try OfficeTesting.wait(seconds: patience, what(), until: condition)
  }

  // MARK: Looking

  /// Runs a script body with `arguments`; its `return` value comes back as JSON values.
  @discardableResult
  public func run(_ script: String, _ arguments: [Any] = []) throws(WebDriverError) -> Any {
    try call("POST", "/execute/sync", ["script": script, "args": arguments])
  }

  /// Errors that the console has shown since the last call.
  public func consoleErrors() throws(WebDriverError) -> [String] {
    let entries = try call("POST", "/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
    return entries.filter { $0["level"] as? String == "SEVERE" }
      .compactMap { $0["message"] as? String }
  }

  /// Writes the visible part of the page as PNG.
  public func screenshot(to path: String) throws(WebDriverError) {
    guard let text = try call("GET", "/screenshot") as? String,
      let data = Data(base64Encoded: text)
    else { throw .driver("no picture in the answer") }
    do {
      try data.write(to: URL(fileURLWithPath: path))
    } catch {
      throw .driver("cannot write \(path): \(error)")
    }
  }

  /// Gives the page exactly this size, also narrower than a window may be.
  public func resize(width: Int, height: Int) throws(WebDriverError) {
    try chrome(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
  }

  /// Forgets its cookies.
  func forget() throws(WebDriverError) {
    try chrome("Network.clearBrowserCookies", [:])
    _ = try consoleErrors()
    patience = 5
  }

  /// Sets `prefers-color-scheme`.
  func prefer(isDark: Bool) throws(WebDriverError) {
    let feature = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    try chrome("Emulation.setEmulatedMedia", ["features": [feature]])
  }

  private func chrome(_ command: String, _ parameters: [String: Any]) throws(WebDriverError) {
    try call("POST", "/goog/cdp/execute", ["cmd": command, "params": parameters])
  }
}

/// Keys without a letter (WebDriver section 17.4.2).
public enum Key {
  public static let tab = "\u{E004}"
  public static let enter = "\u{E007}"
  public static let escape = "\u{E00C}"
}
