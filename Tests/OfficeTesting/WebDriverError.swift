/// What went wrong while driving the browser, in words for the person who reads the test log.
public enum WebDriverError: Error, Sendable, CustomStringConvertible {
  /// Chromedriver is not on this machine.
  case notInstalled
  /// The driver could not be started or reached.
  case driver(String)
  /// The driver's own answer: its error code (WebDriver section 6.6) and its explanation.
  case refused(code: String, message: String)
  /// Something did not happen in time.
  case timedOut(String)

  public var description: String {
    switch self {
    case .notInstalled: "chromedriver is not installed; run: bash .ci/setup --test"
    case .driver(let text): "chromedriver: \(text)"
    case .refused(let code, let message): "browser: \(code): \(message)"
    case .timedOut(let text): "not in time: \(text)"
    }
  }
}
