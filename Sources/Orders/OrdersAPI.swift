import Commerce
import HTTP
import Office
import SQL

/// Orders for the shop front: place, look up, withdraw, report what the carrier says.
struct OrdersAPI: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  func place(_ context: WorkContext<APIClient>) throws -> Response {
    let draft = try OrderDraft(context.json())
    return try context.answering {
      try context.once(Act("order.placed", "order", 0)) { tx in
        var placing = OrderPlacing(acts, in: tx, at: context.now)
        return APIAnswer(status: 201, body: OrderJSON.order(try placing.place(draft)).bytes)
      }
    }
  }

  func show(_ context: PageContext<APIClient>, _ number: String) throws -> Response {
    guard let number = Int64(number), number > 0,
      let order = try StoredOrder.order(number, in: context.reader)
    else { throw Failure.notFound }
    return .json(OrderJSON.order(order, context.kernel).bytes)
  }

  /// The buyer withdraws from what is not shipped yet, all postings or none.
  func withdraw(_ context: WorkContext<APIClient>, _ number: String) throws -> Response {
    guard let number = Int64(number), number > 0 else { throw Failure.notFound }
    return try context.answering {
      try context.once(Act("order.withdrawn", "order", number)) { tx in
        guard let order = try StoredOrder.order(number, in: tx) else { throw Failure.notFound }
        for posting in order.postings where !posting.isGone {
          try acts.perform(
            PostingAct(command: .withdraw, actor: .buyer, detail: "buyer"), on: posting.id,
            at: context.now, in: tx.seller(posting.seller))
        }
        return try answer(number, in: tx)
      }
    }
  }

  /// What a carrier says: `{"code":"out_for_delivery","at":"2026-11-23T14:05:00Z"}`.
  func track(_ context: WorkContext<APIClient>, _ number: String) throws -> Response {
    let report = try TrackingReport(context.json(), now: context.now)
    return try context.answering {
      try context.once(Act("posting.tracked", "posting", 0, detail: number)) { tx in
        guard let found = try tx.first(StoredOrder.posting, number) else {
          throw Failure.notFound
        }
        let act = PostingAct(
          command: report.status.command, actor: .carrier, detail: report.status.rawValue)
        let rows = tx.seller(SellerID(raw: found.seller))
        if let posting = try PostingStore(rows: rows.reader).posting(found.id),
          !posting.allows(report.at)
        {
          throw Failure.invalid([Problem("at", Message(NewsForm.Fault.early.label))])
        }
        try acts.perform(act, on: found.id, at: report.at, in: rows)
        try TrackingActs(acts: acts, carriers: carriers).hear(
          report.status, of: found.id, at: report.at, now: context.now, in: rows)
        let state = try PostingStore(rows: rows.reader).posting(found.id)?.state ?? .delivering
        return APIAnswer(status: 200, body: OrderJSON.posting(number, state).bytes)
      }
    }
  }
}

/// A carrier's report.
struct TrackingReport: Sendable {
  let status: TrackingStatus
  /// When it happened; not in the future.
  let at: Instant

  /// - Throws: `Failure.invalid` with every problem at once.
  init(_ document: JSON, now: Instant) throws(Failure) {
    do {
      self = try JSONFields.decode(document) { fields in
        let status = fields.value("code", max: 60) { TrackingStatus(code: $0) }
        let at = fields.optionalValue("at", max: 40) { Instant(iso: $0) } ?? now
        if at > now + .minutes(10) { fields.refuse("at", textKey: "orders.api.future") }
        return status.map { TrackingReport(status: $0, at: min(at, now)) }
      }
    } catch {
      throw .invalid(error.all.map { Problem($0.path, Message($0.textKey)) })
    }
  }

  private init(status: TrackingStatus, at: Instant) {
    self.status = status
    self.at = at
  }
}

extension PlatformTransaction {
  /// To change a seller's row, the platform acts inside that seller.
  func seller(_ seller: SellerID) -> SellerTransaction {
    transaction.seller(scope.entering(seller: seller.raw))
  }
}

extension WorkContext where Scope == APIClient {
  /// Turns refusals into answers. They are thrown, so that nothing of the act is kept.
  func answering(_ body: () throws -> Response) throws -> Response {
    do {
      return try body()
    } catch OrderRefusal.field(let problem) {
      throw Failure.invalid([problem])
    } catch OrderRefusal.short(let field, let available) {
      let message = text("orders.api.short", count: available)
      return .json(
        OrderJSON.short(field: field, available: available, message: message).bytes, .conflict)
    } catch let refusal as IllegalCommand {
      let message = text(
        "orders.conflict.text", ["number": refusal.number, "state": text(refusal.state.label)])
      return .json(OrderJSON.illegal(refusal, message: message).bytes, .conflict)
    } catch let refusal as IllegalPayment {
      let message = text(
        "postings.payment.conflict", ["state": text(refusal.state.label)])
      return .json(OrderJSON.illegal(refusal, message: message).bytes, .conflict)
    }
  }
}
