import Commerce
import HTTP
import Office
import SQL

/// What sellers' programs do with postings before the carrier has them. The same acts as on the
/// pages, each call one transaction.
struct PackCalls: Sendable {
  let acts: PostingActs
  let room: PrintRoom

  /// `POST /v4/posting/fbs/ship`: packs, one posting for each package.
  func ship(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let packages = try fields.objects("packages", max: 50).map { package in
      try WirePieces(package.objects("products", max: 500))
    }
    guard !packages.isEmpty else { throw SellerError.invalid("packages", "is required") }
    let numbers = try WireRefusal.turning {
      try context.write(Act("posting.pack", "posting", posting.id.raw)) { tx in
        let store = PostingStore(rows: tx.reader)
        guard try WirePieces.sum(packages) == WirePieces(of: store.lines(of: posting.id)) else {
          throw SellerError.precondition("HAS_INCORRECT_PRODUCT_QUANTITY")
        }
        var made = [posting.id]
        for package in packages.dropFirst() {
          made.append(try split(package, off: posting.id, context, tx))
        }
        return try made.map { try pack($0, context, tx) }
      }
    }
    let more = try fields.object("with").value("additional_data") == .bool(true)
    let data = try more ? numbers.map { try additional($0, context) } : []
    return .json(
      [
        ("result", JSON.array(numbers.map { .string($0) })), ("additional_data", .array(data)),
      ].json.bytes)
  }

  /// `POST /v4/posting/fbs/ship/package`: packs some pieces as a posting of their own.
  func shipPackage(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let pieces = try WirePieces(fields.objects("products", max: 500))
    let number = try WireRefusal.turning {
      try context.write(Act("posting.pack", "posting", posting.id.raw)) { tx in
        try pack(split(pieces, off: posting.id, context, tx), context, tx)
      }
    }
    return .json([("result", JSON.string(number))].json.bytes)
  }

  /// `POST /v1/posting/fbs/split`: postings of their own, not packed yet.
  func split(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let parts = try fields.objects("postings", max: 50).map { part in
      try WirePieces(part.objects("products", max: 500))
    }
    guard !parts.isEmpty else { throw SellerError.invalid("postings", "is required") }
    return try WireRefusal.turning {
      try context.write(Act("posting.split", "posting", posting.id.raw)) { tx in
        let made = try parts.map { try split($0, off: posting.id, context, tx) }
        let store = PostingStore(rows: tx.reader)
        func shown(_ id: PostingID) throws -> JSON {
          let pieces = try WirePieces(of: store.lines(of: id))
          return [
            ("posting_number", JSON.string(try store.posting(id)?.number ?? "")),
            ("products", pieces.json),
          ].json
        }
        return .json(
          [
            ("parent_posting", try shown(posting.id)),
            ("postings", .array(try made.map(shown))),
          ].json.bytes)
      }
    }
  }

  /// `POST /v2/posting/fbs/cancel`
  func cancel(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let reason = try reason(fields)
    let message = try message(fields)
    try WireRefusal.turning {
      try context.write(
        Act("posting.cancel", "posting", posting.id.raw, detail: reason.rawValue)
      ) { tx in
        let act = PostingAct(command: .cancel, actor: .program, detail: reason.rawValue)
        try acts.perform(act, on: posting.id, at: context.now, in: tx)
        try note(message, on: posting.id, context, tx)
      }
    }
    return .json([("result", JSON.bool(true))].json.bytes)
  }

  /// `POST /v2/posting/fbs/product/cancel`
  func cancelProducts(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let reason = try reason(fields)
    let message = try message(fields)
    let pieces = try WirePieces(fields.objects("items", max: 500), product: "sku")
    try WireRefusal.turning {
      try context.write(
        Act("posting.lines", "posting", posting.id.raw, detail: reason.rawValue)
      ) { tx in
        let lines = try PostingStore(rows: tx.reader).lines(of: posting.id)
        try acts.cancelLines(
          posting.id, pieces.byLine(lines), reason, by: .program, version: nil, at: context.now,
          in: tx)
        try note(message, on: posting.id, context, tx)
      }
    }
    return .json([("result", JSON.string(posting.number))].json.bytes)
  }

  /// `POST /v2/posting/fbs/package-label`: a PDF file, of all or of none.
  func labels(_ context: WorkContext<SellerClient>) throws -> Response {
    let numbers = try context.fields().texts("posting_number", max: 20)
    guard !numbers.isEmpty else { throw SellerError.invalid("posting_number", "is required") }
    let postings = try numbers.map { number in
      guard let posting = try WirePostings.posting(number, in: context.reader) else {
        throw SellerError.notFound("POSTING_NOT_FOUND")
      }
      guard posting.state == .awaitingDelivery else {
        throw SellerError.invalid("posting_number", "must be awaiting_deliver: \(number)")
      }
      return posting.id
    }
    let desk = try PrintDesk(room, for: context)
    do {
      return .pdf(try desk.labels(for: postings), named: "labels")
    } catch is Unprintable {
      throw SellerError.precondition("The next postings aren't ready")
    }
  }

