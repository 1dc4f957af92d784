import Commerce
import Office
import SQL

enum ShippingSQL {
  static let rules = Query(
    """
    select id, position, name, service_id, is_on, areas, min_weight_g, max_weight_g, max_side_mm,
      min_value, max_value, class, max_days, warehouse_id
    from shipping_rule order by position, id
    """, ShippingRule.init)
  static let save = Command(
    """
    insert into main.shipping_rule (seller_id, id, position, name, service_id, is_on, areas,
      min_weight_g, max_weight_g, max_side_mm, min_value, max_value, class, max_days, warehouse_id,
      created_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (seller_id, id) do update set name = excluded.name,
      service_id = excluded.service_id, is_on = excluded.is_on, areas = excluded.areas,
      min_weight_g = excluded.min_weight_g, max_weight_g = excluded.max_weight_g,
      max_side_mm = excluded.max_side_mm, min_value = excluded.min_value,
      max_value = excluded.max_value, class = excluded.class, max_days = excluded.max_days,
      warehouse_id = excluded.warehouse_id
    """)
  static let place = Command(
    "update main.shipping_rule set position = ?3 where seller_id = ?1 and id = ?2")
  static let remove = Command("delete from main.shipping_rule where seller_id = ? and id = ?")
  static let fallback = Query<Int64>(
    "select default_service_id from shop_shipping where seller_id = current_seller()")
  static let setFallback = Command(
    """
    insert into main.shop_shipping (seller_id, default_service_id) values (?, ?)
    on conflict (seller_id) do update set default_service_id = excluded.default_service_id
    """)
  static let switches = Query("select service_id, is_on from shop_service") {
    (tariff: Int64, isOn: Int64) in (tariff: TariffID(raw: tariff), isOn: isOn != 0)
  }
  static let setSwitch = Command(
    """
    insert into main.shop_service (seller_id, service_id, is_on) values (?, ?, ?)
    on conflict (seller_id, service_id) do update set is_on = excluded.is_on
    """)
  static let choice = Query(
    """
    select proposed_id, rule_id, service_id, reason from shipping_choice where posting_id = ?
    """
  ) { (proposed: Int64, rule: Int64?, tariff: Int64, reason: String) in
    ShippingChoice(
      proposed: TariffID(raw: proposed), rule: rule.map(ShippingRuleID.init(raw:)),
      tariff: TariffID(raw: tariff), reason: reason)
  }
  static let setChoice = Command(
    """
    insert into main.shipping_choice
      (seller_id, posting_id, proposed_id, rule_id, service_id, reason) values (?, ?, ?, ?, ?, ?)
    on conflict (seller_id, posting_id) do update set proposed_id = excluded.proposed_id,
      rule_id = excluded.rule_id, service_id = excluded.service_id, reason = excluded.reason
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("shipping.rules", rules), ("shipping.save", save), ("shipping.place", place),
    ("shipping.remove", remove), ("shipping.fallback", fallback),
    ("shipping.setFallback", setFallback), ("shipping.switches", switches),
    ("shipping.setSwitch", setSwitch), ("shipping.choice", choice),
    ("shipping.setChoice", setChoice),
  ]
}

/// Which service a posting took, and which one the rules would have taken.
struct ShippingChoice: Sendable, Hashable {
  let proposed: TariffID
  let rule: ShippingRuleID?
  let tariff: TariffID
  /// Why another was taken; never personal data.
  let reason: String
}

extension ShippingRule {
  fileprivate init(
    _ id: Int64, _ position: Int64, _ name: String, _ tariff: Int64, _ isOn: Int64,
    _ areas: String, _ leastWeight: Int64?, _ mostWeight: Int64?, _ mostSide: Int64?,
    _ leastValue: Int64?, _ mostValue: Int64?, _ kind: String, _ mostDays: Int64?,
    _ warehouse: Int64?
  ) {
    self.init(
      id: ShippingRuleID(raw: id), position: position, name: name, tariff: TariffID(raw: tariff),
      isOn: isOn != 0, areas: areas.split(separator: "\n").compactMap { Area(String($0)) },
      leastWeight: leastWeight, mostWeight: mostWeight, mostSide: mostSide,
      leastValue: leastValue, mostValue: mostValue, kind: kind, mostDays: mostDays,
      warehouse: warehouse.map(WarehouseID.init(raw:)))
  }
}

/// How a shop ships: its services, its rules, its default.
struct ShippingStore {
  let rows: SellerReader

  func rules() throws(SQLError) -> [ShippingRule] { try rows.all(ShippingSQL.rules) }

  func table() throws(SQLError) -> RuleTable {
    RuleTable(rules: try rules(), fallback: try fallback())
  }

  func fallback() throws(SQLError) -> TariffID {
    try rows.first(ShippingSQL.fallback).map { TariffID(raw: $0) } ?? RuleTable.usual
  }

  /// What the shop may ship by, in the order of the carriers; the default is always among them.
  func open(_ book: CarrierBook) throws(SQLError) -> [Tariff] {
    let switches = Dictionary(try rows.all(ShippingSQL.switches).map { ($0.tariff, $0.isOn) }) {
      first, _ in first
    }
    let fallback = try fallback()
    return book.tariffs.filter { tariff in
      guard tariff.isActive, book.carrier(tariff.carrier)?.isActive ?? false else { return false }
      return tariff.id == fallback || (switches[tariff.id] ?? tariff.opensOn)
    }
  }

  func choice(of posting: PostingID) throws(SQLError) -> ShippingChoice? {
    try rows.first(ShippingSQL.choice, posting.raw)
  }
}

/// Changes how a shop ships.
struct ShippingActs {
  static let mostRules = 200

  let tx: SellerTransaction

  func save(_ rule: ShippingRule, at now: Instant) throws(SQLError) {
    try tx.run(
      ShippingSQL.save, tx.scope.seller, rule.id.raw, rule.position, rule.name, rule.tariff.raw,
      rule.isOn ? Int64(1) : 0, rule.areas.map(\.description).joined(separator: "\n"),
      rule.leastWeight, rule.mostWeight, rule.mostSide, rule.leastValue, rule.mostValue, rule.kind,
      rule.mostDays, rule.warehouse?.raw, now.milliseconds)
  }

  /// Throws `Failure.notFound`.
  func remove(_ id: ShippingRuleID) throws {
    guard try tx.run(ShippingSQL.remove, tx.scope.seller, id.raw) == 1 else {
      throw Failure.notFound
    }
  }

  /// Puts a rule one place earlier or later. Throws `Failure.notFound`.
  func move(_ id: ShippingRuleID, earlier: Bool) throws {
    var rules = try ShippingStore(rows: tx.reader).rules()
    guard let index = rules.firstIndex(where: { $0.id == id }) else { throw Failure.notFound }
    let other = earlier ? index - 1 : index + 1
    guard rules.indices.contains(other) else { return }
    rules.swapAt(index, other)
    for (position, rule) in rules.enumerated() where rule.position != Int64(position) {
      try tx.run(ShippingSQL.place, tx.scope.seller, rule.id.raw, Int64(position))
    }
  }

  func turn(_ tariff: TariffID, on isOn: Bool) throws(SQLError) {
    try tx.run(ShippingSQL.setSwitch, tx.scope.seller, tariff.raw, isOn ? Int64(1) : 0)
  }

  func prefer(_ tariff: TariffID) throws(SQLError) {
    try tx.run(ShippingSQL.setFallback, tx.scope.seller, tariff.raw)
  }

  func note(_ choice: ShippingChoice, of posting: PostingID) throws(SQLError) {
    try tx.run(
      ShippingSQL.setChoice, tx.scope.seller, posting.raw, choice.proposed.raw, choice.rule?.raw,
      choice.tariff.raw, choice.reason)
  }
}
