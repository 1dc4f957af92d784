import Commerce
import Testing

@testable import Orders

@Suite("Money of an order") struct MoneyTests {
  @Test("delivery is shared out to the last minor unit, whatever the amounts")
  func shares() throws {
    var random = SplitMix(seed: 7)
    for _ in 0..<2_000 {
      let goods = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        Money(minor: Int64.random(in: 0...10_000_000, using: &random), currency: .rub)
      }
      let shipping = Money(minor: Int64.random(in: 0...100_000, using: &random), currency: .rub)
      let shares = OrderMoney.share(shipping, by: goods)
      #expect(try Money.sum(shares, in: .rub) == shipping)
      let parts = try zip(goods, shares).map { try $0.adding($1) }
      let whole = try OrderMoney(goods: goods, shipping: shipping)
      #expect(try Money.sum(parts, in: .rub) == whole.total)
    }
  }

  @Test("a sum beyond 64 bits is refused, not wrapped")
  func overflow() {
    let most = Money(minor: .max, currency: .rub)
    #expect(throws: MoneyError.self) {
      try OrderMoney(goods: [most], shipping: Money(minor: 1, currency: .rub))
    }
  }

  @Test(
    "names and phones are masked",
    arguments: [
      ("Anna Sergeeva", "A•••• S."), ("Анна Петровна Сергеева", "А•••• С."), ("王小明", "王••••"),
      ("", "•••••"), ("  ", "•••••"), ("X", "X••••"),
    ])
  func masks(_ name: String, _ masked: String) {
    #expect(Recipient.masked(name: name) == masked)
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
