/// An element of the page it was found on; gone after the next page.
public struct Element {
  private let browser: Browser
  private let id: String

  /// The name the standard gives to element references (WebDriver section 12.1).
  private static let name = "element-6066-11e4-a52e-4f735466cecf"

  init?(browser: Browser, reference: [String: String]) {
    guard let id = reference[Self.name] else { return nil }
    self.browser = browser
    self.id = id
  }

  /// The text a person sees.
  public var text: String {
    get throws(WebDriverError) { try string("/text") }
  }

  /// Whether a person can see it.
  public var isVisible: Bool {
    get throws(WebDriverError) { try browser.call("GET", path("/displayed")) as? Bool == true }
  }

  /// Whether the box is ticked or the option chosen.
  public var isSelected: Bool {
    get throws(WebDriverError) { try browser.call("GET", path("/selected")) as? Bool == true }
  }

  /// What the field holds now.
  public var value: String {
    get throws(WebDriverError) { try string("/property/value") }
  }

  /// The attribute as written in the page, nil when it is absent.
  public func attribute(_ name: String) throws(WebDriverError) -> String? {
    try browser.call("GET", path("/attribute/\(name)")) as? String
  }

  /// A computed style, as the browser writes it.
  public func style(_ property: String) throws(WebDriverError) -> String {
    try string("/css/\(property)")
  }

  /// Brings it to where the page says that nothing lies over it, as the keyboard would (WCAG 2.2,
  /// 2.4.11), and clicks it.
  public func click() throws(WebDriverError) {
    try browser.run("arguments[0].scrollIntoView({block: 'nearest'})", [[Self.name: id]])
    try browser.call("POST", path("/click"))
  }
  public func clear() throws(WebDriverError) { try browser.call("POST", path("/clear")) }

  /// Types after what is there already.
  public func type(_ text: String) throws(WebDriverError) {
    try browser.call("POST", path("/value"), ["text": text])
  }

  /// Replaces what the field holds.
  public func fill(_ text: String) throws(WebDriverError) {
    try clear()
    try type(text)
  }

  /// Chooses a file, by absolute path, in a file input. More calls add more files.
  public func upload(_ file: String) throws(WebDriverError) { try type(file) }

  private func path(_ part: String) -> String { "/element/\(id)\(part)" }

  private func string(_ part: String) throws(WebDriverError) -> String {
    try browser.call("GET", path(part)) as? String ?? ""
  }
}
