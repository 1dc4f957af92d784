import Commerce
import Office

/// One posting of an order that is being placed: what one seller ships from one warehouse.
struct PostingDraft: Sendable {
  struct Line: Sendable {
    let sellable: Sellable
    let quantity: Int64
    /// What promotions take off the line.
    let discount: Money
    /// Price times quantity less the discount.
    let sum: Money
  }

  let id: PostingID
  let seller: SellerID
  let warehouse: WarehouseID
  var lines: [Line] = []
  /// Set once the whole order is known.
  var shipping: Money?

  var pieces: Int64 { lines.reduce(0) { $0 + $1.quantity } }
  var weightGrams: Int64 { lines.reduce(0) { $0 + $1.sellable.weightGrams * $1.quantity } }
}

/// Money of an order: the postings' parts always sum to the whole, to the minor unit.
struct OrderMoney: Sendable, Hashable {
  let goods: Money
  let shipping: Money
  let total: Money

  /// Adds up goods and delivery. Throws where the sum does not fit 64 bits.
  init(goods: [Money], shipping: Money) throws(MoneyError) {
    self.goods = try Money.sum(goods, in: shipping.currency)
    self.shipping = shipping
    total = try self.goods.adding(shipping)
  }

  /// Delivery shared out by the goods' amounts, largest remainder first.
  static func share(_ shipping: Money, by goods: [Money]) -> [Money] {
    shipping.allocate(by: goods.map(\.minor))
  }
}

/// Why an order can't be taken although its fields are well-formed.
enum OrderRefusal: Error, Sendable {
  /// Fewer pieces are free than asked for.
  case short(field: String, available: Int64)
  /// A rule that a field breaks.
  case field(Problem)
}
