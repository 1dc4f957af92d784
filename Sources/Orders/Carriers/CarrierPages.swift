import Commerce
import Office
import SQL
import Template

/// The admin's pages of carriers.
struct CarrierPages<Context: RequestContext> where Context.Scope == PlatformScope {
  let context: Context
  let book: CarrierBook
  private var typed: FormReader?
  private var typedRate: FormReader?
  private var problems: [Problem] = []

  init(_ context: Context, _ carriers: Carriers) throws(SQLError) {
    self.context = context
    book = try carriers.book(in: context.open)
  }

  /// Shows what was typed, with what is wrong about it.
  mutating func type(_ reader: FormReader, _ problems: [Problem]) {
    typed = reader
    self.problems = problems
  }

  mutating func typeRate(_ reader: FormReader, _ problems: [Problem]) {
    typedRate = reader
    self.problems = problems
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    context.text("carriers.\(key)", values)
  }

  private func inputs(_ stored: [String: String] = [:]) -> DeskInputs<Context> {
    DeskInputs(
      context: context, prefix: "carriers.field", typed: typed, problems: problems, stored: stored)
  }

  private var save: [DeskButton] { [DeskButton(text: text("save"), look: .primary)] }

  // MARK: all carriers

  func list() -> DeskPage {
    var page = DeskPage(title: text("title"), sub: text("sub"))
    var table = DeskSection("all", text("all"))
    table.heads = [
      DeskHead(label: text("field.name")), DeskHead(label: text("services")),
      DeskHead(label: text("field.pattern")), DeskHead(label: text("state")),
    ]
    table.rows = book.carriers.map { carrier in
      let services = book.tariffs.filter { $0.carrier == carrier.id }
      return DeskRow(cells: [
        .head(carrier.name, "/carriers/\(carrier.id)"),
        .text(services.map(\.name).joined(separator: context.text("orders.comma"))),
        .mono(carrier.format.example), .badge(badge(carrier.isActive)),
      ])
    }
    var new = DeskSection("new", text("new"))
    new.action = URLText(path: "/carriers")
    let inputs = inputs(["stuck": "5", "claim": "30", "check": "mod10"])
    new.controls = [inputs.text("name"), inputs.mono("code")] + format(inputs)
    new.buttons = [DeskButton(text: text("add"), look: .primary)]
    page.sections = [table, new]
    page.errors = inputs.summary(new.controls)
    return page
  }

  private func badge(_ isActive: Bool) -> BadgeView {
    BadgeView(text(isActive ? "active" : "closed"), isActive ? .ok : .neutral)
  }

  private func format(_ inputs: DeskInputs<Context>) -> [DeskControl] {
    [
      inputs.mono("pattern"),
      inputs.choice(
        "check", CheckDigit.allCases.map { ($0.rawValue, text("check.\($0.rawValue)")) }
      ),
      inputs.number("stuck"), inputs.number("claim"),
    ]
  }

  // MARK: one carrier

  /// - Parameter key: a new key of its program, shown in this answer only.
  func carrier(_ id: CarrierID, key: String?) throws -> DeskPage {
    guard let carrier = book.carrier(id.raw) else { throw Failure.notFound }
    var page = DeskPage(title: carrier.name, sub: text("one.sub"))
    page.crumbs = [DeskLink("/carriers", text("title"))]
    page.state = badge(carrier.isActive)
    let inputs = inputs([
      "name": carrier.name, "pattern": carrier.format.pattern,
      "check": carrier.format.check.rawValue, "stuck": "\(carrier.stuckDays)",
      "claim": "\(carrier.claimDays)",
      "active": carrier.isActive ? "1" : "",
    ])
    var form = DeskSection("carrier", text("one"))
    form.action = URLText(path: "/carriers/\(id)")
    form.controls = [inputs.text("name")] + format(inputs) + [inputs.box("active")]
    form.buttons = save
    let zone = newZone(id, inputs)
    let services = newService(id, inputs)
    let newKey = newKey(id, key, inputs)
    page.sections = [services, zones(carrier), form, zone, try keys(id), newKey]
    page.errors = inputs.summary(
      form.controls + zone.controls + services.controls + newKey.controls)
    return page
  }

