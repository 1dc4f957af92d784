/// What a seller earns with one piece at a price: every part with its amount.
///
/// The preview at the product's form and the ledger's entries of a delivered piece come from here,
/// so that they agree to the minor unit: commission and expected return cost are each rounded
/// once, half up, per piece; the rest are sums. A ledger that books several pieces of one line
/// multiplies the parts of one piece.
public struct FeeQuote: Hashable, Sendable {
  public let price: Money
  /// `price` x `FeeTable.commission`, rounded half up.
  public let commission: Money
  /// Of the step of the weight.
  public let logistics: Money
  /// `FeeTable.returnCost` x `FeeTable.returnShare`, rounded half up.
  public let returns: Money
  /// What the seller paid for the piece; nil where it is not known.
  public let cost: Money?
  /// `price` less all of the above; below zero where a sale loses money.
  public let margin: Money

  /// - Parameters:
  ///   - price: what the buyer pays for the piece.
  ///   - weight: with packaging, grams.
  ///   - cost: what the seller paid.
  /// Throws `MoneyError.currencyMismatch` where the table is of another currency, and `overflow`.
  public init(
    price: Money, weight: Int64, cost: Money?, _ table: FeeTable
  ) throws(MoneyError) {
    let nothing = Money.zero(price.currency)
    self.price = price
    self.cost = cost
    commission = try price.percent(table.commission)
    logistics = table.step(of: weight)?.fee ?? nothing
    returns = try table.returnCost.percent(table.returnShare)
    margin = try price.subtracting(commission).subtracting(logistics).subtracting(returns)
      .subtracting(cost ?? nothing)
  }

  /// The margin's share of the price; nil where there is no price.
  public var share: Percent? { Percent(margin.minor, of: price.minor) }
}
