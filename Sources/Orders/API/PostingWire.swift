import Commerce
import Office
import SQL

/// Which parts of a posting a call asks for besides the rest.
struct WireParts: Sendable {
  let analytics: Bool
  let barcodes: Bool

  init(_ fields: SellerFields) throws(SellerError) {
    let with = try fields.object("with")
    analytics = with.value("analytics_data") == .bool(true)
    barcodes = with.value("barcodes") == .bool(true)
  }
}

/// Shows postings in the shapes of the Seller API. Personal data of buyers is in none of them:
/// the label carries it. `financial_data` stays null until the books are open.
struct PostingWire {
  let postings: WirePostings
  let parts: WireParts

  /// An element of the lists of v3.
  func v3(_ posting: WirePosting) -> JSON { (v3Members(posting)).json }

  /// The answer of `/v3/posting/fbs/get`.
  func detail(_ posting: WirePosting) -> JSON {
    let products = lines(posting).map { line in
      product(line, posting.currency)
        + [
          (
            "dimensions",
            [
              ("height", JSON.string("")), ("length", ""), ("width", ""),
              ("weight", .string("\(line.weightGrams)")),
            ].json
          )
        ]
    }
    let more: [(String, JSON)] = [
      ("products", .array(products.map(\.json))), ("additional_data", .array([])),
      ("delivery_price", ""), ("provider_status", ""),
      ("prr_option", [("code", JSON.string("")), ("price", ""), ("floor", "")].json),
      ("related_postings", [("related_posting_numbers", JSON.array([]))].json),
      ("previous_substatus", .string(posting.substatus)),
      ("fact_delivery_date", instant(posting.delivered)),
    ]
    let replaced = Set(more.map(\.0))
    return (v3Members(posting).filter { !replaced.contains($0.0) } + more).json
  }

  /// An element of the lists of v4.
  func v4(_ posting: WirePosting) -> JSON {
    let products = lines(posting).map { line in
      [
        ("name", JSON.string(line.title)), ("offer_id", .string(line.offer)),
        ("price", money(line.price, posting.currency)), ("quantity", .integer(line.quantity)),
        ("sku", .integer(line.product)), ("is_blr_traceable", false),
        ("is_marketplace_buyout", false), ("imei", .array([])), ("product_color", ""),
        ("weight", .integer(line.weightGrams)),
      ].json
    }
    let zero = money(0, posting.currency)
    let tariff: [(String, JSON)] = [
      ("current_tariff_charge", zero), ("current_tariff_min_charge", zero),
      ("current_tariff_rate", 0), ("current_tariff_type", ""), ("next_tariff_charge", zero),
      ("next_tariff_min_charge", zero), ("next_tariff_rate", 0), ("next_tariff_type", ""),
    ]
    return
      (common(posting) + [
        ("products", .array(products)), ("tariffication", tariff.json),
        ("delivery_schema", "FBS"), ("scanit", ""), ("prr_option", ""),
        (
          "external_order", [("is_external", JSON.bool(false)), ("platform_name", "")].json
        ),
      ]).json
  }

  /// The answer of `/v2/posting/fbs/get-by-barcode`.
  func short(_ posting: WirePosting) -> JSON {
    let products = lines(posting).map { line in
      [
        ("name", JSON.string(line.title)), ("offer_id", .string(line.offer)),
        ("price", price(line.price, posting.currency)), ("quantity", .integer(line.quantity)),
        ("sku", .integer(line.product)),
      ].json
    }
    return [
      ("barcodes", barcodes(posting)), ("cancel_reason_id", reason(posting)),
      ("created_at", instant(posting.placed)), ("in_process_at", instant(began(posting))),
      ("order_id", .integer(posting.order.raw)), ("order_number", .string(posting.orderNumber)),
      ("posting_number", .string(posting.number)), ("products", .array(products)),
      ("shipment_date", instant(posting.due)), ("status", .string(posting.status.rawValue)),
    ].json
  }

  private func v3Members(_ posting: WirePosting) -> [(String, JSON)] {
    let zero = price(0, posting.currency)
    let tariff: [(String, JSON)] = [
      ("current_tariff_rate", 0), ("current_tariff_type", ""),
      ("current_tariff_charge", zero),
      ("current_tariff_charge_currency_code", .string(posting.currency)),
      ("next_tariff_rate", 0), ("next_tariff_type", ""), ("next_tariff_charge", zero),
      ("next_tariff_charge_currency_code", .string(posting.currency)),
    ]
    return common(posting) + [
      (
        "products", .array(lines(posting).map { product($0, posting.currency).json })
      ),
      ("tariffication", tariff.json), ("prr_option", ""),
    ]
  }

  private func common(_ posting: WirePosting) -> [(String, JSON)] {
    identity(posting) + [
      ("available_actions", actions(posting)),
      ("analytics_data", parts.analytics ? analytics(posting) : nil),
      ("barcodes", parts.barcodes ? barcodes(posting) : nil),
      ("cancellation", cancellation(posting)), ("customer", nil), ("addressee", nil),
      ("financial_data", nil), ("legal_info", nil),
      ("delivery_method", deliveryMethod(posting)),
      ("delivering_date", instant(posting.shipped)),
      ("in_process_at", instant(began(posting))),
      ("shipment_date", instant(posting.due)),
      ("shipment_date_without_delay", instant(posting.due)),
      ("tracking_number", .string(postings.tracking(posting) ?? "")),
      ("tpl_integration_type", .string(integration(posting))),
      ("is_express", false), ("is_multibox", .bool(boxes(posting) > 1)),
      ("multi_box_qty", .integer(boxes(posting))), ("quantum_id", 0),
      (
        "optional", [("products_with_possible_mandatory_mark", JSON.array([]))].json
      ), ("requirements", Self.requirements),
    ]
  }

