import Commerce
import HTTP
import Office
import SQL

/// Warehouses, for sellers' programs.
struct WarehouseCalls: Sendable {
  /// `POST /v1/warehouse/list`
  func list(_ context: WorkContext<SellerClient>) throws -> Response {
    let page = try Self.page(context, context.fields())
    let rows = page.rows.map { warehouse in
      Self.common(warehouse) + [
        ("status", "created"), ("is_karantin", false), ("is_economy", false),
        ("can_print_act_in_advance", false), ("is_timetable_editable", false),
        ("min_working_days", 0), ("is_able_to_set_price", false), ("is_presorted", false),
        ("working_days", .array((1...7).map { .string("\($0)") })),
        (
          "first_mile_type",
          [
            ("dropoff_point_id", JSON.string("")), ("dropoff_timeslot_id", 0),
            ("first_mile_is_changing", false), ("first_mile_type", "DropOff"),
          ].json
        ),
      ]
    }
    return .json([("result", JSON.array(rows.map(\.json)))].json.bytes)
  }

  /// `POST /v2/warehouse/list`
  func listPaged(_ context: WorkContext<SellerClient>) throws -> Response {
    let fields = try context.fields()
    let page = try Self.page(context, fields, ids: fields.integers("warehouse_ids", max: 1_000))
    let days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
    let rows = page.rows.map { warehouse in
      Self.common(warehouse) + [
        ("status", "CREATED"), ("is_auto_assembly", false), ("is_comfort", false),
        ("is_express", false), ("is_waybill_enabled", false), ("with_item_list", false),
        ("warehouse_type", "FBS"), ("carriage_label_type", "UNSPECIFIED"),
        ("working_days", .array(days.map { .string($0) })),
      ]
    }
    return .json(
      [
        ("warehouses", JSON.array(rows.map(\.json))), ("has_next", .bool(page.hasMore)),
        ("cursor", .string(page.next)),
      ].json.bytes)
  }

  private struct Page {
    let rows: [CardWarehouse]
    let hasMore: Bool
    var next: String { hasMore ? rows.last.map { "\($0.id)" } ?? "" : "" }
  }

  /// By `offset` or by `cursor`: a shop has few warehouses. An offset past the end is an empty
  /// page.
  private static func page(
    _ context: WorkContext<SellerClient>, _ fields: SellerFields, ids: [Int64] = []
  ) throws -> Page {
    var all = try CardStore(rows: context.reader).warehouses()
    if !ids.isEmpty { all = all.filter { ids.contains($0.id) } }
    let after = try fields.place("cursor")
    let offset = try fields.integer("offset", 0...1_000_000, else: 0)
    let limit = try fields.limit(200)
    let rest = all.filter { $0.id > after }.dropFirst(Int(offset))
    let rows = Array(rest.prefix(Int(limit)))
    return Page(rows: rows, hasMore: rest.count > rows.count)
  }

  private static func common(_ warehouse: CardWarehouse) -> [(String, JSON)] {
    [
      ("warehouse_id", .integer(warehouse.id)), ("name", .string(warehouse.name)),
      ("is_rfbs", true), ("is_kgt", false), ("has_entrusted_acceptance", false),
      ("has_postings_limit", false), ("postings_limit", -1), ("min_postings_limit", 0),
    ]
  }
}
