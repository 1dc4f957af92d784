import Commerce
import HTTP
import Office
import SQL

/// Acts of hand-over, for sellers' programs: the same acts as on the pages. A carriage of the API
/// is such an act, and so is its document.
struct HandoverCalls: Sendable {
  private static let mostDays = 366

  let acts: PostingActs
  let carriers: Carriers

  /// `POST /v2/posting/fbs/act/create`: puts an act together and closes it.
  func create(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let desk = try CarriageDesk(acts, carriers, context)
    let method = try desk.method(fields)
    let departure = try desk.departure(fields)
    let containers = try fields.integer("containers_count", 0...1_000, else: 0)
    let id = try desk.act("closed", 0) { acts in
      let open = try ManifestStore(rows: acts.tx.reader).open(method.warehouse, method.carrier.id)
      if open != nil { throw SellerError.precondition("there_are_incomplete_carriages") }
      let id = try acts.open(method.warehouse, method.carrier.id, on: departure ?? desk.today)
      try acts.addDue(before: departure.map(desk.end), to: id)
      try acts.contain(containers, in: id)
      try acts.close(id, driver: "")
      return id
    }
    return .wire(["result": ["id": .integer(id.raw)]])
  }

  /// `POST /v2/posting/fbs/act/check-status`
  func status(_ context: WorkContext<SellerClient>) throws -> Response {
    let desk = try CarriageDesk(acts, carriers, context)
    let manifest = try desk.manifest(context.fields(), "id")
    let parcels = try desk.store.parcels(of: manifest.id)
    let missing = Set(
      try context.reader.all(ManifestSQL.differences, manifest.id.raw).compactMap(\.posting))
    var (added, removed) = ([String](), [String]())
    for parcel in parcels where parcel.part == parcels.first(of: parcel.posting) {
      if missing.contains(parcel.posting) {
        removed.append(parcel.number)
      } else {
        added.append(parcel.number)
      }
    }
    return .wire([
      "result": [
        "act_type": "paper", "status": .string(manifest.state == .open ? "in_process" : "ready"),
        "added_to_act": .array(added.map { .string($0) }),
        "removed_from_act": .array(removed.map { .string($0) }), "is_partial": false,
        "partial_num": 0, "has_postings_for_next_carriage": .bool(try desk.hasMore(manifest)),
      ]
    ])
  }

  /// `POST /v2/posting/fbs/act/list`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let filter = try fields.object("filter")
    let desk = try CarriageDesk(acts, carriers, context)
    let days = try days(filter, desk)
    let words = Set(try filter.texts("status", max: 30).filter { !$0.isEmpty })
    let integration = try filter.text("integration_type") ?? ""
    let methods = try desk.methods()
    let limit = try fields.limit(1_000, else: 50)
    let found = try desk.store.acts(days, limit: 2_000).filter { manifest in
      (words.isEmpty || words.contains(CarriageStatus.word(manifest.state)))
        && (integration.isEmpty || integration == DeliveryMethod.integration(manifest.carrier))
    }
    let rows = try found.prefix(Int(limit)).map { manifest -> JSON in
      (Self.common(manifest, methods)
        + [
          ("created_at", .string("\(manifest.opened)")),
          ("has_postings_for_next_carriage", .bool(try desk.hasMore(manifest))),
          ("related_docs", Self.documents(manifest)),
        ]).json
    }
    return .wire(["result": .array(rows)])
  }

  /// `POST /v2/posting/fbs/act/get-postings`
  func postings(_ context: WorkContext<SellerClient>) throws -> Response {
    let desk = try CarriageDesk(acts, carriers, context)
    let manifest = try desk.manifest(context.fields(), "id")
    let parcels = try desk.store.parcels(of: manifest.id)
    let boxes = Dictionary(grouping: parcels, by: \.posting)
    let found = try WirePostings.all(Array(boxes.keys), in: context.reader)
    let wire = try WirePostings(found, carriers.all(in: context.open), in: context.reader)
    let rows = found.map { posting -> JSON in
      [
        "id": .integer(posting.id.raw), "posting_number": .string(posting.number),
        "multi_box_qty": .integer(Int64(boxes[posting.id]?.count ?? 1)),
        "status": .string(posting.status.rawValue), "seller_error": "",
        "created_at": .string("\(posting.placed)"), "updated_at": .string("\(posting.since)"),
        "products": .array((wire.lines[posting.id] ?? []).map { Self.product($0, posting) }),
      ]
    }
    return .wire(["result": .array(rows)])
  }

  // MARK: parts

  private func days(_ filter: SellerFields, _ desk: CarriageDesk) throws -> ClosedRange<LocalDate> {
    guard let from = try filter.instant("date_from"), let to = try filter.instant("date_to") else {
      throw SellerError.invalid(filter.name("date_from and date_to"), "is required")
    }
    // Dates, and moments by the clock that they name, mean the same days.
    let (first, last) = (
      TimeZoneRules.utc.local(from).date, TimeZoneRules.utc.local(to).date
    )
    guard first <= last, last.daysSince1970 - first.daysSince1970 <= Self.mostDays else {
      throw SellerError.invalid(
        filter.name("date_from"), "must begin before it ends and be no longer than one year")
    }
    return first...last
  }

  private static func common(
    _ manifest: Manifest, _ methods: DeliveryMethods
  ) -> [(String, JSON)] {
    let method = methods[manifest.warehouse, manifest.carrier]
    return [
      ("id", .integer(manifest.id.raw)),
      (
        "delivery_method_id",
        .integer(DeliveryMethod.id(manifest.warehouse, manifest.carrier))
      ),
      ("delivery_method_name", .string(method?.name ?? "")),
      ("integration_type", .string(DeliveryMethod.integration(manifest.carrier))),
      ("containers_count", .integer(manifest.containers)),
      ("status", .string(CarriageStatus.word(manifest.state))),
      ("departure_date", .string("\(manifest.day)T00:00:00Z")),
      ("updated_at", .string("\(manifest.accepted ?? manifest.closed ?? manifest.opened)")),
      ("act_type", "paper"), ("is_partial", false), ("partial_num", 0),
    ]
  }

  /// The act itself, and what the carrier found to be otherwise.
  private static func documents(_ manifest: Manifest) -> JSON {
    let all: [(String, Instant?)] = [
      ("act_of_acceptance", manifest.closed),
      ("act_of_mismatch", manifest.missing > 0 ? manifest.accepted : nil),
      ("act_of_excess", manifest.extra > 0 ? manifest.accepted : nil),
    ]
    let made = all.compactMap { name, at -> (String, JSON)? in
      guard let at else { return nil }
      let document: JSON = [
        "created_at": .string("\(at)"),
        "document_status": .string(CarriageStatus.ofDocument(manifest)),
      ]
      return (name, document)
    }
    return made.json
  }

  private static func product(_ line: WireLine, _ posting: WirePosting) -> JSON {
    let price = (try? Money(minor: line.price, code: posting.currency))?.plain ?? "0"
    return [
      "name": .string(line.title), "offer_id": .string(line.offer), "price": .string(price),
      "quantity": .integer(line.quantity), "sku": .integer(line.product),
    ]
  }
}

extension [ManifestParcel] {
  /// The first part of a posting that is on the act.
  fileprivate func first(of posting: PostingID) -> Int64? {
    first { $0.posting == posting }?.part
  }
}
