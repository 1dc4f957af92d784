import Commerce
import HTTP
import Office
import SQL

/// What the Seller API calls a delivery method: a warehouse and the carrier that fetches there.
/// Each hand-over act is of one.
struct DeliveryMethod: Sendable {
  let warehouse: WarehouseID
  let place: String
  let carrier: Carrier
  /// The carrier's services that the shop ships with.
  let tariffs: [Tariff]

  var id: Int64 { Self.id(warehouse, carrier.id) }
  var name: String { "\(carrier.name), \(place)" }

  /// By when a parcel must be ready to leave the same day: the earliest of its services, minutes
  /// from midnight.
  var cutOff: Int64 { tariffs.map(\.cutOff).min() ?? 1_440 }
  var cutOffText: String { ClockText.text(min(cutOff, 1_439)) }

  /// The platform's own carrier reports itself; for the others the seller does.
  var integration: String { Self.integration(carrier.id) }

  static func integration(_ carrier: Int64) -> String {
    carrier == Carrier.platform ? "ozon" : "non_integrated"
  }

  /// The number of a method: with the platform's own carrier the warehouse's, else one of 53 bits
  /// made of both (FNV-1a), so that no table has to be kept of them.
  static func id(_ warehouse: WarehouseID, _ carrier: Int64) -> Int64 {
    if carrier == Carrier.platform { return warehouse.raw }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for octet in "\(warehouse.raw) \(carrier)".utf8 {
      hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3
    }
    return Int64(hash & 0x1F_FFFF_FFFF_FFFF)
  }
}

/// The delivery methods of a shop, warehouse by warehouse.
struct DeliveryMethods {
  let all: [DeliveryMethod]

  init(_ rows: SellerReader, _ open: some Reads, _ carriers: Carriers) throws(SQLError) {
    let book = try carriers.book(in: open)
    let tariffs = try ShippingStore(rows: rows).open(book)
    let used = book.carriers.filter { carrier in
      carrier.id == Carrier.platform || tariffs.contains { $0.carrier == carrier.id }
    }
    all = try WarehousePlace.all(in: rows).flatMap { place in
      used.map { carrier in
        DeliveryMethod(
          warehouse: place.id, place: place.name, carrier: carrier,
          tariffs: tariffs.filter { $0.carrier == carrier.id })
      }
    }
  }

  subscript(id: Int64) -> DeliveryMethod? { all.first { $0.id == id } }
  subscript(warehouse: WarehouseID, carrier: Int64) -> DeliveryMethod? {
    all.first { $0.warehouse == warehouse && $0.carrier.id == carrier }
  }

  /// What these numbers mean, of closed warehouses and of carriers no longer used too.
  static func pairs(
    of ids: [Int64], _ rows: SellerReader, _ open: some Reads, _ carriers: Carriers
  ) throws(SQLError) -> [WireFilter.Method] {
    if ids.isEmpty { return [] }
    let all = try carriers.all(in: open)
    return try rows.all(WirePostings.warehouses).flatMap { warehouse in
      all.filter { ids.contains(DeliveryMethod.id(warehouse.id, $0.id)) }.map {
        WireFilter.Method(warehouse: warehouse.id.raw, carrier: $0.id)
      }
    }
  }
}

/// The methods of the Seller API that list them.
struct DeliveryMethodCalls: Sendable {
  private static let most: Int64 = 200

  let carriers: Carriers

  /// `POST /v1/delivery-method/list`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let filter = try fields.object("filter")
    let found = try methods(
      context, warehouses: filter.integers("warehouse_id", max: 1),
      providers: filter.integers("provider_id", max: 1), ids: [],
      statuses: filter.texts("status", max: 1))
    let offset = try fields.integer("offset", 0...1_000_000, else: 0)
    let rest = found.dropFirst(Int(offset))
    let rows = rest.prefix(Int(try fields.limit(50)))
    let seller = context.scope.shop.raw
    return .wire([
      "result": .array(
        rows.map { (Self.common($0) + [("company_id", .integer(seller))]).json }),
      "has_next": .bool(rest.count > rows.count),
    ])
  }

  /// `POST /v2/delivery-method/list`
  func listPaged(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let filter = try fields.object("filter")
    var found = try methods(
      context, warehouses: filter.integers("warehouse_ids", max: 1_000),
      providers: filter.integers("provider_ids", max: 1_000),
      ids: filter.integers("delivery_method_ids", max: 1_000),
      statuses: filter.texts("status", max: 10))
    if try fields.text("sort_dir")?.uppercased() == "DESC" { found.reverse() }
    let after = try fields.place("cursor")
    if after > 0, let last = found.firstIndex(where: { $0.id == after }) {
      found.removeFirst(last + 1)
    }
    let rows = found.prefix(Int(try fields.limit(Self.most)))
    let hasNext = found.count > rows.count
    return .wire([
      "delivery_methods": .array(
        rows.map {
          (Self.common($0) + [
            ("is_express", false), ("tpl_integration_type", .string($0.integration)),
          ]).json
        }),
      "has_next": .bool(hasNext),
      "cursor": .string(hasNext ? rows.last.map { "\($0.id)" } ?? "" : ""),
    ])
  }

  /// A zero in a list of ids is what clients send for "any".
  private func methods(
    _ context: WorkContext<SellerClient>, warehouses: [Int64], providers: [Int64], ids: [Int64],
    statuses: [String]
  ) throws -> [DeliveryMethod] {
    let statuses = statuses.filter { !$0.isEmpty }
    guard statuses.isEmpty || statuses.contains("ACTIVE") else { return [] }
    func isAsked(_ list: [Int64], _ id: Int64) -> Bool {
      list.allSatisfy { $0 == 0 } || list.contains(id)
    }
    return try DeliveryMethods(context.reader, context.open, carriers).all.filter { method in
      isAsked(warehouses, method.warehouse.raw) && isAsked(providers, method.carrier.id)
        && isAsked(ids, method.id)
    }
  }

  private static func common(_ method: DeliveryMethod) -> [(String, JSON)] {
    [
      ("id", .integer(method.id)), ("name", .string(method.name)),
      ("warehouse_id", .integer(method.warehouse.raw)),
      ("provider_id", .integer(method.carrier.id)),
      ("template_id", .integer(method.tariffs.first?.id.raw ?? 0)), ("status", "ACTIVE"),
      ("cutoff", .string(method.cutOffText)), ("sla_cut_in", 0),
    ]
  }
}
