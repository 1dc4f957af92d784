import Commerce
import HTTP
import Office
import SQL

/// What else programs ask of a posting: its boxes, a second offer to the carrier, limits, dates.
/// What this marketplace has no service for is refused in the API's words, never acknowledged.
struct TermCalls: Sendable {
  private static let most = 100

  let acts: PostingActs
  let carriers: Carriers

  /// `POST /v3/posting/multiboxqty/set`: so many parcels, the pieces spread over them.
  func setBoxes(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let count = Int(
      try fields.integer("multi_box_qty", 1...Int64(ShipmentForm.mostParcels), else: 1))
    let now = context.now
    try WireRefusal.turning {
      try context.write(
        Act("posting.parcels", "posting", posting.id.raw, detail: "\(count)")
      ) { tx in
        let store = ParcelStore(rows: tx.reader)
        let cards = try store.cards(of: posting.id)
        if cards.count == count { return }
        let book = try carriers.book(in: tx.transaction.open)
        guard let carrier = book.carrier(cards.first?.carrier) else {
          throw SellerError.precondition("HAS_INCORRECT_STATUS")
        }
        // Only the platform's own carrier numbers parcels itself.
        guard carrier.id == Carrier.platform else {
          throw SellerError.precondition("HAS_INCORRECT_TPL_INTEGRATION_TYPE")
        }
        let boxes = try Self.boxes(count, store.lines(of: posting.id), cards)
        try acts.prepare(
          Shipment(carrier: carrier, tariff: nil, quote: nil, parcels: boxes), of: posting.id,
          version: nil, at: now, in: tx)
      }
    }
    return .wire(["result": ["result": true]])
  }

  /// `POST /v2/posting/fbs/awaiting-delivery`: what the carrier did not take is offered again.
  func offerAgain(_ context: WorkContext<SellerClient>) throws -> Response {
    let postings = try postings(context)
    let now = context.now
    try WireRefusal.turning {
      try context.write(Act("posting.offer_again", "posting", postings[0].id.raw)) { tx in
        for posting in postings {
          try acts.perform(
            PostingAct(command: .offerAgain, actor: .program), on: posting.id, at: now, in: tx)
        }
      }
    }
    return .wire(["result": true])
  }

  /// `POST /v2/posting/fbs/arbitration`: differences are settled as cases of the hand-over.
  func dispute(_ context: WorkContext<SellerClient>) throws -> Response {
    let postings = try postings(context)
    guard postings.allSatisfy({ $0.state == .notAccepted }) else {
      throw SellerError.precondition("HAS_INCORRECT_STATUS")
    }
    throw SellerError.precondition("ARBITRATION_IS_NOT_AVAILABLE")
  }

  /// `POST /v1/posting/fbs/restrictions`: what the carrier's services take; a limit that none of
  /// them has is left out.
  func limits(_ context: WorkContext<SellerClient>) throws -> Response {
    let posting = try context.posting(named: "posting_number", in: context.fields())
    let book = try carriers.book(in: context.open)
    let carrier = posting.carrier ?? Carrier.platform
    let services = try ShippingStore(rows: context.reader).open(book).filter {
      $0.carrier == carrier
    }
    var result: [(String, JSON)] = [
      ("posting_number", .string(posting.number)), ("min_posting_weight", 0),
    ]
    func add(_ name: String, _ values: [Int64]) {
      guard let most = values.max(), !values.contains(0) else { return }
      result.append((name, .integer(most)))
    }
    add("max_posting_weight", services.map(\.limits.weight))
    for (index, name) in ["length", "width", "height"].enumerated() {
      add(name, services.map { index < $0.limits.sides.count ? $0.limits.sides[index] : 0 })
    }
    return .wire(["result": result.json])
  }

  /// `POST /v1/posting/cutoff/set`
  func moveCutOff(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    _ = try context.posting(named: "posting_number", in: fields)
    guard try fields.instant("new_cutoff_date") != nil else {
      throw SellerError.invalid("new_cutoff_date", "is required")
    }
    throw SellerError.precondition("CUTOFF_CHANGE_IS_NOT_AVAILABLE")
  }

  /// `POST /v1/posting/fbs/timeslot/change-restrictions`: buyers are promised a day, and it is
  /// not moved.
  func slotLimits(_ context: WorkContext<SellerClient>) throws -> Response {
    let posting = try context.posting(named: "posting_number", in: context.fields())
    var answer: [(String, JSON)] = [("remaining_changes_count", 0)]
    if let end = try PromiseStore(rows: context.reader).promise(of: posting.id) {
      answer.append(
        ("delivery_interval", ["begin": .string("\(end - .days(1))"), "end": .string("\(end)")]))
    }
    return .wire(answer.json)
  }

  /// `POST /v1/posting/fbs/timeslot/set`
  func moveSlot(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    _ = try context.posting(named: "posting_number", in: fields)
    let slot = try fields.object("new_timeslot")
    guard let from = try slot.instant("from"), let to = try slot.instant("to"), from < to else {
      throw SellerError.invalid("new_timeslot", "must begin before it ends")
    }
    throw SellerError.precondition("TIMESLOT_CHANGE_IS_NOT_AVAILABLE")
  }

  /// `POST /v1/posting/fbs/pick-up-code/verify`: nobody is given such codes, so none is right.
  func verify(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    _ = try context.posting(named: "posting_number", in: fields)
    guard let code = try fields.text("pickup_code", max: 100), !code.isEmpty else {
      throw SellerError.invalid("pickup_code", "is required")
    }
    return .wire(["valid": false])
  }

  // MARK: parts

  private func postings(_ context: WorkContext<SellerClient>) throws -> [WirePosting] {
    let numbers = try context.fields().texts("posting_number", max: Self.most)
    guard !numbers.isEmpty else { throw SellerError.invalid("posting_number", "is required") }
    var seen: Set<String> = []
    return try numbers.filter { seen.insert($0).inserted }.map { number in
      guard let posting = try WirePostings.posting(number, in: context.reader) else {
        throw SellerError.notFound("POSTING_NOT_FOUND")
      }
      return posting
    }
  }

  /// Piece by piece, one box after the other; the first keeps its number.
  private static func boxes(
    _ count: Int, _ lines: [PackedLine], _ known: [ParcelCard]
  ) throws(SellerError) -> [ParcelDraft] {
    var boxes = [ParcelDraft](repeating: ParcelDraft(), count: count)
    boxes[0].number = known.first?.number
    if count == 1 { return boxes }
    let pieces = lines.reduce(0) { $0 + $1.quantity }
    guard pieces >= Int64(count) else {
      throw .precondition("HAS_INCORRECT_PRODUCT_QUANTITY")
    }
    var start: Int64 = 0
    let boxCount = Int64(count)
    for line in lines {
      for index in boxes.indices {
        // How many of the pieces start, start + 1 ... fall to this box.
        let first = (Int64(index) - start % boxCount + boxCount) % boxCount
        let share = line.quantity > first ? (line.quantity - first - 1) / boxCount + 1 : 0
        if share > 0 { boxes[index].lines[line.line] = share }
      }
      start += line.quantity
    }
    return boxes
  }
}
