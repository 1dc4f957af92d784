import Commerce
import Foundation
import HTTP
import Office
import OfficeTesting

/// Follows every link that somebody can see, and looks at each page on the way.
final class Crawler {
  private let surfer: Surfer
  private let name: String
  private let routes: RouteTree
  private let patterns: [String]
  private let reading: PageText
  private var seen: [String: Int] = [:]
  private var titles: [String: String] = [:]
  /// Patterns of the routes whose pages were shown.
  private(set) var shown: Set<String> = []
  /// What is wrong, a line each.
  private(set) var problems: [String] = []
  /// The forms met on the way: the same form of another object counts once.
  private(set) var forms: [(page: String, index: Int, button: Int)] = []
  private var knownForms: Set<String> = []

  /// Pages looked at of one route and kind of query: more show nothing new.
  private static let sample = 2

  init(_ surfer: Surfer, _ name: String, _ reading: PageText) throws {
    self.surfer = surfer
    self.name = name
    var tree = RouteTree()
    for (index, route) in surfer.office.routes.enumerated() {
      try tree.insert(route.method, route.pattern, index)
    }
    routes = tree
    patterns = surfer.office.routes.map(\.pattern)
    self.reading = reading
  }

  /// Looks at all pages that can be reached from here.
  /// - Parameter isLooking: false only follows the links and takes note of the forms.
  func crawl(from start: [String], isLooking: Bool = true) throws {
    // All that it starts from is read before anything that these lead to: a page is read for a few
    // addresses of its kind only.
    var (waiting, starts) = ([String](), start)
    while let address = starts.popLast() ?? waiting.popLast() {
      guard let pattern = pattern(of: address), isNew(address, pattern) else { continue }
      let answer = try surfer.get(address)
      guard answer.status != 303 else {
        waiting.append(answer.location)
        continue
      }
      let links =
        isLooking ? check(answer, at: address, pattern) : read(answer, at: address, pattern)
      if answer.status == 200 {
        shown.insert(pattern)
      } else {
        complain(address, "\(answer.status)")
      }
      waiting += links
    }
  }

  /// Looks at one answer that the pages did not link to.
  /// - Returns: its links.
  @discardableResult
  func check(_ answer: Answer, at address: String, _ pattern: String?) -> [String] {
    if answer.status >= 500 { complain(address, "\(answer.status)") }
    guard answer.isHTML else { return [] }
    if answer.bytes.count > 60 << 10 { complain(address, "\(answer.bytes.count) bytes") }
    let document = answer.document
    for problem in HTMLChecker.problems(document) { complain(address, problem) }
    for text in reading.shown(in: document) {
      for problem in reading.problems(in: text) { complain(address, problem) }
    }
    for use in document.root.elements("use") {
      let icon = (use["href"] ?? "").split(separator: "#").last.map(String.init) ?? ""
      if !reading.icons.contains(icon) { complain(address, "\(use.line): no icon '\(icon)'") }
    }
    checkTitle(document, answer, address, pattern)
    if let pattern { remember(document.forms(at: address), address, pattern) }
    return document.links
  }

  private func read(_ answer: Answer, at address: String, _ pattern: String) -> [String] {
    guard answer.isHTML else { return [] }
    let document = answer.document
    remember(document.forms(at: address), address, pattern)
    return document.links
  }

  /// A failed form says so where a screen reader begins, and so does the tab; two kinds of page
  /// never share a title.
  private func checkTitle(
    _ document: HTMLDocument, _ answer: Answer, _ address: String, _ pattern: String?
  ) {
    guard let title = document.root.elements("title").first?.text else { return }
    let error = surfer.office.kernel.wording.strings.text(Message("parts.error"), surfer.language)
    let hasErrors = document.root.all.contains { $0["class"] == "errors" }
    if title.hasPrefix(error) != hasErrors {
      complain(address, "\(answer.status) under the title '\(title)'")
    }
    guard answer.status == 200, let pattern else { return }
    if let other = titles[title], other != pattern {
      complain(address, "'\(title)' is also the title of \(other)")
    }
    titles[title] = pattern
  }

  private func remember(_ found: [HTMLForm], _ address: String, _ pattern: String) {
    for (index, form) in found.enumerated() where form.method == "post" {
      for (place, button) in form.buttons.enumerated() {
        let target = self.pattern(of: button.action, .post) ?? button.action
        guard knownForms.insert("\(pattern) \(target) \(button.text)").inserted else { continue }
        forms.append((address, index, place))
      }
    }
  }

  private func pattern(of address: String, _ method: HTTP.Method = .get) -> String? {
    var captures: [Substring] = []
    let path = String(address.prefix { $0 != "?" })
    guard case .found(let index) = routes.match(method, path, captures: &captures) else {
      if !path.hasPrefix("/assets/") { complain(address, "leads nowhere") }
      return nil
    }
    return patterns[index]
  }

  /// Whether the address shows something that its like has not shown yet.
  private func isNew(_ address: String, _ pattern: String) -> Bool {
    guard seen[address] == nil else { return false }
    seen[address] = 1
    let query = address.split(separator: "?").dropFirst().joined()
    let tab = query.split(separator: "&").first { $0.hasPrefix("tab=") } ?? ""
    let names = query.split(separator: "&").map { $0.prefix { $0 != "=" } }.joined(separator: "&")
    seen["\(pattern) \(names) \(tab)", default: 0] += 1
    return seen["\(pattern) \(names) \(tab)", default: 0] <= Self.sample
  }

  private func complain(_ address: String, _ what: String) {
    problems.append("\(name) \(surfer.language.rawValue) \(address): \(what)")
  }
}
