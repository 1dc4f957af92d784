/// The rules that every page of the product keeps, beyond being well-formed: references resolve,
/// controls have names, nothing runs inline.
public struct HTMLChecker {
  private let document: HTMLDocument
  private let elements: [HTMLElement]
  private let ids: [String: HTMLElement]
  /// Ids of controls that a label names.
  private let labelled: Set<String>
  private var problems: [String]

  /// What is wrong with a page, a line each; empty when it keeps all rules.
  public static func problems(_ document: HTMLDocument) -> [String] {
    var checker = HTMLChecker(document)
    checker.check()
    return checker.problems
  }

  private init(_ document: HTMLDocument) {
    self.document = document
    elements = document.root.all
    problems = document.problems
    labelled = Set(elements.lazy.filter { $0.name == "label" }.compactMap { $0["for"] })
    var ids: [String: HTMLElement] = [:]
    for element in elements {
      guard let id = element["id"] else { continue }
      if id.isEmpty || id.contains(" ") { problems.append("\(element.line): id '\(id)'") }
      if ids.updateValue(element, forKey: id) != nil {
        problems.append("\(element.line): the id '\(id)' is there twice")
      }
    }
    self.ids = ids
  }

  private mutating func check() {
    checkPage()
    for element in elements {
      if !element.attributes.isEmpty {
        checkReferences(element)
        checkInline(element)
      }
      checkNesting(element)
      checkName(element)
    }
  }

  private mutating func complain(_ element: HTMLElement, _ what: String) {
    problems.append("\(element.line): <\(element.name)> \(what)")
  }

  private mutating func checkPage() {
    let root = document.root
    if (root["lang"] ?? "").isEmpty { complain(root, "has no lang") }
    let titles = root.elements("head").flatMap { $0.elements("title") }
    if titles.count != 1 || titles[0].text.isEmpty { complain(root, "needs one title") }
    let headings = elements.filter { ["h1", "h2", "h3", "h4"].contains($0.name) }
    let firsts = headings.count { $0.name == "h1" }
    if firsts != 1 { complain(root, "has \(firsts) h1") }
    var level = 0
    for heading in headings {
      let next = Int(heading.name.dropFirst()) ?? 1
      // The summary of errors is read before the page.
      if heading.ancestors.contains(where: { $0["role"] == "alert" }) { continue }
      if next > level + 1 {
        complain(heading, "follows h\(level)")
      }
      level = next
      if heading.text.isEmpty { complain(heading, "is empty") }
    }
    if elements.count(where: { $0.name == "main" }) != 1 { complain(root, "needs one main") }
  }

  // MARK: references

  private mutating func checkReferences(_ element: HTMLElement) {
    let lists = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers"]
    for name in lists {
      guard let value = element[name] else { continue }
      for id in value.split(separator: " ") where ids[String(id)] == nil {
        complain(element, "\(name) points to '\(id)', which is not there")
      }
    }
    if let id = element["for"], element.name == "label", !isControl(ids[id]) {
      complain(element, "for='\(id)' is no control")
    }
    if let id = element["form"], ids[id]?.name != "form" { complain(element, "form='\(id)'") }
    if let id = element["list"], ids[id]?.name != "datalist" { complain(element, "list='\(id)'") }
    if let href = element["href"], href.hasPrefix("#"), ids[String(href.dropFirst())] == nil {
      complain(element, "href='\(href)' leads nowhere")
    }
    for name in ["href", "src", "action", "formaction"] where element[name] == "" {
      complain(element, "has an empty \(name)")
    }
  }

  private func isControl(_ element: HTMLElement?) -> Bool {
    guard let element else { return false }
    switch element.name {
    case "input": return element["type"] != "hidden"
    case "select", "textarea", "button", "output", "meter", "progress": return true
    default: return false
    }
  }

  // MARK: names

  private mutating func checkName(_ element: HTMLElement) {
    if element["hidden"] != nil { return }
    switch element.name {
    case "img":
      if element["alt"] == nil { complain(element, "has no alt") }
    case "a", "button", "summary":
      if !hasOwnName(element) { complain(element, "has no name") }
    case "input" where ["hidden", "submit"].contains(element["type"] ?? ""): break
    case "input", "select", "textarea":
      if !hasOwnName(element, byText: false) && !hasLabel(element) {
        complain(element, "'\(element["name"] ?? "")' has no label")
      }
    case "nav":
      if !hasOwnName(element, byText: false) { complain(element, "has no name") }
    case "th":
      if element["scope"] == nil { complain(element, "has no scope") }
    default:
      if element["role"] == "region", !hasOwnName(element, byText: false) {
        complain(element, "is a region without a name")
      }
    }
  }

