import Commerce

/// How fast a product sells while there is some of it. All in whole numbers, so that what a page
/// shows is what it calculates with.
struct SaleRate: Sendable, Hashable {
  /// Pieces that left in the window.
  let sold: Int64
  /// How long there was something to sell, in minutes.
  let minutes: Int64

  static let day: Int64 = 1_440

  /// Pieces a day with stock, in thousandths, rounded half up. A window with less than a day of
  /// stock counts as a day: a few minutes say nothing of a day.
  var thousandths: Int64 {
    let (product, overflow) = sold.multipliedReportingOverflow(by: Self.day * 1_000)
    let time = max(minutes, Self.day)
    return overflow ? .max / 1_000_000 : (product + time / 2) / time
  }

  /// The rate of the whole days of UTC from `first` to before `last`.
  /// - Parameters:
  ///   - created: when the product was listed: it could not sell before.
  init(
    days: [StockDay], gaps: [StockGap], from first: Int64, to last: Int64, created: Instant
  ) {
    sold = days.filter { first..<last ~= $0.day }.reduce(0) { $0 + $1.sold }
    let start = max(first * 86_400_000, created.milliseconds)
    let end = last * 86_400_000
    let empty = gaps.reduce(Int64(0)) { sum, gap in
      let until = min(gap.until?.milliseconds ?? end, end)
      return sum + max(0, until - max(gap.since.milliseconds, start))
    }
    minutes = max(0, end - start - empty) / 60_000
  }
}

/// What to order of a product, and why.
struct Replenishment: Sendable, Hashable {
  /// Days of sale that an order should last, beyond the time it takes to come.
  static let period: Int64 = 28

  let available: Int64
  let inbound: Int64
  let week: SaleRate
  let month: SaleRate
  /// Days without stock in the last 28, in minutes.
  let emptyMinutes: Int64
  let leadDays: Int64
  let safetyDays: Int64

  /// The faster of the two rates, in thousandths of pieces a day: a rising demand is seen within a
  /// week, a weak week does not hide a good month.
  var rate: Int64 { max(week.thousandths, month.thousandths) }

  /// Whole days that the free pieces last; nil where nothing sells.
  var cover: Int64? { rate == 0 ? nil : available * 1_000 / rate }

  /// Pieces that lie ready for a late delivery or a good week.
  var safetyStock: Int64 { Self.pieces(rate, days: safetyDays) }

  /// Rate x (lead time + 28 days) + safety stock - available - inbound; never below zero.
  var suggestion: Int64 {
    max(
      0, Self.pieces(rate, days: leadDays + Self.period) + safetyStock - available - inbound)
  }

  /// Pieces that were not sold in the last 28 days because there were none, at the month's rate.
  var lost: Int64 {
    let (product, overflow) = month.thousandths.multipliedReportingOverflow(by: emptyMinutes)
    return overflow ? 0 : product / (SaleRate.day * 1_000)
  }

  /// Pieces of so many days, rounded up.
  static func pieces(_ rate: Int64, days: Int64) -> Int64 { (rate * days + 999) / 1_000 }
}
