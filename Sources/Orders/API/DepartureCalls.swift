import Commerce
import HTTP
import Office
import SQL

/// What can leave, and with which acts it does: delivery methods as hand-overs see them.
struct DepartureCalls: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  /// Postings that must be packed before a moment, by warehouse.
  static let unpacked = Query(
    """
    select warehouse_id, count(*) from posting
    where tab = 2 and due_at < ? and warehouse_id is not null group by warehouse_id
    """
  ) { (warehouse: Int64, count: Int64) in (warehouse: warehouse, count: count) }
  /// Packed postings on no act, by warehouse and carrier, and of these what must leave before a
  /// moment.
  static let ready = Query(
    """
    select warehouse_id, carrier_id, count(distinct id),
      count(distinct case when due_at < ?1 then id end)
    from (select p.warehouse_id, b.carrier_id, p.id, p.due_at
      from posting p cross join parcel b on b.posting_id = p.id
      where p.tab = 3 and p.state = 4 and p.warehouse_id is not null and b.manifest_id is null
      order by p.due_at limit 20000)
    group by warehouse_id, carrier_id
    """
  ) { (warehouse: Int64, carrier: Int64, ready: Int64, mandatory: Int64) in
    (warehouse: warehouse, carrier: carrier, ready: ready, mandatory: mandatory)
  }

  /// `POST /v1/posting/carriage-available/list`
  func available(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let desk = try CarriageDesk(acts, carriers, context)
    let method = try desk.method(fields)
    let departure = Departure(method, try DepartureDay(desk.departure(fields) ?? desk.today, desk))
    let open = departure.acts.first { $0.state == .open }
    let row: [(String, JSON)] =
      departure.common + [
        ("carriage_id", .integer(open?.id.raw ?? 0)),
        ("carriage_status", .string(open.map { CarriageStatus.word($0.state) } ?? "")),
        ("warehouse_timezone", .string(desk.zoneName)),
      ]
    return .wire(["result": .array([row.json])])
  }

  /// `POST /v1/carriage/delivery/list`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let desk = try CarriageDesk(acts, carriers, context)
    let day = try DepartureDay(desk.departure(fields) ?? desk.today, desk)
    let rows = try methods(fields, desk).map { method -> JSON in
      let departure = Departure(method, day)
      return
        (departure.common + departure.more
        + [
          ("assembly_list_availability", true),
          ("can_create_another_carriage", .bool(departure.ready > 0)),
          ("carriage_quantum_count", 0), ("mandatory_packaged_quantum_count", 0),
          ("mandatory_quantum_count", 0), ("quantum_for_another_carriage_count", 0),
          ("postings_for_another_carriage_count", .integer(departure.optional)),
          (
            "carriages",
            .array(
              departure.acts.map {
                [
                  "id": .string("\($0.id)"), "postings_count": .integer($0.parcels),
                  "quantum_count": 0, "status": .string(CarriageStatus.word($0.state)),
                ]
              })
          ),
        ]).json
    }
    return .wire(["result": .array(rows)])
  }

  /// `POST /v2/carriage/delivery/list`
  func listPaged(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let filter = try fields.object("filter")
    let desk = try CarriageDesk(acts, carriers, context)
    let day = try DepartureDay(desk.departure(filter) ?? desk.today, desk)
    var all = try methods(filter, desk)
    let after = try fields.place("cursor")
    if after > 0, let last = all.firstIndex(where: { $0.id == after }) {
      all.removeFirst(last + 1)
    }
    let page = all.prefix(Int(try fields.limit(100)))
    let hasNext = all.count > page.count
    let rows = page.map { method -> JSON in
      let departure = Departure(method, day)
      return
        (departure.common + departure.more
        + [("is_optional_carriage", false), ("carriages", .array(departure.acts.map(Self.act)))])
        .json
    }
    return .wire([
      "methods": .array(rows), "has_next": .bool(hasNext),
      "cursor": .string(hasNext ? page.last.map { "\($0.id)" } ?? "" : ""),
    ])
  }

  private static func act(_ manifest: Manifest) -> JSON {
    [
      "id": .integer(manifest.id.raw), "all_blr_traceable": false,
      "available_actions": CarriageStatus.actions(manifest.state), "carriage_volume": 0,
      "pickup_fee": ["currency_code": "RUB", "value": 0],
      "postings_count": .integer(manifest.parcels), "quantum_count": 0,
      "status": .string(CarriageStatus.word(manifest.state)),
    ]
  }

  /// The one that is asked for, or all.
  private func methods(
    _ fields: SellerFields, _ desk: CarriageDesk
  ) throws -> [DeliveryMethod] {
    guard try fields.integer("delivery_method_id") ?? 0 != 0 else { return try desk.methods().all }
    return [try desk.method(fields)]
  }
}

