/// A currency of ISO 4217 with its number of minor digits.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// The three letters, first in the highest octet used: flat, so that `Money` needs no retain.
  private let letters: UInt32
  private let places: UInt8

  /// "RUB": exactly three capital letters of a current code that has minor units; else nil.
  public init?(code: some StringProtocol) {
    guard let letters = Self.pack(code.utf8), let places = Self.places[letters] else { return nil }
    self.letters = letters
    self.places = places
  }

  private init(letters: UInt32, places: UInt8) {
    self.letters = letters
    self.places = places
  }

  /// The three capital letters.
  public var code: String { ByteText { $0.append(code: self) }.string }

  /// Digits after the decimal sign: 0, 2, 3 or 4.
  public var digits: Int { Int(places) }

  /// How many minor units make one: 1, 100, 1000 or 10000.
  public var minorPerUnit: Int64 {
    switch places {
    case 0: 1
    case 2: 100
    case 3: 1000
    default: 10_000
    }
  }

  /// The three capital letters.
  public var description: String { code }

  /// All current codes in alphabetical order; metals, funds' units and test codes have no minor
  /// unit and are left out.
  public static let all: [Currency] = places.sorted { $0.key < $1.key }.map {
    Currency(letters: $0.key, places: $0.value)
  }

  private static let places: [UInt32: UInt8] = {
    var table: [UInt32: UInt8] = [:]
    for (digits, codes) in currencyCodesByMinorDigits {
      for code in codes.split(separator: " ") {
        if let letters = pack(code.utf8) { table[letters] = digits }
      }
    }
    return table
  }()

  private static func pack(_ code: some Collection<UInt8>) -> UInt32? {
    guard code.count == 3 else { return nil }
    var letters: UInt32 = 0
    for octet in code {
      guard UInt8(ascii: "A")...UInt8(ascii: "Z") ~= octet else { return nil }
      letters = letters << 8 | UInt32(octet)
    }
    return letters
  }

  fileprivate func append(to out: inout [UInt8]) {
    out.append(UInt8(truncatingIfNeeded: letters >> 16))
    out.append(UInt8(truncatingIfNeeded: letters >> 8))
    out.append(UInt8(truncatingIfNeeded: letters))
  }
}

extension [UInt8] {
  /// Appends the three letters.
  public mutating func append(code currency: Currency) { currency.append(to: &self) }
}

extension Currency {
  private init(ascii code: StaticString, places: UInt8) {
    let octets = UnsafeBufferPointer(start: code.utf8Start, count: code.utf8CodeUnitCount)
    self.init(letters: octets.reduce(0) { $0 << 8 | UInt32($1) }, places: places)
  }

  /// Russian rouble.
  public static let rub = Currency(ascii: "RUB", places: 2)
  /// United States dollar.
  public static let usd = Currency(ascii: "USD", places: 2)
  /// Euro.
  public static let eur = Currency(ascii: "EUR", places: 2)
  /// Chinese yuan.
  public static let cny = Currency(ascii: "CNY", places: 2)
  /// Brazilian real.
  public static let brl = Currency(ascii: "BRL", places: 2)
}