  private func hasOwnName(_ element: HTMLElement, byText: Bool = true) -> Bool {
    if let label = element["aria-label"] { return !label.isEmpty }
    if let id = element["aria-labelledby"] { return !id.isEmpty }
    guard byText else { return false }
    return showsText(element)
      || element.elements("img").contains { !($0["alt"] ?? "").isEmpty }
  }

  private func showsText(_ element: HTMLElement) -> Bool {
    for child in element.children {
      switch child {
      case .text(let text):
        if text != "\u{A0}", text.utf8.contains(where: { $0 > 0x20 }) { return true }
      case .element(let inner):
        if inner["aria-hidden"] != "true", showsText(inner) { return true }
      }
    }
    return false
  }

  private func hasLabel(_ element: HTMLElement) -> Bool {
    if let id = element["id"], labelled.contains(id) { return true }
    return element.ancestors.contains { $0.name == "label" && showsText($0) }
  }

  // MARK: what runs or paints inline

  private mutating func checkInline(_ element: HTMLElement) {
    for (name, value) in element.attributes {
      if name.hasPrefix("on") || name == "style" { complain(element, "has \(name)") }
      if value.utf8.first == 0x6A || value.utf8.first == 0x4A,
        value.lowercased().hasPrefix("javascript:")
      {
        complain(element, "runs a script")
      }
    }
    if element.name == "style" { complain(element, "paints inline") }
    if element.name == "script", element["src"] == nil { complain(element, "runs inline") }
    if element["target"] == "_blank" { complain(element, "opens a window") }
  }

  // MARK: nesting, after the content models of the HTML standard

  private static let phrasing: Set<String> = [
    "a", "abbr", "b", "br", "button", "code", "em", "i", "img", "input", "kbd", "label", "mark",
    "meter", "output", "progress", "s", "select", "small", "span", "strong", "sub", "sup", "svg",
    "textarea", "time", "var", "wbr", "bdi", "del", "ins", "script",
  ]
  private static let holdsPhrasing: Set<String> = [
    "p", "span", "b", "small", "strong", "em", "i", "s", "abbr", "code", "kbd", "label", "button",
    "time", "h1", "h2", "h3", "h4", "pre", "dt",
  ]
  private static let parents: [String: Set<String>] = [
    "li": ["ul", "ol", "menu"], "dt": ["dl", "div"], "dd": ["dl", "div"],
    "tr": ["thead", "tbody", "tfoot"], "td": ["tr"], "th": ["tr"], "caption": ["table"],
    "thead": ["table"], "tbody": ["table"], "tfoot": ["table"],
    "option": ["select", "optgroup", "datalist"], "optgroup": ["select"],
    "legend": ["fieldset"], "summary": ["details"], "figcaption": ["figure"],
  ]
  private static let childrenOf: [String: Set<String>] = [
    "ul": ["li"], "ol": ["li"], "dl": ["dt", "dd", "div"], "tr": ["td", "th"],
    "table": ["caption", "colgroup", "thead", "tbody", "tfoot"],
    "select": ["option", "optgroup"],
  ]
  private static let interactive: Set<String> = ["a", "button", "label", "select", "textarea"]

  private mutating func checkNesting(_ element: HTMLElement) {
    guard let parent = element.parent, !parent.isForeign else { return }
    if let wanted = Self.parents[element.name], !wanted.contains(parent.name) {
      complain(element, "stands in <\(parent.name)>")
    }
    if let allowed = Self.childrenOf[parent.name], !allowed.contains(element.name) {
      complain(element, "stands in <\(parent.name)>")
    }
    if Self.holdsPhrasing.contains(parent.name), !Self.phrasing.contains(element.name) {
      complain(element, "stands in <\(parent.name)>")
    }
    if element.name == "form", element.ancestors.contains(where: { $0.name == "form" }) {
      complain(element, "stands in another form")
    }
    let isActive = Self.interactive.contains(element.name) || element.name == "input"
    if isActive, element.ancestors.contains(where: { $0.name == "a" || $0.name == "button" }) {
      complain(element, "stands in a link or button")
    }
  }
}
