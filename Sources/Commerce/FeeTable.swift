/// What the marketplace takes of a sale in one category from a day on.
public struct FeeTable: Hashable, Sendable {
  /// The logistics fee up to a weight.
  public struct Step: Hashable, Sendable {
    /// Grams, the last of the step; nil for everything heavier than the step before.
    public let upTo: Int64?
    /// For one piece.
    public let fee: Money

    public init(upTo: Int64?, fee: Money) {
      self.upTo = upTo
      self.fee = fee
    }
  }

  /// The first day on which it holds.
  public let from: LocalDate
  /// The marketplace's share of the price.
  public let commission: Percent
  /// Of 100 pieces sold so many come back, in hundredths of a percent.
  public let returnShare: Percent
  /// What one return costs the seller.
  public let returnCost: Money
  /// From the lightest; the last is open, so that every weight has its fee.
  public let steps: [Step]

  /// Nil where the steps do not rise, do not end open, or are not all of one currency.
  public init?(
    from: LocalDate, commission: Percent, returnShare: Percent, returnCost: Money, steps: [Step]
  ) {
    let bounds = steps.dropLast().map(\.upTo)
    guard let last = steps.last, last.upTo == nil, !bounds.contains(nil),
      zip(bounds, bounds.dropFirst()).allSatisfy({ ($0 ?? 0) < ($1 ?? 0) }),
      steps.allSatisfy({ $0.fee.currency == returnCost.currency })
    else { return nil }
    self.from = from
    self.commission = commission
    self.returnShare = returnShare
    self.returnCost = returnCost
    self.steps = steps
  }

  /// Of all its amounts.
  public var currency: Currency { returnCost.currency }

  /// The step of a weight in grams; the last where none is nearer.
  public func step(of weight: Int64) -> Step? {
    steps.first { step in step.upTo.map { weight <= $0 } ?? true }
  }
}