  private func boxes(_ posting: WirePosting) -> Int64 {
    Int64(max(1, postings.parcels[posting.id]?.count ?? 1))
  }

  private func identity(_ posting: WirePosting) -> [(String, JSON)] {
    [
      ("posting_number", .string(posting.number)), ("order_id", .integer(posting.order.raw)),
      ("order_number", .string(posting.orderNumber)), ("parent_posting_number", ""),
      ("status", .string(posting.status.rawValue)),
      ("substatus", .string(posting.substatus)),
    ]
  }

  private func actions(_ posting: WirePosting) -> JSON {
    let isOurs = posting.carrier == Carrier.platform
    return .array(
      PostingStatus.actions(in: posting.state, isOurs: isOurs).map { .string($0) })
  }

  private static let requirements: JSON = [
    "products_requiring_change_country", "products_requiring_gtd", "products_requiring_country",
    "products_requiring_mandatory_mark", "products_requiring_jw_uin",
    "products_requiring_rnpt", "products_requiring_imei", "products_requiring_weight",
  ].map { ($0, JSON.array([])) }.json

  private func lines(_ posting: WirePosting) -> [WireLine] { postings.lines[posting.id] ?? [] }

  private func product(_ line: WireLine, _ currency: String) -> [(String, JSON)] {
    [
      ("name", .string(line.title)), ("offer_id", .string(line.offer)),
      ("price", price(line.price, currency)), ("quantity", .integer(line.quantity)),
      ("sku", .integer(line.product)), ("currency_code", .string(currency)),
      ("is_blr_traceable", false), ("is_marketplace_buyout", false),
      ("mandatory_mark", .array([])), ("imei", .array([])),
    ]
  }

  private func analytics(_ posting: WirePosting) -> JSON {
    [
      ("city", JSON.string(posting.city)), ("region", .string(posting.city)),
      ("delivery_type", ""), ("is_legal", false), ("is_premium", false),
      ("payment_type_group_name", ""), ("tpl_provider", .string(carrier(posting)?.name ?? "")),
      ("tpl_provider_id", .integer(carrier(posting)?.id ?? 0)),
      ("warehouse", .string(warehouse(posting))),
      ("warehouse_id", .integer(posting.warehouse?.raw ?? 0)),
    ].json
  }

  /// What stands on the label: the tracking number above, the posting's below.
  private func barcodes(_ posting: WirePosting) -> JSON {
    [
      ("upper_barcode", JSON.string(postings.tracking(posting) ?? posting.number)),
      ("lower_barcode", .string(posting.number)),
    ].json
  }

  private func cancellation(_ posting: WirePosting) -> JSON {
    let found = postings.cancellations[posting.id]
    let isSellers = found?.actor == .member
    let type =
      switch found?.actor {
      case .member: "seller"
      case .buyer: "client"
      case .carrier: "delivery"
      case .platform: "system"
      case nil: ""
      }
    return [
      ("affect_cancellation_rating", JSON.bool(isSellers)),
      (
        "cancel_reason",
        .string(found.map { WireReason(stored: $0.reason, by: $0.actor).title } ?? "")
      ),
      ("cancel_reason_id", reason(posting)),
      ("cancellation_initiator", .string(Self.initiators[type] ?? "")),
      ("cancellation_type", .string(type)),
      ("cancelled_after_ship", .bool(posting.status == .cancelled && posting.shipped != nil)),
    ].json
  }

  private func reason(_ posting: WirePosting) -> JSON {
    guard let found = postings.cancellations[posting.id] else { return 0 }
    return .integer(WireReason(stored: found.reason, by: found.actor).id)
  }

  /// Words for people, which the format wants in Russian.
  private static let initiators = [
    "seller": "Продавец", "client": "Клиент", "delivery": "Служба доставки",
    "system": "Система",
  ]

  /// Where nobody chose yet, the platform's own carrier.
  private func deliveryMethod(_ posting: WirePosting) -> JSON {
    let warehouse = posting.warehouse ?? WarehouseID(raw: 0)
    let carrier = carrier(posting)
    let name = [carrier?.name ?? "", self.warehouse(posting)].filter { !$0.isEmpty }
    return [
      "id": .integer(DeliveryMethod.id(warehouse, carrier?.id ?? Carrier.platform)),
      "name": .string(name.joined(separator: ", ")),
      "tpl_provider": .string(carrier?.name ?? ""), "tpl_provider_id": .integer(carrier?.id ?? 0),
      "warehouse": .string(self.warehouse(posting)), "warehouse_id": .integer(warehouse.raw),
    ]
  }

  private func carrier(_ posting: WirePosting) -> Carrier? {
    postings.carriers[posting.carrier ?? Carrier.platform]
  }

  private func warehouse(_ posting: WirePosting) -> String {
    posting.warehouse.flatMap { postings.warehouses[$0] } ?? ""
  }

  /// Whether the platform's carrier has it, or the seller chooses and reports.
  private func integration(_ posting: WirePosting) -> String {
    posting.carrier == Carrier.platform && posting.shipped != nil ? "ozon" : "non_integrated"
  }

  private func began(_ posting: WirePosting) -> Instant { posting.paid ?? posting.placed }

  private func instant(_ moment: Instant?) -> JSON {
    moment.map { .string("\($0)") } ?? .null
  }

  private func price(_ minor: Int64, _ code: String) -> JSON {
    .string((try? Money(minor: minor, code: code))?.plain ?? "0")
  }

  private func money(_ minor: Int64, _ code: String) -> JSON {
    [("amount", price(minor, code)), ("currency", .string(code))].json
  }
}
