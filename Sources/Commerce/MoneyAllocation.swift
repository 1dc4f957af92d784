extension Money {
  /// Splits the amount in proportion to `weights` by the largest remainder; the parts always sum to
  /// the whole.
  ///
  /// Each part is the exact share cut towards zero; the minor units left over go one each to the
  /// largest remainders, the first of equals first. Negative weights count as 0; when no weight is
  /// positive the split is even. No weights give no parts.
  public func allocate(by weights: [Int64]) -> [Money] {
    var shares = weights.map { Int128(max(0, $0)) }
    if shares.allSatisfy({ $0 == 0 }) { shares = shares.map { _ in 1 } }
    let total = shares.reduce(0, +)
    guard total > 0 else { return [] }
    let sign: Int128 = minor < 0 ? -1 : 1
    let amount = Int128(minor) * sign
    var parts = shares.map { amount * $0 / total }
    let left = Int(amount - parts.reduce(0, +))
    let byRemainder = shares.indices.sorted { a, b in
      let (first, second) = (amount * shares[a] % total, amount * shares[b] % total)
      return (second, a) < (first, b)
    }
    for index in byRemainder.prefix(left) { parts[index] += 1 }
    // No part exceeds the whole, so each fits 64 bits.
    return parts.map { Money(minor: Int64(truncatingIfNeeded: $0 * sign), currency: currency) }
  }
}
