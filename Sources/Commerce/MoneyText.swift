extension Money {
  /// Reads what a person types: "1240", "1 240.50", "1240,50", "1,240.50", "−5".
  ///
  /// Groups of three may be parted by spaces (also no-break, narrow, thin), by "'" or by the one of
  /// "." and "," that is not the decimal sign. A single "," or "." is always the decimal sign, so
  /// "1,240" is refused as too precise where the currency has two digits, never read as 1240.
  /// Throws `malformed`, `tooPrecise` or `overflow`.
  public init(parsing text: some StringProtocol, currency: Currency) throws(MoneyError) {
    minor = try AmountParser.parse(AmountParser.octets(of: text), digits: currency.digits)
    self.currency = currency
  }

  /// "1240.50", for forms and files: no grouping, "." and no code.
  public var plain: String {
    ByteText { $0.append(plain: minor, digits: currency.digits) }.string
  }

  /// "1240.50 RUB", for logs.
  public var description: String { "\(plain) \(currency.code)" }
}

/// Reads decimal amounts into units of their last digit.
enum AmountParser {
  private static let point = UInt8(ascii: ".")
  private static let comma = UInt8(ascii: ",")
  private static let group = UInt8(ascii: "'")
  /// Longer than any amount with groups and zeros; keeps hostile text cheap.
  private static let longest = 80

  /// One octet more than is read stays, so that `parse` sees that there is too much.
  static func octets(of text: some StringProtocol) -> [UInt8] {
    Array(text.utf8.prefix(longest + 1))
  }

  /// The amount in units of 10^-digits.
  static func parse(_ text: [UInt8], digits: Int) throws(MoneyError) -> Int64 {
    var octets = try normalised(text)
    let isNegative = octets.first == UInt8(ascii: "-")
    if isNegative { octets.removeFirst() }
    let split = octets.lastIndex { $0 == point || $0 == comma }
    let whole = octets[..<(split ?? octets.endIndex)]
    let fraction = split.map { octets[($0 + 1)...] } ?? []
    if split != nil && fraction.isEmpty { throw .malformed }
    var number = try ungrouped(whole, decimal: split.map { octets[$0] })
    guard fraction.allSatisfy({ $0 &- 48 < 10 }) else { throw .malformed }
    guard fraction.count <= digits else { throw .tooPrecise(allowed: digits) }
    number.append(contentsOf: fraction)
    number.append(contentsOf: repeatElement(48, count: digits - fraction.count))
    return try signed(number, isNegative: isNegative)
  }

  /// Without spaces at the ends; inner spaces become "'", all minus signs "-".
  private static func normalised(_ text: [UInt8]) throws(MoneyError) -> [UInt8] {
    guard text.count <= longest else { throw .malformed }
    var octets: [UInt8] = []
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar {
      case " ", "\u{A0}", "\u{202F}", "\u{2009}": octets.append(group)
      case "\u{2212}": octets.append(UInt8(ascii: "-"))
      case _ where scalar.isASCII: octets.append(UInt8(truncatingIfNeeded: scalar.value))
      default: throw .malformed
      }
    }
    while octets.last == group { octets.removeLast() }
    return Array(octets.drop { $0 == group })
  }

  /// The digits of the whole part: either bare, or groups of three behind one kind of mark.
  private static func ungrouped(_ whole: ArraySlice<UInt8>, decimal: UInt8?) throws(MoneyError)
    -> [UInt8]
  {
    let mark = whole.first { $0 &- 48 >= 10 }
    guard let mark else {
      guard !whole.isEmpty else { throw .malformed }
      return Array(whole)
    }
    guard mark == group || mark == point || mark == comma, mark != decimal else {
      throw .malformed
    }
    let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
    for (index, digits) in groups.enumerated() {
      let fits = index == 0 ? 1...3 ~= digits.count : digits.count == 3
      guard fits, digits.allSatisfy({ $0 &- 48 < 10 }) else { throw .malformed }
    }
    return Array(groups.joined())
  }

  private static func signed(_ digits: [UInt8], isNegative: Bool) throws(MoneyError) -> Int64 {
    var value: Int64 = 0
    for digit in digits {
      // Counted downwards, because the negative side reaches one further.
      let (shifted, tooBig) = value.multipliedReportingOverflow(by: 10)
      let (next, carried) = shifted.subtractingReportingOverflow(Int64(digit &- 48))
      guard !tooBig, !carried else { throw .overflow }
      value = next
    }
    guard isNegative || value != .min else { throw .overflow }
    return isNegative ? value : -value
  }
}