/// A day of departures, read at once for all methods.
private struct DepartureDay {
  let day: LocalDate
  let start: Instant
  /// Minutes that the shop's clock is ahead.
  let offset: Int
  let acts: [Manifest]
  let ready: [(warehouse: Int64, carrier: Int64, ready: Int64, mandatory: Int64)]
  let unpacked: [(warehouse: Int64, count: Int64)]

  init(_ day: LocalDate, _ desk: CarriageDesk) throws {
    self.day = day
    let end = desk.end(of: day).milliseconds
    start = desk.zone.start(of: day)
    offset = desk.zone.offset(at: desk.context.now) / 60
    acts = try desk.store.acts(day...day, limit: 5_000)
    ready = try desk.context.reader.all(DepartureCalls.ready, end)
    unpacked = try desk.context.reader.all(DepartureCalls.unpacked, end)
  }
}

/// A delivery method on the day of a departure.
private struct Departure {
  let method: DeliveryMethod
  let day: LocalDate
  let acts: [Manifest]
  /// Packed, on no act yet.
  let ready: Int64
  /// Of these, what must leave that day.
  let mandatory: Int64
  /// What must leave that day and is not packed.
  let unpacked: Int64
  private let cutOff: Instant
  private let offset: Int

  var optional: Int64 { ready - mandatory }

  init(_ method: DeliveryMethod, _ day: DepartureDay) {
    self.method = method
    self.day = day.day
    let warehouse = method.warehouse.raw
    acts = day.acts.filter {
      $0.warehouse == method.warehouse && $0.carrier == method.carrier.id
    }
    let waiting = day.ready.first {
      $0.warehouse == warehouse && $0.carrier == method.carrier.id
    }
    ready = waiting?.ready ?? 0
    mandatory = waiting?.mandatory ?? 0
    // What is not packed has no carrier of its own yet: it goes to the platform's.
    unpacked =
      method.carrier.id == Carrier.platform
      ? day.unpacked.first { $0.warehouse == warehouse }?.count ?? 0 : 0
    cutOff = day.start + .minutes(method.cutOff)
    offset = day.offset
  }

  /// What all three lists show.
  var common: [(String, JSON)] {
    [
      ("delivery_method_id", .integer(method.id)), ("delivery_method_name", .string(method.name)),
      ("carriage_postings_count", .integer(acts.reduce(0) { $0 + $1.parcels })),
      ("cutoff_at", .string("\(cutOff)")), ("errors", .array([])), ("first_mile_type", "Pickup"),
      ("has_entrusted_acceptance", false),
      ("mandatory_packaged_count", .integer(mandatory)),
      ("mandatory_postings_count", .integer(mandatory + unpacked)),
      ("recommended_time_local", .string(method.cutOffText)),
      ("recommended_time_utc_offset_in_minutes", .integer(Int64(offset))),
      ("tpl_provider_icon_url", ""), ("tpl_provider_name", .string(method.carrier.name)),
      ("warehouse_city", ""), ("warehouse_id", .integer(method.warehouse.raw)),
      ("warehouse_name", .string(method.place)),
    ]
  }

  /// What two of them show.
  var more: [(String, JSON)] {
    [
      ("cut_in", .string("\(cutOff)")), ("delivery_method_status", "ACTIVE"),
      ("departure_date", .string("\(day)T00:00:00Z")), ("dropoff_address", ""),
      ("dropoff_change_availability", ""), ("dropoff_point_id", 0), ("dropoff_point_type", ""),
      ("first_mile_changing", false), ("integration_type", .string(method.integration)),
      ("is_presort", false), ("is_rfbs", .bool(method.carrier.id != Carrier.platform)),
      ("optional_packaged_count", .integer(optional)),
      ("timeslot_from", .string("\(cutOff)")), ("timeslot_to", .string("\(cutOff)")),
    ]
  }
}
