import Commerce
import Testing

@Suite struct MoneyTests {
  private let rub = Currency.rub

  @Test(arguments: typedAmounts)
  func `amounts as people type them`(_ text: String, _ minor: Int64) throws {
    #expect(try Money(parsing: text, currency: rub).minor == minor)
  }

  @Test(arguments: [
    "", " ", "-", ".", ",5", ".5", "5.", "1 24", "1 2400", "12 34.5", "1,240,50", "1.2.3", "--5",
    "5-", "+5", "5 RUB", "٥", "1,240.500.1", "1e3", "0x10", "NaN",
    String(repeating: "0", count: 81),
  ])
  func `what is no amount`(_ text: String) {
    #expect(throws: MoneyError.malformed) { try Money(parsing: text, currency: rub) }
  }

  @Test func `more digits than the currency has`() throws {
    #expect(throws: MoneyError.tooPrecise(allowed: 2)) {
      try Money(parsing: "1,240", currency: rub)
    }
    let yen = try #require(Currency(code: "JPY"))
    #expect(throws: MoneyError.tooPrecise(allowed: 0)) { try Money(parsing: "1.0", currency: yen) }
    let dinar = try #require(Currency(code: "BHD"))
    #expect(try Money(parsing: "1,240", currency: dinar).minor == 1240)
  }

  @Test(arguments: ["92233720368547758.08", "99999999999999999999999", "-92233720368547758.09"])
  func `amounts beyond 64 bits`(_ text: String) {
    #expect(throws: MoneyError.overflow) { try Money(parsing: text, currency: rub) }
  }

  @Test func `the plain text reads back`() throws {
    for minor in [0, 1, -1, 99, 124_050, Int64.max, .min] {
      for code in ["RUB", "JPY", "BHD", "CLF"] {
        let money = Money(minor: minor, currency: try #require(Currency(code: code)))
        #expect(try Money(parsing: money.plain, currency: money.currency) == money)
      }
    }
    #expect(Money(minor: -5, currency: rub).description == "-0.05 RUB")
  }

  @Test func `sums and products are checked`() throws {
    let most = Money(minor: .max, currency: rub)
    let least = Money(minor: .min, currency: rub)
    let one = Money(minor: 1, currency: rub)
    #expect(try most.subtracting(one).adding(one) == most)
    #expect(throws: MoneyError.overflow) { try most.adding(one) }
    #expect(throws: MoneyError.overflow) { try least.subtracting(one) }
    #expect(throws: MoneyError.overflow) { try most.times(2) }
    #expect(throws: MoneyError.overflow) { try least.negated() }
    #expect(try Money.sum([one, one, one], in: rub).minor == 3)
    #expect(throws: MoneyError.currencyMismatch(rub, .usd)) { try one.adding(.zero(.usd)) }
  }

  @Test(arguments: halves)
  func `half of an amount`(_ rounding: Rounding, _ amounts: [Int64], _ results: [Int64]) throws {
    let half = Percent(basisPoints: 5000)
    for (minor, expected) in zip(amounts, results) {
      let result = try Money(minor: minor, currency: rub).percent(half, rounding: rounding)
      #expect(result.minor == expected, "\(minor)")
    }
  }

  @Test func `shares are exact until the one rounding`() throws {
    let price = Money(minor: 249_000, currency: rub)
    #expect(try price.percent(Percent(parsing: "12,5 %")).minor == 31_125)
    #expect(try Money(minor: .max, currency: rub).percent(.whole).minor == .max)
    #expect(throws: MoneyError.overflow) {
      try Money(minor: .max, currency: rub).percent(Percent(basisPoints: 10_001))
    }
    #expect(throws: MoneyError.overflow) { try price.scaled(by: 1, over: 0) }
    #expect(try Money(minor: .min, currency: rub).scaled(by: .max, over: .max).minor == .min)
  }

  @Test func `percent of two numbers`() {
    #expect(Percent(1, of: 3)?.basisPoints == 3333)
    #expect(Percent(-1, of: 3)?.basisPoints == -3333)
    #expect(Percent(1, of: -8)?.basisPoints == -1250)
    #expect(Percent(1, of: 0) == nil)
    #expect(Percent(.max, of: 1) == nil)
    #expect(Percent(.min, of: .min) == .whole)
    #expect(Percent(basisPoints: -1250).description == "-12.5")
  }
}

@Suite struct AllocationTests {
  @Test(arguments: allocations)
  func `the largest remainders get what is left`(
    _ minor: Int64, _ weights: [Int64], _ parts: [Int64]
  ) {
    #expect(Money(minor: minor, currency: .rub).allocate(by: weights).map(\.minor) == parts)
  }

  @Test func `no weights give no parts`() {
    #expect(Money(minor: 5, currency: .rub).allocate(by: []).isEmpty)
  }

  @Test func `the parts sum to the whole and stay within one unit of their share`() throws {
    var random = SplitMix(state: 7)
    for _ in 0..<3000 {
      let minor = random.amount()
      let weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in random.amount() }
      let parts = Money(minor: minor, currency: .rub).allocate(by: weights)
      #expect(parts.count == weights.count)
      #expect(parts.reduce(Int128(0)) { $0 + Int128($1.minor) } == Int128(minor))
      let total = weights.reduce(Int128(0)) { $0 + Int128(max(0, $1)) }
      for (part, weight) in zip(parts, weights) where total > 0 {
        let error = Int128(part.minor) * total - Int128(minor) * Int128(max(0, weight))
        #expect(error.magnitude < total.magnitude)
      }
    }
  }
}

/// A seeded source, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// Of any size, often at the ends of the range.
  mutating func amount() -> Int64 {
    switch next() % 8 {
    case 0: .max
    case 1: .min
    case 2: 0
    default: Int64(truncatingIfNeeded: next()) >> Int64(next() % 64)
    }
  }
}

private let typedAmounts: [(String, Int64)] = [
  ("1240", 124_000), ("1240.5", 124_050), ("1 240.50", 124_050), ("1240,50", 124_050),
  ("1,240.50", 124_050), ("1.240,50", 124_050), ("1\u{202F}240,5", 124_050),
  ("1\u{A0}240", 124_000), ("1'240.50", 124_050), ("  7 ", 700), ("-5", -500),
  ("\u{2212}5,01", -501), ("0.00", 0), ("1 234 567.89", 123_456_789), ("0007", 700),
  ("92233720368547758.07", Int64.max), ("-92233720368547758.08", .min),
]

private let halves: [(Rounding, [Int64], [Int64])] = [
  (Rounding.halfUp, [-3, -2, -1, 1, 2, 3], [-2, -1, -1, 1, 1, 2]),
  (.halfEven, [-3, -2, -1, 1, 2, 3], [-2, -1, 0, 0, 1, 2]),
  (.down, [-3, -2, -1, 1, 2, 3], [-1, -1, 0, 0, 1, 1]),
  (.up, [-3, -2, -1, 1, 2, 3], [-2, -1, -1, 1, 1, 2]),
  (.floor, [-3, -2, -1, 1, 2, 3], [-2, -1, -1, 0, 1, 1]),
  (.ceiling, [-3, -2, -1, 1, 2, 3], [-1, -1, 0, 1, 1, 2]),
]

private let allocations: [(Int64, [Int64], [Int64])] = [
  (100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-34, -33, -33]),
  (5, [3, 7], [2, 3]), (1, [1, 2], [0, 1]), (10, [0, 0], [5, 5]), (10, [-5, 1], [0, 10]),
  (7, [1], [7]), (0, [3, 4], [0, 0]), (2, [1, 1, 1], [1, 1, 0]),
]
