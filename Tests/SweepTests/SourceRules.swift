import Foundation
import Glibc
import Testing

/// Rules about the source text that the compiler does not keep.
@Suite("Source rules")
struct SourceRules {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct Source: Sendable {
    let path: String
    let lines: [String]
    private let text: String
    private let lowercased: String

    init(path: String, text: String) {
      self.path = path
      self.text = text
      lowercased = text.lowercased()
      lines = text.components(separatedBy: "\n")
    }

    /// The lines that may hold one of the words: all of a file that does, since looking at each
    /// line of all files takes a second a word.
    func lines(near words: String..., ignoringCase: Bool = false) -> [String] {
      let isNear = words.contains { word in
        (ignoringCase ? lowercased : text).withCString { strstr($0, word) != nil }
      }
      return isNear ? lines : []
    }

    /// The target it belongs to: `Sources/Office/...` is `Office`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    var imports: [String] {
      lines.filter { $0.hasPrefix("import ") || $0.contains(") import ") }
        .compactMap { $0.split(separator: " ").last.map(String.init) }
    }
  }

  static let sources: [Source] = {
    let folder = root.appending(path: "Sources").resolvingSymlinksInPath()
    let names = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      else { return nil }
      return Source(path: "Sources/" + name, text: text)
    }
  }()

  /// Who may import whom, as the architecture has it; `Glibc` and `Synchronization` are free.
  private static let allowed: [String: Set<String>] = {
    let kernel: Set = ["Office", "HTTP", "SQL", "Template", "Commerce", "Documents"]
    var table: [String: Set<String>] = [
      "HTTP": ["CLinux", "CZlib"], "SQL": ["CSQLite"], "Template": [], "Commerce": [],
      "Documents": ["CZlib", "Commerce"],
      "Office": ["CLinux", "CCrypt", "HTTP", "SQL", "Template", "Commerce", "Documents"],
      "SellerDesk": kernel.union(["CLinux", "Home", "Products", "Orders", "Security"]),
    ]
    for feature in ["Home", "Products", "Orders", "Security"] { table[feature] = kernel }
    return table
  }()

  @Test("there are sources to look at")
  func sourcesAreFound() {
    #expect(Self.sources.count > 100)
  }

  @Test("a target imports only what the architecture allows, and Foundation nowhere")
  func imports() {
    for source in Self.sources {
      let allowed = Self.allowed[source.target, default: []].union(["Glibc", "Synchronization"])
      for name in source.imports where !allowed.contains(name) {
        Issue.record("\(source.path) imports \(name)")
      }
    }
  }

  @Test("only the kernel mints scopes")
  func minting() {
    for source in Self.sources where !["Office", "SQL"].contains(source.target) {
      for line in source.lines(near: "@_spi(Minting)") where line.contains("@_spi(Minting)") {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  @Test("only the commands of the executable act as the operator")
  func operators() {
    for source in Self.sources where source.target != "SellerDesk" {
      for line in source.lines(near: "Operator.") where line.contains("Operator.") {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  @Test(
    "a request is one straight line: nothing awaits", arguments: [" await ", " async ", "Task {"])
  func straight(_ word: String) {
    for source in Self.sources {
      for line in source.lines(near: word)
      where line.contains(word) && !Self.isComment(line) {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  @Test(
    "SQL stays within the common subset",
    arguments: ["insert or replace", "insert or ignore", "limit ? offset", "autoincrement"])
  func commonSQL(_ words: String) {
    for source in Self.sources {
      for line in source.lines(near: words, ignoringCase: true)
      where line.lowercased().contains(words) && !Self.isComment(line) {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  @Test("no type has a name that says nothing")
  func names() {
    let empty =
      #/(class|struct|enum|protocol|actor) \w*(Manager|Service|Helper|Utils?|Impl|Info)\b/#
    for source in Self.sources {
      let near = source.lines(
        near: "Manager", "Service", "Helper", "Util", "Impl", "Info")
      for line in near where line.contains(empty) {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  private static func isComment(_ line: String) -> Bool {
    line.drop { $0 == " " }.hasPrefix("//")
  }

  @Test(
    "files and functions are short: half of the files have at most 90 lines, of the functions 8")
  func medians() {
    let files = Self.sources.map { $0.lines.count - 1 }.sorted()
    let functions = Self.sources.flatMap { Self.functions($0.lines) }.map(\.1).sorted()
    #expect(files[files.count / 2] <= 90)
    #expect(files[files.count * 95 / 100] <= 300)
    #expect(functions[functions.count / 2] <= 8)
    #expect(functions[functions.count * 95 / 100] <= 30)
  }

  @Test("no file is longer than 400 lines")
  func fileLength() {
    for source in Self.sources where source.lines.count > 401 {
      Issue.record("\(source.path) has \(source.lines.count) lines")
    }
  }

  @Test("no function is longer than 60 lines")
  func functionLength() {
    for source in Self.sources {
      for (name, length) in Self.functions(source.lines) where length > 60 {
        Issue.record("\(source.path): \(name) has \(length) lines")
      }
    }
  }

  @Test(
    "nothing traps on purpose",
    arguments: ["try!", "as! ", "fatalError(", "unowned(unsafe)"])
  func traps(_ word: String) {
    for source in Self.sources {
      for line in source.lines(near: word) where line.contains(word) {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  @Test(
    "what the compiler does not check carries its proof in a comment above",
    arguments: ["@unchecked Sendable", "nonisolated(unsafe)"])
  func unchecked(_ word: String) {
    for source in Self.sources {
      for (index, line) in source.lines(near: word).enumerated() where line.contains(word) {
        let above = source.lines[max(0, index - 12)..<index]
        if !above.contains(where: { $0.contains("//") }) { Issue.record("\(source.path): \(line)") }
      }
    }
  }

  @Test("nothing is left to do in a comment", arguments: ["TODO", "FIXME", "HACK"])
  func leftovers(_ word: String) {
    for source in Self.sources {
      for line in source.lines(near: word)
      where line.split(whereSeparator: Self.endsWord).contains(Substring(word)) {
        Issue.record("\(source.path): \(line)")
      }
    }
  }

  private static func endsWord(_ character: Character) -> Bool {
    !character.isLetter && !character.isNumber
  }

  /// Functions by indentation: from `func` or `init` to the brace that closes it.
  private static func functions(_ lines: [String]) -> [(String, Int)] {
    var found: [(String, Int)] = []
    for (index, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " }.count
      let text = line.dropFirst(indent)
      let words = text.split(separator: " ").prefix(4)
      guard words.contains("func") || text.hasPrefix("init(") || text.hasPrefix("public init(")
      else { continue }
      let closing = String(repeating: " ", count: indent) + "}"
      guard let end = lines[index...].firstIndex(of: closing) else { continue }
      found.append((String(text.prefix(60)), end - index + 1))
    }
    return found
  }
}
