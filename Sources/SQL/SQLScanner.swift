/// Finds `main.` in the text of a statement, with SQLite's own rules for tokens.
///
/// The authorizer cannot tell the row an `update` stands on from the same table named in a
/// subquery. The text can: only a qualified name reaches a tenant table round its view.
struct SQLScanner {
  struct Findings {
    /// Times the schema `main` qualifies a name.
    var qualified = 0
    /// Times it does so as what is written: after `into`, `update` or `delete from`.
    var targets = 0
    /// The text calls `current_seller()`.
    var namesSeller = false

    /// A write, and `main.` says only what it writes to.
    var isPlainWrite: Bool { qualified == 1 && targets == 1 }
  }

  fileprivate enum Token: Equatable {
    case word(String)
    case name(String)
    case dot
    case other
  }

  static func findings(in sql: String) -> Findings {
    var scanner = SQLScanner(rest: sql.utf8[...])
    var findings = Findings()
    // SQLite takes U+FEFF for a blank, which would hide a qualifier: leave such text no writes.
    if sql.unicodeScalars.contains("\u{FEFF}") { findings.qualified = 2 }
    var before: [Token] = [.other, .other, .other, .other]
    while let token = scanner.next() {
      if token == .dot, before[3].isMain {
        findings.qualified += 1
        if isTarget(before) { findings.targets += 1 }
      }
      if token == .word("current_seller") { findings.namesSeller = true }
      before = before.suffix(3) + [token]
    }
    return findings
  }

  /// True when there is nothing but blanks, comments and semicolons.
  static func isBlank(_ sql: String) -> Bool {
    var scanner = SQLScanner(rest: sql.utf8[...])
    while let token = scanner.next() {
      if token != .other || scanner.last != UInt8(ascii: ";") { return false }
    }
    return true
  }

  // into main. | update main. | update or abort main. | delete from main.
  private static func isTarget(_ before: [Token]) -> Bool {
    switch (before[0], before[1], before[2]) {
    case (_, _, .word("into")), (_, _, .word("update")), (_, .word("delete"), .word("from")): true
    case (.word("update"), .word("or"), .word): true
    default: false
    }
  }

  private var rest: Substring.UTF8View
  private var last: UInt8 = 0

  private init(rest: Substring.UTF8View) { self.rest = rest }

  private mutating func next() -> Token? {
    while let byte = rest.first {
      last = byte
      switch byte {
      case 9, 10, 12, 13, 32: rest.removeFirst()
      case UInt8(ascii: "-") where rest.dropFirst().first == byte: skip(past: "\n")
      case UInt8(ascii: "/") where rest.dropFirst().first == UInt8(ascii: "*"):
        rest = rest.dropFirst(2)
        skip(past: "*/")
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return quotedName(until: byte)
      case UInt8(ascii: "["): return quotedName(until: UInt8(ascii: "]"))
      case _ where Self.isWord(byte): return word()
      default:
        rest.removeFirst()
        return byte == UInt8(ascii: ".") ? .dot : .other
      }
    }
    return nil
  }

  private mutating func word() -> Token {
    let text = rest.prefix(while: Self.isWord)
    rest = rest.dropFirst(text.count)
    return .word(String(decoding: text, as: UTF8.self).lowercased())
  }

  private mutating func quotedName(until quote: UInt8) -> Token {
    rest.removeFirst()
    let text = rest.prefix { $0 != quote }
    rest = rest.dropFirst(text.count + 1)
    return .name(String(decoding: text, as: UTF8.self).lowercased())
  }

  private mutating func skip(past end: StaticString) {
    while !rest.isEmpty, !end.withUTF8Buffer({ rest.starts(with: $0) }) { rest.removeFirst() }
    rest = rest.dropFirst(end.utf8CodeUnitCount)
  }

  // Letters, digits, _, $ and every byte of a non-ASCII character (SQLite: IdChar).
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95, 36, 128...: true
    default: false
    }
  }
}

extension SQLScanner.Token {
  fileprivate var isMain: Bool { self == .word("main") || self == .name("main") }
}
