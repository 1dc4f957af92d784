import Commerce
import Office
import SQL

/// Takes an order: reserves, splits and writes it, all in the caller's transaction.
struct OrderPlacing {
  let acts: PostingActs
  let tx: PlatformTransaction
  let now: Instant

  private var postings: [PostingDraft] = []
  private var currency: Currency?

  init(_ acts: PostingActs, in tx: PlatformTransaction, at now: Instant) {
    self.acts = acts
    self.tx = tx
    self.now = now
  }

  private var stock: any StockKeeping { acts.stock }
  private var kernel: Kernel { acts.kernel }

  /// - Throws: `OrderRefusal`; then nothing of it may be kept.
  mutating func place(_ draft: OrderDraft) throws -> PlacedOrder {
    currency = draft.currency
    for (index, line) in draft.lines.enumerated() { try add(line, "lines[\(index)]") }
    let money = try money(of: draft)
    let payment: PaymentState = draft.isPaid ? .paid : .unpaid
    let order = try OrderStore.insertOrder(
      kernel.newID(), money, payment, postings: postings.count, at: now, in: tx)
    let placed = try postings.enumerated().map { index, posting in
      let whole = PlacedPosting(
        draft: posting, number: "\(order.number)-\(index + 1)",
        money: try self.money(of: posting, money), payment: payment)
      let written = try write(whole, of: order, for: draft.recipient)
      if let promised = draft.promised {
        try PromiseStore.keep(promised, to: posting.id, in: tx.seller(posting.seller))
      }
      return written
    }
    return PlacedOrder(order: order, money: money, postings: placed, placed: now)
  }

  private func write(
    _ posting: PlacedPosting, of order: OrderHead, for recipient: Recipient
  ) throws -> PlacedPosting {
    let rows = tx.seller(posting.draft.seller)
    let mark = Fingerprint.of(recipient, posting.draft.lines, kernel)
    var posting = posting
    posting.isConfirmed = try acts.confirmsByItself(
      posting, for: recipient, mark: mark, at: now, in: rows)
    try OrderStore.insert(
      posting, of: order, for: recipient, mark: mark, due: acts.deadlines, at: now, in: rows)
    if posting.isConfirmed {
      try acts.record(
        .confirmed, of: posting.draft.id, by: .platform, "rule", at: now, in: rows)
    }
    // An unpaid order is nobody's news yet: it is announced with its payment.
    if posting.payment.isSettled {
      try PostingMails.placed(acts.kernel).enqueue(posting.draft.id, in: rows)
      try acts.pushNew(posting.draft.id, at: now, in: rows)
      try kernel.events.publish(posting.event(at: now), in: tx.transaction)
    }
    return posting
  }

  private mutating func add(_ line: OrderDraft.Line, _ field: String) throws {
    guard let sellable = try stock.sellable(line.product, in: tx) else {
      throw OrderRefusal.field(Problem("\(field).product_id", Message("orders.api.notSellable")))
    }
    try hold(sellable.price.currency, "\(field).product_id")
    let gross: Money
    do { gross = try sellable.price.times(line.quantity) } catch {
      throw OrderRefusal.field(Problem("\(field).quantity", Message("orders.api.tooMuch")))
    }
    let discount = try discount(line, gross, field)
    let sum = Money(minor: gross.minor - discount.minor, currency: gross.currency)
    do {
      try reserve(
        PostingDraft.Line(
          sellable: sellable, quantity: line.quantity, discount: discount, sum: sum))
    } catch StockRefusal.short(let available) {
      throw OrderRefusal.short(field: "\(field).quantity", available: available)
    } catch StockRefusal.notSellable {
      throw OrderRefusal.field(Problem("\(field).product_id", Message("orders.api.notSellable")))
    }
  }