  private func newService(_ id: CarrierID, _ inputs: DeskInputs<Context>) -> DeskSection {
    var section = DeskSection("services", text("services"))
    section.heads = [
      DeskHead(label: text("service")), DeskHead(label: text("limits")),
      DeskHead(label: text("field.cut_off")), DeskHead(label: text("state")),
    ]
    section.rows = book.tariffs.filter { $0.carrier == id.raw }.map { tariff in
      DeskRow(cells: [
        .head(tariff.name, "/services/\(tariff.id)"), .text(context.limits(of: tariff)),
        .text(ClockText.text(tariff.cutOff)), .badge(badge(tariff.isActive)),
      ])
    }
    section.action = URLText(path: "/carriers/\(id)/services")
    section.controls = [inputs.text("service_name")]
    section.buttons = [DeskButton(text: text("service.add"))]
    return section
  }

  private func zones(_ carrier: Carrier) -> DeskSection {
    var section = DeskSection("zones", text("zones"), text: text("zones.text"))
    section.heads = [DeskHead(label: text("zone")), DeskHead(label: text("field.areas"))]
    section.rows = book.zones.filter { $0.carrier == carrier.id }.map { zone in
      let areas = zone.areas.prefix(12).map(\.description).joined(separator: ", ")
      return DeskRow(cells: [
        .head(zone.name, "/zones/\(zone.id)"), .text(areas + (zone.areas.count > 12 ? ", …" : "")),
      ])
    }
    return section
  }

  private func newZone(_ id: CarrierID, _ inputs: DeskInputs<Context>) -> DeskSection {
    var section = DeskSection("new-zone", text("zone.new"))
    section.action = URLText(path: "/carriers/\(id)/zones")
    section.controls = [inputs.text("zone_name"), inputs.area("areas", rows: 4)]
    section.buttons = [DeskButton(text: text("zone.add"))]
    return section
  }

  private func keys(_ id: CarrierID) throws(SQLError) -> DeskSection {
    var section = DeskSection("keys", text("keys"))
    section.heads = [
      DeskHead(label: text("field.key_name")), DeskHead(label: text("key.made")),
      DeskHead(label: text("acts")),
    ]
    section.rows = try APIKeyStore.keys(.carrier, of: id.raw, in: context.open).map { key in
      let time = context.time(key.created)
      let revoke = DeskButton(
        text: text("key.revoke"), look: .danger,
        action: URLText(path: "/carriers/\(id)/keys/revocation"), name: "key", value: "\(key.id)",
        label: text("key.revokeOf", ["name": key.name, "time": time]))
      return DeskRow(cells: [.head(key.name), .text(time), .buttons([revoke])])
    }
    if section.rows.isEmpty { section.text = text("key.none") }
    return section
  }

  private func newKey(
    _ id: CarrierID, _ key: String?, _ inputs: DeskInputs<Context>
  ) -> DeskSection {
    var section = DeskSection("key", text("key"), text: text("key.text"))
    section.action = URLText(path: "/carriers/\(id)/keys")
    if let key { section.facts = [PairView(label: text("key.new"), value: key)] }
    section.controls = [inputs.text("key_name")]
    section.buttons = [DeskButton(text: text("key.add"))]
    return section
  }

  // MARK: a zone

  func zone(_ id: ZoneID) throws -> DeskPage {
    guard let zone = book.zone(id), let carrier = book.carrier(zone.carrier) else {
      throw Failure.notFound
    }
    var page = DeskPage(
      title: "\(carrier.name), \(zone.name)", sub: text("zones.text"))
    page.crumbs = [
      DeskLink("/carriers", text("title")), DeskLink("/carriers/\(carrier.id)", carrier.name),
    ]
    let inputs = inputs([
      "zone_name": zone.name, "areas": zone.areas.map(\.description).joined(separator: "\n"),
    ])
    var form = DeskSection("zone", text("zone"))
    form.action = URLText(path: "/zones/\(id)")
    form.controls = [inputs.text("zone_name"), inputs.area("areas", rows: 12)]
    form.buttons = save
    page.sections = [form]
    page.errors = inputs.summary(form.controls)
    return page
  }

