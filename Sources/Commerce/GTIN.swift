/// Why a text is no trade item number.
public enum GTINError: Error, Hashable, Sendable {
  case notDigits
  /// Must be 8, 12, 13 or 14 digits; here are `count`.
  case wrongLength(Int)
  /// The last digit does not fit the others, `expected` would.
  case wrongCheckDigit(expected: Int)
}

/// A Global Trade Item Number: EAN-8, UPC-A, EAN-13 or GTIN-14 (GS1 General Specifications 7.9).
public struct GTIN: Hashable, Sendable, CustomStringConvertible {
  /// The raw value is the number of digits.
  public enum Kind: Int, Sendable {
    case ean8 = 8
    case upcA = 12
    case ean13 = 13
    case gtin14 = 14
  }

  /// The digits as given, check digit last.
  public let text: String
  /// Which of the four it is, by its length.
  public let kind: Kind

  /// Reads 8, 12, 13 or 14 digits without spaces, and verifies the last.
  public init(_ text: some StringProtocol) throws(GTINError) {
    let digits = Array(text.utf8)
    guard digits.allSatisfy({ $0 &- 48 < 10 }) else { throw .notDigits }
    guard let kind = Kind(rawValue: digits.count) else { throw .wrongLength(digits.count) }
    let expected = Self.checkDigit(of: digits.dropLast())
    guard digits.last == 48 + UInt8(truncatingIfNeeded: expected) else {
      throw .wrongCheckDigit(expected: expected)
    }
    self.text = String(text)
    self.kind = kind
  }

  /// The number as 14 digits, zeros in front: equal for all spellings of one article.
  public var padded: String { String(repeating: "0", count: 14 - kind.rawValue) + text }

  /// The digits as given.
  public var description: String { text }

  /// Weights 3, 1, 3 ... from the right; the digit fills the sum up to a ten.
  private static func checkDigit(of digits: ArraySlice<UInt8>) -> Int {
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      sum += Int(digit &- 48) * (index % 2 == 0 ? 3 : 1)
    }
    return (10 - sum % 10) % 10
  }
}
