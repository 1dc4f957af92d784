import Commerce

enum ShippingRuleEntity {}
typealias ShippingRuleID = ID<ShippingRuleEntity>

/// What a shop's rules ask of a posting that is about to leave.
struct ParcelFacts: Sendable, Hashable {
  var parcels: [ParcelMeasure]
  var place: Destination
  /// The goods' value, minor units of the shop's currency.
  var value: Int64
  var classes: Set<String> = []
  /// Days left until the day that the buyer was promised; nil where none was.
  var daysLeft: Int64?
  var warehouse: WarehouseID?

  var weight: Int64 { parcels.reduce(0) { $0 + $1.weight } }
  var longest: Int64 { parcels.map(\.longest).max() ?? 0 }
}

/// A condition that a rule can make; each must hold.
enum RuleCondition: String, CaseIterable, Sendable {
  case area, weight, side, value, `class`, days, warehouse
}

/// "If all of this holds, ship by that service": the first that holds is taken.
struct ShippingRule: Sendable, Hashable {
  let id: ShippingRuleID
  var position: Int64
  var name: String
  var tariff: TariffID
  var isOn = true
  /// Empty for everywhere.
  var areas: [Area] = []
  /// g, of all parcels together; an open end is nil.
  var leastWeight: Int64?
  var mostWeight: Int64?
  /// mm, of the longest side; a parcel that nobody measured passes.
  var mostSide: Int64?
  /// Minor units of the shop's currency.
  var leastValue: Int64?
  var mostValue: Int64?
  /// A class that some of the goods must have; empty for none.
  var kind = ""
  /// At most so many days are left until the promised day.
  var mostDays: Int64?
  var warehouse: WarehouseID?

  /// The conditions that do not hold, in a fixed order; empty where the rule fires.
  func unmet(by facts: ParcelFacts) -> [RuleCondition] {
    RuleCondition.allCases.filter { !holds($0, for: facts) }
  }

  private func holds(_ condition: RuleCondition, for facts: ParcelFacts) -> Bool {
    switch condition {
    case .area: areas.isEmpty || areas.contains { $0.closeness(to: facts.place) != nil }
    case .weight: within(facts.weight, leastWeight, mostWeight)
    case .side: facts.longest <= mostSide ?? .max
    case .value: within(facts.value, leastValue, mostValue)
    case .class: kind.isEmpty || facts.classes.contains(kind)
    case .days:
      mostDays.map { most in facts.daysLeft.map { $0 <= most } ?? false } ?? true
    case .warehouse: warehouse == nil || warehouse == facts.warehouse
    }
  }

  private func within(_ value: Int64, _ least: Int64?, _ most: Int64?) -> Bool {
    value >= least ?? .min && value <= most ?? .max
  }
}

/// A shop's rules, first to last, and what is taken where none fires.
struct RuleTable: Sendable {
  let rules: [ShippingRule]
  let fallback: TariffID

  /// The platform's own first service, for shops that chose no default.
  static let usual = TariffID(raw: 1)

  /// What became of one rule.
  enum Verdict: Sendable, Hashable {
    case fires
    /// An earlier one fired.
    case later
    case off
    case unmet([RuleCondition])
    /// It would fire, but its service can't take the parcel.
    case unfit(Misfit)
  }

  struct Decision: Sendable {
    /// nil where the default is taken.
    let rule: ShippingRule?
    let tariff: TariffID
    /// In the order of the rules.
    let verdicts: [(rule: ShippingRule, verdict: Verdict)]
  }

  /// The first rule that holds and whose service can take the parcel; the default where none does.
  /// - Parameter misfit: why a service can't take it; nil where it can.
  func decide(_ facts: ParcelFacts, misfit: (TariffID) -> Misfit?) -> Decision {
    var fired: ShippingRule?
    let verdicts = rules.map { rule -> (rule: ShippingRule, verdict: Verdict) in
      if !rule.isOn { return (rule, .off) }
      if fired != nil { return (rule, .later) }
      let unmet = rule.unmet(by: facts)
      if !unmet.isEmpty { return (rule, .unmet(unmet)) }
      if let misfit = misfit(rule.tariff) { return (rule, .unfit(misfit)) }
      fired = rule
      return (rule, .fires)
    }
    return Decision(rule: fired, tariff: fired?.tariff ?? fallback, verdicts: verdicts)
  }
}
