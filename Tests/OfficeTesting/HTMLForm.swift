import HTTP

/// A form of a page, as a browser would send it.
public struct HTMLForm {
  /// A field with what it sends.
  public struct Field: Equatable {
    public let name: String
    public var value: String
    /// Whether a person can type or choose it.
    public let isOpen: Bool

    public init(name: String, value: String, isOpen: Bool = true) {
      self.name = name
      self.value = value
      self.isOpen = isOpen
    }
  }

  /// A button that sends the form.
  public struct Button: Equatable {
    public let text: String
    /// Where it sends the form to; the form's own address where it names none.
    public let action: String
    let name: String
    let value: String
  }

  /// `get` or `post`.
  public let method: String
  public let action: String
  public let isMultipart: Bool
  public var fields: [Field] = []
  public private(set) var buttons: [Button] = []
  /// What each select offers, by its name.
  public private(set) var choices: [String: [String]] = [:]

  private var isTicked: Set<String> = []

  /// - Parameter root: the page, where controls outside may name the form as theirs.
  init(_ form: HTMLElement, in root: HTMLElement, page: String) {
    method = (form["method"] ?? "get").lowercased()
    action = form["action"] ?? page
    isMultipart = form["enctype"] == "multipart/form-data"
    let own = form.all.filter { $0["form"] == nil }
    let others = root.all.filter { $0["form"] != nil && $0["form"] == form["id"] }
    for element in own + others where !Self.isDisabled(element) { add(element) }
  }

  private mutating func add(_ element: HTMLElement) {
    let name = element["name"] ?? ""
    switch (element.name, element["type"] ?? "") {
    case ("button", "button"), ("input", "file"): break
    case ("button", _):
      buttons.append(
        Button(
          text: element["aria-label"] ?? element.text, action: element["formaction"] ?? action,
          name: name, value: element["value"] ?? ""))
    case ("input", "checkbox"), ("input", "radio"):
      guard !name.isEmpty, element["checked"] != nil else { return }
      isTicked.insert(name)
      fields.append(Field(name: name, value: element["value"] ?? "on"))
    case ("input", _):
      guard !name.isEmpty else { return }
      let isOpen = element["type"] != "hidden"
      fields.append(Field(name: name, value: element["value"] ?? "", isOpen: isOpen))
    case ("textarea", _): fields.append(Field(name: name, value: Self.content(element)))
    case ("select", _): add(select: element, name)
    default: break
    }
  }

  /// The form as somebody sends it who has cleared all that can be cleared.
  public var cleared: HTMLForm {
    var form = self
    form.fields =
      fields.filter { !$0.isOpen }
      + fields.filter(\.isOpen).compactMap { field in
        isTicked.contains(field.name) ? nil : Field(name: field.name, value: "")
      }
    return form
  }

  private mutating func add(select element: HTMLElement, _ name: String) {
    let options = element.elements("option")
    choices[name] = options.map { $0["value"] ?? $0.text }
    let chosen = options.first { $0["selected"] != nil } ?? options.first
    if let chosen { fields.append(Field(name: name, value: chosen["value"] ?? chosen.text)) }
  }

  private static func isDisabled(_ element: HTMLElement) -> Bool {
    element["disabled"] != nil
      || element.ancestors.contains { $0.name == "fieldset" && $0["disabled"] != nil }
  }

  private static func content(_ element: HTMLElement) -> String {
    element.children.map { if case .text(let text) = $0 { text } else { "" } }.joined()
  }

  /// The value of a field; nil where the form has none of the name.
  public subscript(_ name: String) -> String? {
    get { fields.first { $0.name == name }?.value }
    set {
      fields.removeAll { $0.name == name }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// The button with the text, or the first one.
  func button(_ text: String?) -> Button? {
    guard let text else { return buttons.first }
    return buttons.first { $0.text.hasPrefix(text) || $0.action.hasSuffix(text) }
  }
}

extension HTMLDocument {
  /// Every form of the page at the address.
  public func forms(at page: String) -> [HTMLForm] {
    root.elements("form").map { HTMLForm($0, in: root, page: page) }
  }

  /// Addresses of this site that the page links to, without fragments.
  public var links: [String] {
    root.elements("a").compactMap { $0["href"] }.filter { $0.hasPrefix("/") }
      .map { String($0.prefix { $0 != "#" }) }
  }
}

extension Answer {
  public var document: HTMLDocument { HTMLDocument(text) }
  public var isHTML: Bool { headers["Content-Type"]?.hasPrefix("text/html") ?? false }
}
