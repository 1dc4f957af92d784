import Commerce
import HTTP
import Office
import SQL

/// What the shop front reports of the buyer's payment: it belongs to the order, and each of its
/// postings goes on with it.
struct PaymentActs: Sendable {
  static let ofOrder = Query<PaymentState>("select payment from customer_order where id = ?")
  static let setOrder = Command("update main.customer_order set payment = ?2 where id = ?1")
  static let setPosting = Command(
    """
    update main.posting set payment = ?2, paid_at = coalesce(paid_at, ?3), version = version + 1
    where seller_id = current_seller() and id = ?1
    """)

  let acts: PostingActs

  /// - Throws: `IllegalPayment` where the payment is elsewhere, or no posting waits for it.
  func report(
    _ command: PaymentCommand, on order: StoredOrder, at now: Instant, in tx: PlatformTransaction
  ) throws {
    let open = tx.transaction.open
    let state = try open.one(Self.ofOrder, order.head.id.raw)
    let isWanted =
      command != .pay || order.postings.contains { $0.state == .awaitingPayment }
    guard isWanted, let step = PaymentMachine.transition(command, in: state),
      step.by.contains(.buyer)
    else { throw IllegalPayment(command: command, state: state) }
    try open.run(Self.setOrder, order.head.id.raw, step.to)
    for posting in order.postings {
      try follow(posting, step.to, at: now, in: tx.seller(posting.seller))
    }
  }

  private func follow(
    _ posting: StoredPosting, _ state: PaymentState, at now: Instant, in rows: SellerTransaction
  ) throws {
    guard let before = try PostingStore(rows: rows.reader).posting(posting.id) else { return }
    // What was given up before it was paid has nothing to do with the money any more.
    let isOpen = before.payment.isSettled || before.payment == .chargeback
    guard isOpen || before.state == .awaitingPayment || state != .paid else { return }
    try set(state, of: before, at: now, in: rows)
    if state == .paid, before.state == .awaitingPayment {
      try acts.perform(
        PostingAct(command: .pay, actor: .buyer), on: posting.id, at: now, in: rows)
      try acts.confirmByItself(posting.id, at: now, in: rows)
    } else {
      try acts.record(.payment, of: posting.id, by: .buyer, state.word, at: now, in: rows)
    }
  }

  /// Nothing came in time: the order's payment ends with its first posting that gives up waiting.
  func expire(_ posting: Posting, at now: Instant, in rows: SellerTransaction) throws {
    let open = rows.transaction.open
    let state = try open.one(Self.ofOrder, posting.order.raw)
    if PaymentMachine.transition(.expire, in: state) != nil {
      try open.run(Self.setOrder, posting.order.raw, PaymentState.expired)
    }
    try set(.expired, of: posting, at: now, in: rows)
  }

  private func set(
    _ state: PaymentState, of posting: Posting, at now: Instant, in rows: SellerTransaction
  ) throws {
    let paid: Int64? = state == .paid ? now.milliseconds : nil
    try rows.run(Self.setPosting, posting.id.raw, state, paid)
    try acts.recheck(posting.id, in: rows)
    try acts.kernel.events.publish(
      PaymentChanged(
        seller: SellerID(raw: rows.scope.seller), posting: posting.id, number: posting.number,
        from: posting.payment.word, to: state.word, at: now), in: rows.transaction)
  }
}

/// `{"state":"paid"}` as the shop front sends it.
struct PaymentReport: Sendable {
  let command: PaymentCommand

  /// - Throws: `Failure.invalid` with every problem at once.
  init(_ document: JSON) throws(Failure) {
    do {
      self = try JSONFields.decode(document) { fields in
        fields.value("state", max: 40) { PaymentCommand(reported: $0) }
          .map(PaymentReport.init(command:))
      }
    } catch {
      throw .invalid(error.all.map { Problem($0.path, Message($0.textKey)) })
    }
  }

  private init(command: PaymentCommand) { self.command = command }
}

extension OrdersAPI {
  /// What the payment provider says of an order.
  func pay(_ context: WorkContext<APIClient>, _ number: String) throws -> Response {
    guard let number = Int64(number), number > 0 else { throw Failure.notFound }
    let report = try PaymentReport(context.json())
    return try context.answering {
      try context.once(
        Act("order.payment", "order", number, detail: report.command.rawValue)
      ) { tx in
        guard let order = try StoredOrder.order(number, in: tx) else { throw Failure.notFound }
        try PaymentActs(acts: acts).report(report.command, on: order, at: context.now, in: tx)
        return try answer(number, in: tx)
      }
    }
  }

  /// The order as it stands now.
  func answer(_ number: Int64, in tx: PlatformTransaction) throws -> APIAnswer {
    guard let order = try StoredOrder.order(number, in: tx) else { throw Failure.notFound }
    return APIAnswer(status: 200, body: OrderJSON.order(order, acts.kernel).bytes)
  }
}
