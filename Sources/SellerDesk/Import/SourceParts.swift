import Commerce

/// What the source says of a product.
struct SourceProduct: Sendable {
  /// Where its row stands.
  let line: Int
  /// In English words; nil where the source has none.
  let category: String?
  let weightGrams: Int64?
  /// In millimetres.
  let length: Int64?
  let height: Int64?
  let width: Int64?

  /// The source has no names: the category and the first digits of the identity.
  func title(_ key: SourceKey) -> String {
    let words = category ?? "product"
    return words.prefix(1).uppercased() + words.dropFirst() + " \(key.short)"
  }
}

/// A row that belongs to an order.
protocol OrderPart {
  var order: SourceKey { get }
  /// Its number within the order.
  var number: Int64 { get }
  /// Where its row stands.
  var line: Int { get }
}

/// A piece of an order, as its row says.
struct SourceLine: OrderPart, Sendable {
  let order: SourceKey
  let product: SourceKey
  let seller: SourceKey
  /// Of one piece, in minor units.
  let price: Int64
  let freight: Int64
  /// By when the seller should have handed it to the carrier.
  let deadline: Instant
  let number: Int64
  let line: Int
}

/// A payment of an order.
struct SourcePayment: OrderPart, Sendable {
  let order: SourceKey
  let number: Int64
  let line: Int
  let kind: String
  let instalments: Int64
  let amount: Int64
}

extension Array where Element: OrderPart {
  /// Sorts by order and number; what has the same of both as one before is taken out.
  mutating func sortAndTakeOutRepeats() -> [Element] {
    sort { ($0.order, $0.number, $0.line) < ($1.order, $1.number, $1.line) }
    var repeats: [Element] = []
    var kept: [Element] = []
    kept.reserveCapacity(count)
    for element in self {
      if let last = kept.last, last.order == element.order, last.number == element.number {
        repeats.append(element)
      } else {
        kept.append(element)
      }
    }
    self = kept
    return repeats
  }

  /// The parts of an order, in an array that is sorted by it.
  func range(of order: SourceKey) -> ArraySlice<Element> {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].order < order { low = middle + 1 } else { high = middle }
    }
    return self[low...].prefix { $0.order == order }
  }
}
