import Commerce
import HTTP
import Office
import SQL

/// Postings, for sellers' programs that read them.
struct PostingCalls: Sendable {
  let carriers: Carriers

  /// `POST /v3/posting/fbs/list`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let page = try page(context, isOpen: false)
    let result = [
      ("postings", JSON.array(page.rows.map(page.wire.v3))), ("has_next", .bool(page.hasNext)),
    ]
    return .json([("result", result.json)].json.bytes)
  }

  /// `POST /v3/posting/fbs/unfulfilled/list`
  func open(_ context: WorkContext<SellerClient>) throws -> Response {
    let page = try page(context, isOpen: true)
    let count = try context.reader.one(page.filter.total)
    let result = [
      ("postings", JSON.array(page.rows.map(page.wire.v3))), ("count", .integer(count)),
    ]
    return .json([("result", result.json)].json.bytes)
  }

  /// `POST /v4/posting/fbs/list`
  func listPaged(_ context: WorkContext<SellerClient>) throws -> Response {
    let page = try page(context, isOpen: false)
    return .json(page.v4.json.bytes)
  }

  /// `POST /v4/posting/fbs/unfulfilled/list`
  func openPaged(_ context: WorkContext<SellerClient>) throws -> Response {
    let page = try page(context, isOpen: true)
    let count = try context.reader.one(page.filter.total)
    return .json((page.v4 + [("count", .integer(count))]).json.bytes)
  }

  /// `POST /v3/posting/fbs/get`
  func show(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let posting = try context.posting(named: "posting_number", in: fields)
    let wire = try wire([posting], WireParts(fields), context)
    return .json([("result", wire.detail(posting))].json.bytes)
  }

  /// `POST /v2/posting/fbs/get-by-barcode`
  func scanned(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let code = try fields.text("barcode", max: 80) ?? ""
    let store = PostingStore(rows: context.reader)
    guard !code.isEmpty, let id = try store.ids(bearing: code).first,
      let posting = try context.reader.first(WirePostings.byID, id.raw)
    else { throw SellerError.notFound("POSTING_NOT_FOUND") }
    let wire = try wire([posting], WireParts(fields), context)
    return .json([("result", wire.short(posting))].json.bytes)
  }

  /// `POST /v2/posting/fbs/cancel-reason/list`
  func reasons(_ context: WorkContext<SellerClient>) throws -> Response {
    _ = try context.fields()
    let rows = WireReason.all.map { reason in
      [
        ("id", JSON.integer(reason.id)), ("title", .string(reason.title)),
        ("type_id", .string(reason.isSellers ? "seller" : "buyer")),
        ("is_available_for_cancellation", .bool(reason.isOpen)),
      ].json
    }
    return .json([("result", JSON.array(rows))].json.bytes)
  }

  /// `POST /v1/posting/fbs/cancel-reason`
  func reasonsOfPostings(_ context: WorkContext<SellerClient>) throws -> Response {
    let numbers = try context.fields().texts("related_posting_numbers", max: 100)
    let reasons = WireReason.all.filter(\.isOpen).map { reason in
      [
        ("id", JSON.integer(reason.id)), ("title", .string(reason.title)),
        ("type_id", .string(reason.isSellers ? "seller" : "buyer")),
      ].json
    }
    let rows = try numbers.map { number in
      guard let posting = try WirePostings.posting(number, in: context.reader) else {
        throw SellerError.notFound("POSTING_NOT_FOUND")
      }
      let mayCancel = PostingMachine.transition(.cancel, in: posting.state) != nil
      return [
        ("posting_number", JSON.string(number)), ("reasons", .array(mayCancel ? reasons : [])),
      ].json
    }
    return .json([("result", JSON.array(rows))].json.bytes)
  }

  private struct Page {
    let filter: WireFilter
    let rows: [WirePosting]
    let hasNext: Bool
    let wire: PostingWire

    /// What both lists of v4 answer.
    var v4: [(String, JSON)] {
      [
        ("postings", .array(rows.map(wire.v4))), ("has_next", .bool(hasNext)),
        ("cursor", .string(hasNext ? rows.last.map(cursor) ?? "" : "")),
      ]
    }

    private func cursor(_ row: WirePosting) -> String {
      let at = filter.clock == .due ? row.due : row.placed
      return PostingCursor(at: at.milliseconds, id: row.id.raw).text
    }
  }

  private func page(_ context: WorkContext<SellerClient>, isOpen: Bool) throws -> Page {
    let fields = try context.fields()
    var filter = try WireFilter(fields, isOpen: isOpen)
    filter.methods = try DeliveryMethods.pairs(
      of: filter.methodIDs, context.reader, context.open, carriers)
    let found = try context.reader.all(filter.page).dropFirst(Int(filter.offset))
    let rows = Array(found.prefix(Int(filter.limit)))
    return Page(
      filter: filter, rows: rows, hasNext: found.count > rows.count,
      wire: try wire(rows, WireParts(fields), context))
  }

  private func wire(
    _ rows: [WirePosting], _ parts: WireParts, _ context: WorkContext<SellerClient>
  ) throws -> PostingWire {
    PostingWire(
      postings: try WirePostings(rows, carriers.all(in: context.open), in: context.reader),
      parts: parts)
  }
}

extension WorkContext where Scope == SellerClient {
  /// The posting that a field names. 404 where the shop has none of that number.
  func posting(named name: String, in fields: SellerFields) throws -> WirePosting {
    guard let number = try fields.text(name, max: 60), !number.isEmpty else {
      throw SellerError.invalid(fields.name(name), "is required")
    }
    guard let posting = try WirePostings.posting(number, in: reader) else {
      throw SellerError.notFound("POSTING_NOT_FOUND")
    }
    return posting
  }
}
