import Glibc
import Synchronization

/// A running chromedriver. One serves all tests of a process, with a browser for each that asks,
/// and ends with the process.
public final class WebDriver: @unchecked Sendable {
  // Both are set once; the process is touched at the end alone, the wire has no state.
  private let process: WebDriverProcess
  private let wire: WebDriverWire
  /// Browsers that somebody has given back, by what they were started with.
  private let idle = Mutex<[String: [Browser]]>([:])

  private static let only = Mutex<Result<WebDriver, WebDriverError>?>(nil)

  /// The one of this process, started when it is asked for first.
  public static func shared() throws(WebDriverError) -> WebDriver {
    let found = only.withLock { known -> Result<WebDriver, WebDriverError> in
      if let known { return known }
      let made = Result<WebDriver, WebDriverError> { () throws(WebDriverError) in try WebDriver() }
      if case .success = made { atexit { WebDriver.endShared() } }
      known = made
      return made
    }
    return try found.get()
  }

  private static func endShared() {
    only.withLock { known in
      if case .success(let driver)? = known { driver.end() }
    }
  }

  /// Where chromedriver is on this machine, nil when it is not installed.
  public static var path: String? {
    let search = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders = search.split(separator: ":").map(String.init)
    return (folders + ["/usr/bin", "/usr/lib/chromium"])
      .map { $0 + "/chromedriver" }
      .first { access($0, X_OK) == 0 }
  }

  /// Starts chromedriver on a free port and waits until it is ready, at most 20 s.
  private init() throws(WebDriverError) {
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
  private func end() {
    _ = try? wire.call("GET", "/shutdown")
    process.end(within: 5)
  }

  /// A browser without cookies: a new one, or one that was given back.
  public func browser(
    _ options: BrowserOptions = BrowserOptions()
  ) throws(WebDriverError) -> Browser {
    let kept = idle.withLock { $0[options.kind]?.popLast() }
    let browser: Browser
    if let kept { browser = kept } else { browser = try start(options) }
    try browser.resize(width: options.width, height: options.height)
    try browser.prefer(isDark: options.isDark)
    return browser
  }

  /// Forgets what the browser knows, and keeps it for the next test.
  public func giveBack(_ browser: Browser, _ options: BrowserOptions) {
    do throws(WebDriverError) {
      try browser.open("about:blank")
      try browser.forget()
      idle.withLock { $0[options.kind, default: []].append(browser) }
    } catch {
      browser.quit()
    }
  }

  private func start(_ options: BrowserOptions) throws(WebDriverError) -> Browser {
    let answer = try wire.call("POST", "/session", options.capabilities)
    guard let object = answer as? [String: Any], let id = object["sessionId"] as? String else {
      throw .driver("no session in the answer")
    }
    return Browser(wire: wire, session: id)
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
