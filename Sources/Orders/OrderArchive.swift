import Commerce
import Office
import SQL

/// Takes over orders in their final state: import, demo history, benchmark. It keeps counters
/// and rows as if they had happened here, without mails, events or movements of stock.
///
/// One archive serves one import, on one thread; it remembers what it has written.
public final class OrderArchive {
  static let insertPosting = Command(
    """
    insert into main.posting
      (seller_id, id, order_id, number, state, tab, due_at, since_at, placed_at, paid_at,
       confirmed_at, packed_at, shipped_at, delivered_at, cancelled_at, line_count, piece_count,
       first_title, first_offer, first_picture, buyer, city, carrier_id, warehouse_id, currency,
       goods_minor, shipping_minor, total_minor, payment, act, act_at, red)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  private struct Tally: Hashable {
    let seller: Int64
    let counter: String
  }

  let carriers = Carriers()
  private let deadlines = Deadlines.standard
  private var number: Int64 = 0
  private var seen: [Int64: Set<Int64>] = [:]
  private var tally: [Tally: Int64] = [:]
  private var words: [SoldProduct.Words] = []

  // A generator of its own, set back by a day: one id a row from there on stays behind the ids
  // that a serving process makes meanwhile, so the two never meet.
  private static let ids = IDGenerator()
  private static let start = Instant.now() - .days(1)

  public init() {}

  /// Writes the orders and their counters; those that are there already are left alone.
  /// - Returns: how many were new.
  @discardableResult
  public func insert(_ orders: [ArchivedOrder], in tx: PlatformTransaction) throws -> Int {
    number = try tx.transaction.open.one(OrderStore.lastNumber)
    tally.removeAll(keepingCapacity: true)
    var written = 0
    for order in orders where try insert(order, in: tx) { written += 1 }
    for (entry, count) in tally {
      try Counters.add(
        count, to: entry.counter, in: tx.seller(SellerID(raw: entry.seller)))
    }
    let lost = tally.reduce(0) { $0 + ($1.key.counter == PostingQueue.lost.counter ? $1.value : 0) }
    if lost > 0 { try Counters.addPlatform(lost, to: Loss.counter, in: tx.transaction) }
    // In the order of their rows: FTS5 writes one segment then, instead of one for each.
    for entry in words.sorted(by: { $0.row < $1.row }) { try entry.insert() }
    words.removeAll(keepingCapacity: true)
    return written
  }

  private func insert(_ order: ArchivedOrder, in tx: PlatformTransaction) throws -> Bool {
    let goods = try order.postings.map(Self.goods)
    let shipping = try Self.sum(order.postings.map(\.shippingMinor))
    let sum = try Self.sum(goods)
    let id: OrderID = Self.ids.next(at: Self.start)
    let isNew = try tx.transaction.open.run(
      OrderStore.insertOrder, id.raw, number + 1, order.source, order.currency.code, sum, shipping,
      try Self.sum([sum, shipping]), order.postings.count, order.placed.milliseconds,
      PaymentState.paid)
    guard isNew == 1, !order.postings.isEmpty else { return false }
    number += 1
    for (index, posting) in order.postings.enumerated() {
      try insert(
        posting, goods[index], "\(number)-\(index + 1)", of: id.raw, order,
        in: tx.seller(posting.seller))
    }
    return true
  }

  private func insert(
    _ posting: ArchivedPosting, _ goods: Int64, _ number: String, of order: Int64,
    _ whole: ArchivedOrder, in tx: SellerTransaction
  ) throws {
    guard let first = posting.lines.first else { throw ArchiveRefusal.malformed }
    let id = posting.id ?? Self.ids.next(at: Self.start)
    let done = posting.milestones
    let since = posting.since ?? done.began(posting.state)
    let due = posting.due ?? deadlines.due(in: posting.state, since: since)
    let pieces = posting.lines.reduce(Int64(0)) { $0 &+ $1.quantity }
    // What was overdue when it came stays as it is: nobody here was warned of it.
    let timer =
      due > Instant.now() && posting.state.tab.isOpen
      ? deadlines.plan(for: posting.state, since: since).timer.map {
        PostingTimer(kind: $0.kind, at: due)
      } : nil
    let payment: PaymentState = posting.state == .awaitingPayment ? .unpaid : .paid
    let isRed = Check.isRed(payment, posting.recipient)
    try tx.run(
      Self.insertPosting, tx.scope.seller, id.raw, order, number, posting.state,
      posting.state.tab, due.milliseconds, since.milliseconds, whole.placed.milliseconds,
      done.paid?.milliseconds, done.confirmed?.milliseconds, done.packed?.milliseconds,
      done.shipped?.milliseconds, done.delivered?.milliseconds, done.cancelled?.milliseconds,
      posting.lines.count, pieces, first.title, first.offerID, first.picture,
      Recipient.masked(name: posting.recipient.name), posting.recipient.city, posting.carrier,
      posting.warehouse?.raw, whole.currency.code, goods, posting.shippingMinor,
      try Self.sum([goods, posting.shippingMinor]),
      payment, timer?.kind, timer?.at.milliseconds, isRed)
    try insert(posting.lines, of: id, in: tx)
    try OrderStore.insert(posting.recipient, of: id, in: tx)
    try insertParcel(posting, of: id, at: whole.placed, in: tx)
    try Self.sign(posting, id, in: tx)
    count(PostingQueue.Place(state: posting.state, isRed: isRed), tx.scope.seller)
    try Self.promise(posting, id, in: tx)
    if posting.state == .lost {
      try Self.note(.tracking, .carrier, TrackingStatus.lost.rawValue, id, at: since, in: tx)
      _ = try ClaimActs.open(
        id, carrier: posting.carrier, currency: whole.currency, at: since, in: tx)
      tally[Tally(seller: tx.scope.seller, counter: Claim.counter), default: 0] += 1
    }
    if let question = posting.question, try Self.ask(question, id, in: tx) {
      tally[Tally(seller: tx.scope.seller, counter: Inquiry.counter), default: 0] += 1
    }
  }

  private func insert(
    _ lines: [ArchivedLine], of posting: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    for (index, line) in lines.enumerated() {
      try tx.run(
        OrderStore.insertLine, tx.scope.seller, posting.raw, index + 1, line.product.raw,
        line.offerID, line.title, line.barcode, line.picture, line.weightGrams, line.quantity,
        line.priceMinor, 0)
      let isNew = seen[tx.scope.seller, default: []].insert(line.product.raw).inserted
      guard isNew else { continue }
      let sold = try SoldProduct.remember(
        line.product, offerID: line.offerID, title: line.title, in: tx)
      if let sold { words.append(sold) }
    }
  }

  private func insertParcel(
    _ posting: ArchivedPosting, of id: PostingID, at placed: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    guard let carrier = posting.carrier, let tracking = posting.trackingNumber else { return }
    let weight = posting.lines.reduce(Int64(0)) { $0 &+ $1.weightGrams &* $1.quantity }
    try tx.run(
      PostingActs.insertParcel, tx.scope.seller, id.raw, carrier, tracking, weight,
      (posting.milestones.packed ?? placed).milliseconds)
  }

  private func count(_ place: PostingQueue.Place, _ seller: Int64) {
    for queue in PostingQueue.allCases where queue.holds(place) {
      tally[Tally(seller: seller, counter: queue.counter), default: 0] += 1
    }
    let tab = place.state.tab
    tally[Tally(seller: seller, counter: tab.counter), default: 0] += 1
    guard tab.isOpen else { return }
    tally[Tally(seller: seller, counter: PostingTab.openCounter), default: 0] += 1
  }

  private static func goods(_ posting: ArchivedPosting) throws(ArchiveRefusal) -> Int64 {
    var total: Int64 = 0
    for line in posting.lines {
      let (product, isTooBig) = line.priceMinor.multipliedReportingOverflow(by: line.quantity)
      guard line.quantity > 0, line.priceMinor >= 0, !isTooBig else { throw .malformed }
      total = try sum([total, product])
    }
    return total
  }

  private static func sum(_ amounts: [Int64]) throws(ArchiveRefusal) -> Int64 {
    var total: Int64 = 0
    for amount in amounts {
      let (next, isTooBig) = total.addingReportingOverflow(amount)
      guard amount >= 0, !isTooBig else { throw .malformed }
      total = next
    }
    return total
  }
}
