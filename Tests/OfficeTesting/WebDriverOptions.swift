import Glibc

/// How a browser starts.
public struct BrowserOptions: Sendable {
  /// Size of the page in CSS pixels.
  public var width = 1280
  public var height = 900
  /// Whether pages may run scripts.
  public var runsScripts = true
  /// Whether `prefers-color-scheme` is dark.
  public var isDark = false
  /// What the browser sends as Accept-Language.
  public var language = "en"

  public init() {}

  public init(
    width: Int = 1280, height: Int = 900, runsScripts: Bool = true, isDark: Bool = false,
    language: String = "en"
  ) {
    self.width = width
    self.height = height
    self.runsScripts = runsScripts
    self.isDark = isDark
    self.language = language
  }

  /// What can't be changed once it runs.
  var kind: String { "\(language) \(runsScripts)" }

  var capabilities: [String: Any] {
    ["capabilities": ["alwaysMatch": wanted]]
  }

  private var wanted: [String: Any] {
    [
      "browserName": "chrome",
      "unhandledPromptBehavior": "accept",
      "timeouts": ["implicit": 0, "pageLoad": 30_000, "script": 10_000],
      "goog:loggingPrefs": ["browser": "ALL"],
      "goog:chromeOptions": [
        "args": arguments, "prefs": preferences, "binary": Self.program ?? "chromium",
      ] as [String: Any],
    ]
  }

  /// Chromium as it is installed. The one that can't have a window takes half the time of the
  /// other; it is named itself, since a signal to Debian's script for it does not reach it.
  static let program: String? = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"]
    .first { (path: String) in access(path, X_OK) == 0 }

  private var arguments: [String] {
    var list = [
      "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
      "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--lang=\(language)", "--accept-lang=\(language)",
    ]
    if !runsScripts { list.append("--blink-settings=scriptEnabled=false") }
    // Chromium's sandbox refuses to run as root, which is what containers usually are.
    if geteuid() == 0 { list.append("--no-sandbox") }
    return list
  }

  private var preferences: [String: Any] {
    var list: [String: Any] = [
      "intl.accept_languages": language,
      "credentials_enable_service": false,
      "profile.password_manager_leak_detection": false,
    ]
    if !runsScripts { list["profile.managed_default_content_settings.javascript"] = 2 }
    return list
  }
}