  // MARK: parts

  private func split(
    _ pieces: WirePieces, off id: PostingID, _ context: WorkContext<SellerClient>,
    _ tx: SellerTransaction
  ) throws -> PostingID {
    let lines = try PostingStore(rows: tx.reader).lines(of: id)
    return try acts.split(
      id, pieces.byLine(lines), by: .program, version: nil, at: context.now, in: tx)
  }

  /// - Returns: its number.
  private func pack(
    _ id: PostingID, _ context: WorkContext<SellerClient>, _ tx: SellerTransaction
  ) throws -> String {
    try acts.perform(
      PostingAct(command: .pack, actor: .program), on: id, at: context.now, in: tx)
    return try PostingStore(rows: tx.reader).posting(id)?.number ?? ""
  }

  private func note(
    _ text: String, on id: PostingID, _ context: WorkContext<SellerClient>,
    _ tx: SellerTransaction
  ) throws(SQLError) {
    if text.isEmpty { return }
    try acts.record(.note, of: id, by: .program, text, at: context.now, in: tx)
  }

  private func message(_ fields: SellerFields) throws(SellerError) -> String {
    let text = (try fields.text("cancel_reason_message", max: 1_000) ?? "")
      .replacing("\r\n", with: "\n")
    guard FormReader.isClean(text, lines: true) else {
      throw .invalid("cancel_reason_message", "must have no control characters")
    }
    return text
  }

  private func reason(_ fields: SellerFields) throws -> CancelReason {
    guard let id = try fields.integer("cancel_reason_id"),
      let known = WireReason.named(id), known.isOpen, let reason = known.reason
    else { throw SellerError.precondition("HAS_INCORRECT_CANCEL_REASON") }
    if id == 402, try (fields.text("cancel_reason_message") ?? "").isEmpty {
      throw SellerError.invalid("cancel_reason_message", "is required for reason 402")
    }
    return reason
  }

  private func additional(
    _ number: String, _ context: WorkContext<SellerClient>
  ) throws -> JSON {
    guard let posting = try WirePostings.posting(number, in: context.reader) else { return nil }
    let all = try WirePostings([posting], [], in: context.reader)
    let products = (all.lines[posting.id] ?? []).map { line in
      [
        ("sku", JSON.integer(line.product)), ("offer_id", .string(line.offer)),
        ("name", .string(line.title)), ("quantity", .integer(line.quantity)),
        ("price", .string((try? Money(minor: line.price, code: posting.currency))?.plain ?? "0")),
        ("currency_code", .string(posting.currency)), ("mandatory_mark", .array([])),
      ].json
    }
    return [("posting_number", JSON.string(number)), ("products", .array(products))].json
  }
}

/// Pieces of products, as calls name them.
struct WirePieces: Equatable {
  private(set) var pieces: [Int64: Int64] = [:]

  /// - Parameter product: the field that names the product.
  init(_ items: [SellerFields], product: String = "product_id") throws {
    for item in items {
      guard let id = try item.integer(product) else {
        throw SellerError.invalid(item.name(product), "is required")
      }
      let quantity = try item.integer("quantity", 1...1_000_000, else: 1)
      pieces[id, default: 0] += quantity
    }
    if pieces.isEmpty { throw SellerError.invalid("products", "is required") }
  }

  init(of lines: [PostingLine]) {
    for line in lines { pieces[line.product.raw, default: 0] += line.quantity }
  }

  static func sum(_ all: [WirePieces]) -> WirePieces {
    var sum = WirePieces(of: [])
    for one in all { sum.pieces.merge(one.pieces, uniquingKeysWith: +) }
    return sum
  }

  /// The same by the numbers of the lines that have them. What no line has is refused.
  func byLine(_ lines: [PostingLine]) throws(SellerError) -> [Int64: Int64] {
    var found: [Int64: Int64] = [:]
    for (product, quantity) in pieces {
      var rest = quantity
      let own = lines.filter { $0.product.raw == product }
      if own.isEmpty { throw .precondition("UNKNOWN_PRODUCT_DEFINED") }
      for line in own where rest > 0 {
        found[line.number] = min(rest, line.quantity)
        rest -= min(rest, line.quantity)
      }
      if rest > 0 { throw .precondition("HAS_INCORRECT_PRODUCT_QUANTITY") }
    }
    return found
  }

  var json: JSON {
    .array(
      pieces.sorted { $0.key < $1.key }.map { product, quantity in
        [("product_id", JSON.integer(product)), ("quantity", .integer(quantity))].json
      })
  }
}