  /// At most the line's own price.
  private func discount(
    _ line: OrderDraft.Line, _ gross: Money, _ field: String
  ) throws(OrderRefusal) -> Money {
    guard let text = line.discount else { return .zero(gross.currency) }
    guard let money = try? Money(parsing: text, currency: gross.currency),
      (0...gross.minor).contains(money.minor)
    else { throw .field(Problem("\(field).discount", Message("checks.api.discount"))) }
    return money
  }

  /// One currency for the whole order.
  private mutating func hold(_ own: Currency, _ field: String) throws(OrderRefusal) {
    guard let currency else {
      currency = own
      return
    }
    guard currency == own else {
      throw .field(
        Problem(
          field,
          Message("orders.api.currency", ["wanted": currency.code, "found": own.code])))
    }
  }

  /// The stock chooses the warehouse, and the warehouse decides to which posting a line belongs.
  /// Where the guess was wrong the pieces are booked over to the right posting.
  private mutating func reserve(_ line: PostingDraft.Line) throws {
    let seller = line.sellable.seller
    let rows = tx.seller(seller)
    let guess = postings.lastIndex { $0.seller == seller }
    let id = guess.map { postings[$0].id } ?? kernel.newID()
    let first = try stock.reserve(
      line.sellable.product, quantity: line.quantity, for: id, at: now, in: rows)
    let right = postings.firstIndex { $0.seller == seller && $0.warehouse == first.warehouse }
    if let right, right == guess { return postings[right].lines.append(line) }
    let owner = right.map { postings[$0].id } ?? (guess == nil ? id : kernel.newID())
    if owner != id {
      try stock.release(first, for: id, reason: "split", at: now, in: rows)
      _ = try stock.reserve(
        line.sellable.product, quantity: line.quantity, for: owner, at: now, in: rows)
    }
    if let right { return postings[right].lines.append(line) }
    postings.append(
      PostingDraft(id: owner, seller: seller, warehouse: first.warehouse, lines: [line]))
  }

  private mutating func money(of draft: OrderDraft) throws -> OrderMoney {
    guard let currency else { throw Failure.malformed(Message("errors.400.text")) }
    let shipping = try shipping(draft.shipping, currency)
    do {
      let goods = try postings.map { posting in
        try Money.sum(posting.lines.map(\.sum), in: currency)
      }
      let whole = try OrderMoney(goods: goods, shipping: shipping)
      for (index, share) in OrderMoney.share(shipping, by: goods).enumerated() {
        postings[index].shipping = share
      }
      return whole
    } catch is MoneyError {
      throw OrderRefusal.field(Problem("lines", Message("orders.api.tooMuch")))
    }
  }

  private func shipping(_ text: String?, _ currency: Currency) throws(OrderRefusal) -> Money {
    guard let text else { return .zero(currency) }
    guard let money = try? Money(parsing: text, currency: currency), !money.isNegative else {
      throw .field(Problem("shipping", Message("orders.api.money")))
    }
    return money
  }

  private func money(of posting: PostingDraft, _ whole: OrderMoney) throws -> OrderMoney {
    try OrderMoney(
      goods: posting.lines.map(\.sum), shipping: posting.shipping ?? .zero(whole.total.currency))
  }
}

/// An order as it was written.
struct PlacedOrder: Sendable {
  let order: OrderHead
  let money: OrderMoney
  let postings: [PlacedPosting]
  let placed: Instant
}

/// The identity of an order and the number that people use.
struct OrderHead: Sendable {
  let id: OrderID
  let number: Int64
}

/// A posting as it was written.
struct PlacedPosting: Sendable {
  let draft: PostingDraft
  let number: String
  let money: OrderMoney
  let payment: PaymentState
  /// Whether everything was in order and the shop wants such postings confirmed.
  var isConfirmed = false

  var state: PostingState {
    guard payment.isSettled else { return .awaitingPayment }
    return isConfirmed ? .awaitingPackaging : .awaitingConfirmation
  }

  func event(at now: Instant) -> OrderPlaced {
    OrderPlaced(
      seller: draft.seller, posting: draft.id, number: number, total: money.total, at: now)
  }
}
