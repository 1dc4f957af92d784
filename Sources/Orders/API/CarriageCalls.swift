import Commerce
import HTTP
import Office
import SQL

/// Carriages that programs put together step by step: acts of hand-over that stay open until they
/// are approved.
struct CarriageCalls: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  /// `POST /v1/carriage/create`: the open act of the method; a new one holds what must leave.
  func create(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let desk = try CarriageDesk(acts, carriers, context)
    let method = try desk.method(fields)
    let departure = try desk.departure(fields)
    let id = try desk.act("opened", 0) { acts in
      let store = ManifestStore(rows: acts.tx.reader)
      if let open = try store.open(method.warehouse, method.carrier.id) { return open }
      let id = try acts.open(method.warehouse, method.carrier.id, on: departure ?? desk.today)
      let isReady = try !store.ready(method.warehouse, method.carrier.id, limit: 1).isEmpty
      if isReady { try acts.addDue(before: departure.map(desk.end), to: id) }
      return id
    }
    return .wire(["carriage_id": .integer(id.raw)])
  }

  /// `POST /v1/carriage/approve`
  func approve(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let desk = try CarriageDesk(acts, carriers, context)
    let manifest = try desk.manifest(fields, "carriage_id")
    let containers = try fields.integer(
      "containers_count", 0...1_000, else: manifest.containers)
    try desk.act("closed", manifest.id.raw) { acts in
      try acts.contain(containers, in: manifest.id)
      try acts.close(manifest.id, driver: "")
    }
    return .wire([:])
  }

  /// `POST /v1/carriage/set-postings`
  func setPostings(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let desk = try CarriageDesk(acts, carriers, context)
    let manifest = try desk.manifest(fields, "carriage_id")
    let numbers = try fields.texts("posting_numbers", max: Int(ManifestActs.most))
    let refused = try desk.act("added", manifest.id.raw) {
      try $0.replace(with: numbers, on: manifest.id)
    }
    let rows = numbers.map { number -> JSON in
      [
        "posting_number": .string(number), "result": .bool(refused[number] == nil),
        "error": .string(refused[number]?.rawValue ?? ""),
      ]
    }
    return .wire(["result": .array(rows)])
  }

  /// `POST /v1/carriage/cancel`
  func cancel(_ context: WorkContext<SellerClient>) throws -> Response {
    let desk = try CarriageDesk(acts, carriers, context)
    let manifest = try desk.manifest(context.fields(), "carriage_id")
    guard manifest.state == .open else {
      return .wire([
        "error": "CARRIAGE_HAS_INCORRECT_STATUS",
        "carriage_status": .string(CarriageStatus.word(manifest.state)),
      ])
    }
    try desk.act("discarded", manifest.id.raw) { try $0.discard(manifest.id) }
    return .wire(["error": "", "carriage_status": "cancelled"])
  }

  /// `POST /v1/carriage/get`
  func show(_ context: WorkContext<SellerClient>) throws -> Response {
    let desk = try CarriageDesk(acts, carriers, context)
    let manifest = try desk.manifest(context.fields(), "carriage_id")
    let isOpen = manifest.state == .open
    return .wire([
      "carriage_id": .integer(manifest.id.raw), "company_id": .integer(context.scope.shop.raw),
      "act_type": "paper", "is_waybill_enabled": false, "is_econom": false,
      "arrival_pass_ids": [], "available_actions": CarriageStatus.actions(manifest.state),
      "cancel_availability": [
        "is_cancel_available": .bool(isOpen),
        "reason": .string(isOpen ? "" : "CARRIAGE_HAS_INCORRECT_STATUS"),
      ],
      "containers_count": .integer(manifest.containers),
      "created_at": .string("\(manifest.opened)"),
      "updated_at": .string("\(manifest.accepted ?? manifest.closed ?? manifest.opened)"),
      "delivery_method_id": .integer(DeliveryMethod.id(manifest.warehouse, manifest.carrier)),
      "departure_date": .string("\(manifest.day)T00:00:00Z"), "first_mile_type": "Pickup",
      "has_postings_for_next_carriage": .bool(try desk.hasMore(manifest)),
      "integration_type": .string(DeliveryMethod.integration(manifest.carrier)),
      "is_container_label_printed": false, "is_partial": false, "partial_num": 0,
      "retry_count": 0, "status": .string(CarriageStatus.word(manifest.state)),
      "tpl_provider_id": .integer(manifest.carrier),
      "warehouse_id": .integer(manifest.warehouse.raw), "all_blr_traceable": false,
    ])
  }
}