  // MARK: a service

  /// - Parameter chosen: the zone whose prices are in the form.
  func service(_ id: TariffID, _ chosen: ZoneID?) throws -> DeskPage {
    guard let tariff = book.tariff(id), let carrier = book.carrier(tariff.carrier) else {
      throw Failure.notFound
    }
    var page = DeskPage(
      title: "\(carrier.name) \(tariff.name)", sub: text("service.sub"))
    page.crumbs = [
      DeskLink("/carriers", text("title")), DeskLink("/carriers/\(carrier.id)", carrier.name),
    ]
    page.state = badge(tariff.isActive)
    let inputs = inputs(stored(tariff))
    let form = terms(tariff, inputs)
    let zones = book.zones.filter { $0.carrier == tariff.carrier }
    let rate = rateForm(tariff, zones, chosen)
    page.sections = [prices(tariff, zones), rate.section, form]
    page.errors = context.summary(
      problems, of: (typedRate == nil ? form : rate.section).controls.map(\.field))
    return page
  }

  private func stored(_ tariff: Tariff) -> [String: String] {
    var stored = [
      "name": tariff.name, "currency": tariff.currency.code, "divisor": "\(tariff.divisor)",
      "weight": "\(tariff.limits.weight)", "girth": "\(tariff.limits.girth)",
      "cut_off": ClockText.text(tariff.cutOff), "opens_on": tariff.opensOn ? "1" : "",
      "active": tariff.isActive ? "1" : "",
    ]
    for (name, side) in zip(["length", "width", "height"], tariff.limits.sides) {
      stored[name] = "\(side)"
    }
    for day in 1...7 where tariff.pickupDays & (1 << Int64(day - 1)) != 0 {
      stored["day_\(day)"] = "1"
    }
    for kind in tariff.forbidden { stored["class_\(kind)"] = "1" }
    return stored
  }

  private func terms(_ tariff: Tariff, _ inputs: DeskInputs<Context>) -> DeskSection {
    var form = DeskSection("terms", text("terms"))
    form.action = URLText(path: "/services/\(tariff.id)")
    let days = (1...7).map { ("day_\($0)", context.locale.weekdayShortName($0)) }
    let classes = ParcelClass.allCases.map { ("class_\($0.rawValue)", context.text($0.label)) }
    form.controls = [
      inputs.text("name"),
      inputs.choice("currency", [Currency.rub, .cny, .usd, .eur].map { ($0.code, $0.code) }),
      inputs.number("divisor"), inputs.number("weight"), inputs.number("length"),
      inputs.number("width"), inputs.number("height"), inputs.number("girth"),
      inputs.text("cut_off"), inputs.boxes("days", days), inputs.boxes("refuses", classes),
      inputs.box("opens_on"), inputs.box("active"),
    ]
    form.buttons = save
    return form
  }

  private func prices(_ tariff: Tariff, _ zones: [CarrierZone]) -> DeskSection {
    var section = DeskSection("prices", text("prices"))
    let weights: [Int64] = [500, 1_000, 3_000, 10_000]
    section.heads =
      [DeskHead(label: text("zone")), DeskHead(label: text("days"))]
      + weights.map { DeskHead(label: Weight.text($0, context), isNumber: true) } + [
        DeskHead(label: text("acts"))
      ]
    section.rows = zones.map { zone in
      let rate = book.rate(tariff.id, zone.id)
      let prices = weights.map { grams in
        DeskCell.number(
          rate?.price(of: grams).map {
            context.locale.money(Money(minor: $0, currency: tariff.currency))
          } ?? "–")
      }
      var buttons: [DeskButton] = []
      if rate != nil {
        buttons = [
          DeskButton(
            text: text("rate.remove"),
            action: URLText(path: "/services/\(tariff.id)/rates/removal"),
            name: "zone", value: "\(zone.id)", label: text("rate.removeOf", ["zone": zone.name]))
        ]
      }
      return DeskRow(
        cells: [
          .head(zone.name, "/services/\(tariff.id)?zone=\(zone.id)"),
          .text(rate.map { context.days($0.transit) } ?? "–"),
        ] + prices + [.buttons(buttons)])
    }
    return section
  }

