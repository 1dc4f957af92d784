import Foundation
import Office
import OfficeTesting

/// What people read on a page, and what must not be read there.
struct PageText {
  /// Every key of the string files.
  private let keys: Set<String>
  /// The names of the icons.
  let icons: Set<String>

  /// Reads them from the folder that holds `Templates` and `Public`.
  init(_ home: String) throws {
    keys = try Self.keys(home)
    icons = try Self.icons(home)
  }

  private static func keys(_ home: String) throws -> Set<String> {
    let root = home + "/Templates"
    var keys: Set<String> = []
    for path in try Files.list(root) where path.hasSuffix("strings.en.json") {
      guard case .object(let pairs) = try JSON(parsing: Files.read("\(root)/\(path)")) else {
        continue
      }
      keys.formUnion(pairs.map(\.0))
    }
    return keys
  }

  private static func icons(_ home: String) throws -> Set<String> {
    let bytes = try Files.read(home + "/Public/icons.svg")
    let text = String(decoding: bytes, as: UTF8.self)
    return Set(text.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) })
  }

  /// The text of a page and of those attributes that are read aloud.
  func shown(in document: HTMLDocument) -> [String] {
    var texts = [document.root.text]
    for element in document.root.all {
      for name in ["aria-label", "placeholder", "alt", "title", "data-label", "data-done"] {
        if let text = element[name] { texts.append(text) }
      }
    }
    return texts
  }

  /// Keys that were never looked up and placeholders that were never filled.
  func problems(in text: String) -> [String] {
    var problems: [String] = []
    var word: [UInt8] = []
    var isOdd = false
    for byte in Array(text.utf8) + [0x20] {
      if byte > 0x20 && byte < 0x80 && !Self.separators.contains(byte) {
        if byte == 0x2E || byte == 0x7B { isOdd = true }
        word.append(byte)
        continue
      }
      if isOdd { problems += Self.problem(String(decoding: word, as: UTF8.self), keys) }
      isOdd = false
      word.removeAll(keepingCapacity: true)
    }
    return problems
  }

  private static let separators = Array(",:;()\"'".utf8)

  private static func problem(_ word: String, _ keys: Set<String>) -> [String] {
    let key = word.hasSuffix(".") ? String(word.dropLast()) : word
    if key.contains("."), keys.contains(key) { return ["raw key \(key)"] }
    let isOpen = word.hasPrefix("{") && word.contains("}")
    return isOpen ? ["raw placeholder \(word)"] : []
  }
}
