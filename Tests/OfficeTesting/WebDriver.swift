import Glibc

/// A running chromedriver. One serves many browsers, and it ends with the last of them.
public final class WebDriver {
  private let process: WebDriverProcess
  private let wire: WebDriverWire

  /// Where chromedriver is on this machine, nil when it is not installed.
  public static var path: String? {
    let search = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders = search.split(separator: ":").map(String.init)
    return (folders + ["/usr/bin", "/usr/lib/chromium"])
      .map { $0 + "/chromedriver" }
      .first { access($0, X_OK) == 0 }
  }

  /// Starts chromedriver on a free port and waits until it is ready, at most 20 s.
  public init() throws(WebDriverError) {
    guard let path = Self.path else { throw .notInstalled }
    wire = WebDriverWire(port: try WebDriverWire.freePort(), patience: 60)
    process = try WebDriverProcess(path, ["--port=\(wire.port)"])
    do {
      try wait(seconds: 20, "chromedriver to start") { [wire, process] () throws(WebDriverError) in
        if process.hasEnded { throw .driver("it ended at once") }
        let status = try? wire.call("GET", "/status") as? [String: Any]
        return status?["ready"] as? Bool == true
      }
    } catch {
      process.end(within: 0)
      throw error
    }
  }

  /// `/shutdown` is chromedriver's own: it ends the browsers too, which a signal would leave behind.
  deinit {
    _ = try? wire.call("GET", "/shutdown")
    process.end(within: 5)
  }

  /// Opens a new browser with its own empty profile.
  public func browser(
    _ options: BrowserOptions = BrowserOptions()
  ) throws(WebDriverError) -> Browser {
    let answer = try wire.call("POST", "/session", options.capabilities)
    guard let object = answer as? [String: Any], let id = object["sessionId"] as? String else {
      throw .driver("no session in the answer")
    }
    let browser = Browser(driver: self, wire: wire, session: id)
    try browser.resize(width: options.width, height: options.height)
    if options.isDark { try browser.preferDark() }
    return browser
  }
}

/// Asks again every 20 ms until the answer is yes.
func wait(
  seconds: Double, _ what: @autoclosure () -> String,
  until condition: () throws(WebDriverError) -> Bool
) throws(WebDriverError) {
  let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
  while try !condition() {
    if ContinuousClock.now >= deadline { throw .timedOut("\(what()) (\(seconds) s)") }
    usleep(20_000)
  }
}