  private func rateForm(
    _ tariff: Tariff, _ zones: [CarrierZone], _ chosen: ZoneID?
  ) -> (section: DeskSection, zone: ZoneID?) {
    let zone = chosen ?? zones.first?.id
    let rate = zone.flatMap { book.rate(tariff.id, $0) }
    var stored = ["zone": zone.map { "\($0)" } ?? ""]
    if let rate {
      let plain = { (minor: Int64) in Money(minor: minor, currency: tariff.currency).plain }
      stored["transit_min"] = "\(rate.transit.lowerBound)"
      stored["transit_max"] = "\(rate.transit.upperBound)"
      stored["steps"] = rate.steps.map { "\($0.upTo) \(plain($0.price))" }.joined(separator: "\n")
      stored["per_kg"] = rate.perKilogram > 0 ? plain(rate.perKilogram) : ""
    }
    let inputs = DeskInputs(
      context: context, prefix: "carriers.field", typed: typedRate,
      problems: typedRate == nil ? [] : problems, stored: stored)
    var section = DeskSection("rate", text("rate"), text: text("rate.text"))
    section.action = URLText(path: "/services/\(tariff.id)/rates")
    section.controls = [
      inputs.choice("zone", zones.map { ("\($0.id)", $0.name) }), inputs.number("transit_min"),
      inputs.number("transit_max"), inputs.area("steps"), inputs.text("per_kg", isOptional: true),
    ]
    section.buttons = save
    return (section, zone)
  }
}

extension RequestContext {
  /// "2 to 4 days".
  func days(_ range: ClosedRange<Int64>) -> String {
    guard range.lowerBound != range.upperBound else {
      return text("carriers.days.exactly", count: range.lowerBound)
    }
    return text(
      "carriers.days.range",
      ["least": locale.number(range.lowerBound), "most": locale.number(range.upperBound)],
      count: range.upperBound)
  }

  /// What a service takes, in a few words.
  func limits(of tariff: Tariff) -> String {
    let limits = tariff.limits
    var parts: [String] = []
    if limits.weight > 0 { parts.append(Weight.text(limits.weight, self)) }
    if limits.sides.contains(where: { $0 > 0 }) {
      let sides = limits.sides.map { locale.number($0) }.joined(separator: " × ")
      parts.append(text("carriers.limits.sides", ["sides": sides]))
    }
    if limits.girth > 0 {
      parts.append(text("carriers.limits.girth", ["girth": locale.number(limits.girth)]))
    }
    let classes = ParcelClass.allCases.filter { tariff.forbidden.contains($0.rawValue) }
    if !classes.isEmpty {
      let names = classes.map { text($0.label) }.joined(separator: text("orders.comma"))
      parts.append(text("carriers.limits.without", ["classes": names]))
    }
    return parts.joined(separator: " · ")
  }

  /// Why a service can't take a parcel.
  func words(of misfit: Misfit) -> String {
    switch misfit {
    case .closed: text("carriers.misfit.closed")
    case .area: text("carriers.misfit.area")
    case .weight(let most): text("carriers.misfit.weight", ["most": Weight.text(most, self)])
    case .sides(let most):
      text(
        "carriers.misfit.sides",
        ["most": most.map { locale.number($0) }.joined(separator: " × ")])
    case .girth(let most): text("carriers.misfit.girth", ["most": locale.number(most)])
    case .handling(let kind):
      text("carriers.misfit.class", ["class": text("carriers.class.\(kind)")])
    }
  }
}
