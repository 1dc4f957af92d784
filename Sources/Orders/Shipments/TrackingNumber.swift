/// The shape of a carrier's tracking numbers: `A` a letter, `9` a digit, `#` the check digit,
/// anything else stands for itself (`RR` would be `RR`). An `A` or `9` that stands for itself
/// is escaped with `\`.
struct TrackingFormat: Sendable, Hashable {
  let pattern: String
  let check: CheckDigit

  /// What is wrong with a number.
  enum Fault: Error, Hashable, Sendable {
    /// Its length or its characters; the example fits.
    case shape(example: String)
    /// The check digit: probably a typing mistake.
    case checkDigit
  }

  /// Without blanks and hyphens, in capitals: as it is stored and compared.
  static func normalised(_ text: String) -> String {
    String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" })
  }

  /// Holds a normalised number against the format.
  func validate(_ number: String) throws(Fault) {
    let symbols = Self.symbols(pattern)
    let characters = Array(number.utf8)
    guard characters.count == symbols.count else { throw .shape(example: example) }
    var digits: [Int] = []
    var given: Int?
    for (symbol, character) in zip(symbols, characters) {
      guard symbol.accepts(character) else { throw .shape(example: example) }
      if symbol == .digit { digits.append(Int(character) - 48) }
      if symbol == .check { given = Int(character) - 48 }
    }
    guard let given else { return }
    guard check.digit(for: digits) == given else { throw .checkDigit }
  }

  /// A number of this format for a serial number; nil where the serial does not fit.
  func number(serial: Int64) -> String? {
    let symbols = Self.symbols(pattern)
    let places = symbols.count { $0 == .digit }
    let text = String(serial)
    guard serial >= 0, text.utf8.count <= places else { return nil }
    let digits =
      Array(repeating: 0, count: places - text.utf8.count) + text.utf8.map { Int($0) - 48 }
    return fill(symbols, digits)
  }

  /// A number that fits, to show people.
  var example: String {
    let symbols = Self.symbols(pattern)
    let places = symbols.count { $0 == .digit }
    return fill(symbols, (0..<places).map { ($0 + 1) % 10 })
  }

  private func fill(_ symbols: [Symbol], _ digits: [Int]) -> String {
    var rest = digits[...]
    var letters = "CDAB".utf8.makeIterator()
    let bytes = symbols.map { symbol -> UInt8 in
      switch symbol {
      case .letter: letters.next() ?? UInt8(ascii: "X")
      case .digit: UInt8(48 + (rest.popFirst() ?? 0))
      case .check: UInt8(48 + check.digit(for: digits))
      case .exactly(let byte): byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private enum Symbol: Equatable {
    case letter, digit, check
    case exactly(UInt8)

    func accepts(_ byte: UInt8) -> Bool {
      switch self {
      case .letter: (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      case .digit, .check: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      case .exactly(let own): byte == own
      }
    }
  }

  private static func symbols(_ pattern: String) -> [Symbol] {
    var symbols: [Symbol] = []
    var isEscaped = false
    for byte in pattern.utf8 {
      if byte == UInt8(ascii: "\\") && !isEscaped {
        isEscaped = true
        continue
      }
      switch byte {
      case _ where isEscaped: symbols.append(.exactly(byte))
      case UInt8(ascii: "A"): symbols.append(.letter)
      case UInt8(ascii: "9"): symbols.append(.digit)
      case UInt8(ascii: "#"): symbols.append(.check)
      default: symbols.append(.exactly(byte))
      }
      isEscaped = false
    }
    return symbols
  }
}

/// How a carrier computes the last digit of its numbers.
enum CheckDigit: String, CaseIterable, Sendable {
  case none
  /// UPU S10: eight digits weighted 8 6 4 2 3 5 9 7, 11 minus the rest; 10 is 0, 11 is 5.
  case s10
  /// ISO/IEC 7812-1 annex B (Luhn): every second digit from the right is doubled.
  case luhn
  /// Modulo 10 with weights 3 and 1 from the right, as GS1 keys and parcel services use it.
  case mod10

  func digit(for digits: [Int]) -> Int {
    switch self {
    case .none: return 0
    case .s10:
      let sum = zip(digits, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) { $0 + $1.0 * $1.1 }
      let rest = 11 - sum % 11
      return rest == 10 ? 0 : rest == 11 ? 5 : rest
    case .luhn:
      let sum = digits.reversed().enumerated().reduce(0) { sum, item in
        let value = item.offset.isMultiple(of: 2) ? item.element * 2 : item.element
        return sum + (value > 9 ? value - 9 : value)
      }
      return (10 - sum % 10) % 10
    case .mod10:
      let sum = digits.reversed().enumerated().reduce(0) {
        $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 3 : 1)
      }
      return (10 - sum % 10) % 10
    }
  }
}
