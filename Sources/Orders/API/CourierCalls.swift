import Commerce
import HTTP
import Office
import SQL

/// Postings that the shop's own choice of carrier brings to the buyer: programs set the numbers
/// and report how far they are, as people do on pages. The platform's own carrier reports itself.
/// Each posting is a transaction and has an answer of its own.
struct CourierCalls: Sendable {
  private static let most = 100
  private static let mostNumbers = 20

  let tracking: TrackingActs

  private var acts: PostingActs { tracking.acts }

  /// `POST /v2/fbs/posting/tracking-number/set`
  func setNumbers(_ context: WorkContext<SellerClient>) throws -> Response {
    let items = try context.fields().objects("tracking_numbers", max: Self.mostNumbers)
    guard !items.isEmpty else { throw SellerError.invalid("tracking_numbers", "is required") }
    let pairs = try items.map { item in
      (
        posting: try item.text("posting_number", max: 60) ?? "",
        number: TrackingFormat.normalised(try item.text("tracking_number", max: 80) ?? "")
      )
    }
    return try answer(pairs.map(\.posting), context) { index, posting, cards, tx in
      try setNumber(pairs[index].number, posting, cards, at: context.now, in: tx)
    }
  }

  /// `POST /v2/fbs/posting/delivering`
  func deliver(_ context: WorkContext<SellerClient>) throws -> Response {
    try report(.inTransit, context) { posting, cards, tx in
      if posting.state == .delivering, posting.stage != PostingStatus.lastMile { return false }
      if posting.state == .awaitingDelivery {
        try tracking.leave(posting, cards, by: .program, at: context.now, in: tx)
      } else if posting.state != .handedOver {
        throw Refusal.transition
      }
      return true
    }
  }

  /// `POST /v2/fbs/posting/last-mile`
  func hand(_ context: WorkContext<SellerClient>) throws -> Response {
    try report(PostingStatus.lastMile, context) { posting, _, _ in
      if posting.stage == PostingStatus.lastMile { return false }
      guard posting.state.isTravelling else { throw Refusal.transition }
      return true
    }
  }

  /// `POST /v2/fbs/posting/delivered`
  func finish(_ context: WorkContext<SellerClient>) throws -> Response {
    try report(.delivered, context) { posting, _, _ in
      if posting.state == .delivered || posting.state == .completed { return false }
      guard posting.state.isTravelling else { throw Refusal.transition }
      return true
    }
  }

  /// Why a posting of the call is refused.
  private enum Refusal: String, Error {
    case unknown = "POSTING_NOT_FOUND"
    case transition = "TRANSITION_IS_NOT_POSSIBLE"
    /// The platform's own carrier has it.
    case integration = "HAS_INCORRECT_TPL_INTEGRATION_TYPE"
    /// No carrier of the shop has numbers of this shape.
    case number = "HAS_INCORRECT_TRACKING_NUMBER"
    case taken = "TRACKING_NUMBER_ALREADY_USED"
    /// Each parcel of several has its own number; a call has one.
    case parcels = "HAS_SEVERAL_PARCELS"
  }

  // MARK: parts

  /// - Parameter mayTell: moves the posting so far that the news fits; false where the news is
  ///   known already.
  private func report(
    _ status: TrackingStatus, _ context: WorkContext<SellerClient>,
    _ mayTell: (Posting, [ParcelCard], SellerTransaction) throws -> Bool
  ) throws -> Response {
    let numbers = try context.fields().texts("posting_number", max: Self.most)
    guard !numbers.isEmpty else { throw SellerError.invalid("posting_number", "is required") }
    return try answer(numbers, context) { _, posting, cards, tx in
      if cards.contains(where: { $0.carrier == Carrier.platform }) { throw Refusal.integration }
      guard try mayTell(posting, cards, tx) else { return }
      let news = ParcelNews(
        key: nil, status: status, code: status.rawValue, at: context.now, source: .api)
      for card in cards {
        _ = try tracking.take(news, of: posting.id, card.part, at: context.now, in: tx)
      }
    }
  }

  private func answer(
    _ numbers: [String], _ context: WorkContext<SellerClient>,
    _ body: (Int, Posting, [ParcelCard], SellerTransaction) throws -> Void
  ) throws -> Response {
    let rows = try numbers.enumerated().map { index, number -> JSON in
      let refusal = try refusal(number, context) { posting, cards, tx in
        try body(index, posting, cards, tx)
      }
      return [
        "posting_number": .string(number), "result": .bool(refusal == nil),
        "error": .string(refusal ?? ""),
      ]
    }
    return .wire(["result": .array(rows)])
  }

  private func refusal(
    _ number: String, _ context: WorkContext<SellerClient>,
    _ body: (Posting, [ParcelCard], SellerTransaction) throws -> Void
  ) throws -> String? {
    guard let found = try WirePostings.posting(number, in: context.reader) else {
      return Refusal.unknown.rawValue
    }
    do {
      try context.write(Act("posting.tracking", "posting", found.id.raw, detail: "API")) { tx in
        guard let posting = try PostingStore(rows: tx.reader).posting(found.id) else {
          throw Refusal.unknown
        }
        let cards = try ParcelStore(rows: tx.reader).cards(of: posting.id)
        if cards.isEmpty { throw Refusal.transition }
        try body(posting, cards, tx)
      }
      return nil
    } catch let refusal as Refusal {
      return refusal.rawValue
    } catch is IllegalCommand {
      return Refusal.transition.rawValue
    } catch is DuplicateTracking {
      return Refusal.taken.rawValue
    } catch Failure.conflict {
      // On a hand-over act already.
      return Refusal.transition.rawValue
    }
  }

  private func setNumber(
    _ number: String, _ posting: Posting, _ cards: [ParcelCard], at now: Instant,
    in tx: SellerTransaction
  ) throws {
    guard cards.count == 1, let card = cards.first else { throw Refusal.parcels }
    if card.number == number { return }
    let book = try tracking.carriers.book(in: tx.transaction.open)
    if posting.state.isTravelling {
      if card.carrier == Carrier.platform { throw Refusal.integration }
      guard book.carrier(card.carrier)?.problem(of: number) == nil else { throw Refusal.number }
      return try tracking.renumber(card, to: number, by: .program, at: now, in: tx)
    }
    guard posting.state == .awaitingDelivery else { throw Refusal.transition }
    let carrier = try carrier(of: number, card, book, in: tx)
    let work = ShipWork(acts: acts, carriers: tracking.carriers)
    let shipment = try work.shipment(posting, carrier, number, cards, book, at: now, in: tx)
    try acts.prepare(shipment, of: posting.id, version: nil, at: now, in: tx)
  }

  /// Whose number it is: the call names no carrier, the shape does. The parcel's own comes first,
  /// then those that the shop ships with.
  private func carrier(
    of number: String, _ card: ParcelCard, _ book: CarrierBook, in tx: SellerTransaction
  ) throws -> Carrier {
    let open = try ShippingStore(rows: tx.reader).open(book).map(\.carrier)
    let found = ([card.carrier] + open).compactMap { book.carrier($0) }.first {
      $0.id != Carrier.platform && $0.isActive && $0.problem(of: number) == nil
    }
    guard let found else { throw Refusal.number }
    return found
  }
}
