import Commerce
import Office
import SQL

/// Holds a price that looks like a slip of the hand until it is typed a second time; the old one
/// goes on selling meanwhile.
enum PriceGuard {
  /// A price may fall by this much at once.
  static let mostFall = Percent(basisPoints: 4_000)
  /// A price may rise by this much at once.
  static let mostRise = Percent(basisPoints: 10_000)

  /// Why a price is held.
  enum Reason: Sendable, Hashable {
    case fell(Percent)
    case rose(Percent)
    case belowCost
  }

  /// The reason to hold a new price; nil where it can be used at once. A first price is held only
  /// when it is below cost: there is nothing to compare it with.
  static func reason(from old: Int64?, to new: Int64?, cost: Int64?) -> Reason? {
    guard let new, new != old else { return nil }
    if let old, old > 0 {
      if new < old, let fall = Percent(old - new, of: old), fall > mostFall { return .fell(fall) }
      if new > old, let rise = Percent(new - old, of: old), rise > mostRise { return .rose(rise) }
    }
    if let cost, new < cost { return .belowCost }
    return nil
  }
}

/// A price that waits for its confirmation, with those that came with it. Minor units.
struct AskedPrice: Sendable, Hashable {
  let price: Int64
  let before: Int64?
  let least: Int64?
}

extension ProductTerms {
  /// The same terms with the prices of before, and those that wait; nil where the guard lets the
  /// new price through.
  func held(over old: ProductTerms) -> (terms: ProductTerms, asked: AskedPrice)? {
    guard let price, PriceGuard.reason(from: old.price, to: price, cost: cost) != nil else {
      return nil
    }
    var kept = self
    kept.price = old.price
    kept.priceBefore = old.priceBefore
    kept.priceMin = old.priceMin
    return (kept, AskedPrice(price: price, before: priceBefore, least: priceMin))
  }
}

extension ProductStore {
  /// Saves terms over those in force; a price that the guard holds waits beside the one that goes
  /// on selling, and one that waits already goes on waiting while the price stays as it is.
  static func guardedSave(
    _ terms: ProductTerms, over product: Product, at now: Instant, by member: Int64?,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let held = terms.held(over: product.terms)
    let kept = terms.price == product.terms.price ? product.asked : nil
    try save(
      held?.terms ?? terms, asking: held?.asked ?? kept, of: product.id, at: now, by: member,
      in: tx)
  }
}
