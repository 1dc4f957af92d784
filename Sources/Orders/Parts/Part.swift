import Commerce

/// Pieces taken out of a line. The discount is shared by pieces, to the last minor unit, so both
/// sides keep what promotions gave them and together cost what the line did.
struct LineCut: Sendable, Hashable {
  let line: Int64
  let product: ProductID
  /// What stays, 0 for nothing.
  let kept: Int64
  let keptDiscount: Int64
  /// What goes.
  let taken: Int64
  let takenDiscount: Int64
  let price: Money

  /// What the pieces that go cost the buyer.
  var takenSum: Int64 { price.minor &* taken &- takenDiscount }
  var keptSum: Int64 { price.minor &* kept &- keptDiscount }

  /// - Parameter pieces: 0 up to the line's own.
  init(_ line: PostingLine, taking pieces: Int64) {
    let shares = Money(minor: line.discount, currency: line.price.currency)
      .allocate(by: [line.quantity - pieces, pieces])
    self.line = line.number
    product = line.product
    kept = line.quantity - pieces
    taken = pieces
    keptDiscount = shares.first?.minor ?? 0
    takenDiscount = shares.last?.minor ?? 0
    price = line.price
  }

  /// The cuts of a posting's lines; nil unless some pieces go and some stay.
  static func all(_ lines: [PostingLine], _ pieces: [Int64: Int64]) -> [LineCut]? {
    let known = Set(lines.map(\.number))
    guard pieces.keys.allSatisfy(known.contains) else { return nil }
    var cuts: [LineCut] = []
    for line in lines {
      let wanted = pieces[line.number] ?? 0
      guard (0...line.quantity).contains(wanted) else { return nil }
      cuts.append(LineCut(line, taking: wanted))
    }
    let isPart = cuts.contains { $0.taken > 0 } && cuts.contains { $0.kept > 0 }
    return isPart ? cuts : nil
  }
}

/// What a posting's row says of its lines.
struct PostingSize: Sendable {
  let lines: Int64
  let pieces: Int64
  let first: PostingLine
  let goods: Int64
  let shipping: Int64

  /// Nil for no lines.
  init?(_ lines: [PostingLine], shipping: Int64) {
    guard let first = lines.first else { return nil }
    self.lines = Int64(lines.count)
    pieces = lines.reduce(0) { $0 + $1.quantity }
    self.first = first
    goods = lines.reduce(0) { $0 + $1.sum.minor }
    self.shipping = shipping
  }
}

/// The pieces named can't be taken out: none, all, or more than there are.
struct ImpossibleParts: Error {}
