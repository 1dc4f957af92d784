import Commerce
import HTTP
import Office
import SQL
import Template

/// The pages of how a shop ships.
struct ShippingPages<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let desk: ShippingDesk<Context>
  let places: [WarehousePlace]
  let currency: Currency
  private var typed: FormReader?
  private var problems: [Problem] = []

  static var shopCurrency: Query<String> { ShopSQL.currency }

  init(
    _ context: Context, _ carriers: Carriers
  ) throws(SQLError) {
    self.context = context
    desk = try ShippingDesk(context, carriers)
    places = try WarehousePlace.all(in: context.reader)
    let code = try context.open.first(ShopSQL.currency, context.scope.seller) ?? ""
    currency = Currency(code: code) ?? .rub
  }

  mutating func type(_ reader: FormReader, _ problems: [Problem]) {
    typed = reader
    self.problems = problems
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    context.text("shiprules.\(key)", values)
  }

  private var mayEdit: Bool { context.member?.may(.editShipping) ?? false }

  private func page(_ title: String, _ sub: String, tab: String) -> DeskPage {
    var page = DeskPage(title: text(title), sub: text(sub))
    if tab != "services" { page.crumbs = [DeskLink("/shipping", text("title"))] }
    page.links = [
      ("services", "/shipping"), ("rules", "/shipping/rules"), ("test", "/shipping/test"),
    ].filter { $0.0 != tab }.map { DeskLink($0.1, text("tab.\($0.0)")) }
    return page
  }

  // MARK: services

  func services() throws(SQLError) -> DeskPage {
    var page = page("title", "sub", tab: "services")
    var section = DeskSection("services", text("services"), text: text("services.text"))
    section.heads = [
      DeskHead(label: context.text("carriers.service")),
      DeskHead(label: context.text("carriers.limits")),
      DeskHead(label: context.text("carriers.field.cut_off")),
      DeskHead(label: text("onTime"), isNumber: true), DeskHead(label: text("state")),
    ]
    if mayEdit { section.heads.append(DeskHead(label: context.text("carriers.acts"))) }
    let book = desk.book
    let open = Set(desk.open.map(\.id))
    section.rows = book.tariffs.filter {
      $0.isActive && book.carrier($0.carrier)?.isActive ?? false
    }.map { tariff in row(tariff, isOn: open.contains(tariff.id)) }
    page.sections = [section, reliability()]
    return page
  }

  private func row(_ tariff: Tariff, isOn: Bool) -> DeskRow {
    let isDefault = tariff.id == desk.table.fallback
    let name = context.name(of: tariff, in: desk.book)
    let state =
      isDefault
      ? BadgeView(text("default"), .info)
      : BadgeView(text(isOn ? "on" : "off"), isOn ? .ok : .neutral)
    var cells: [DeskCell] = [
      .head(name), .text(context.limits(of: tariff)), .text(ClockText.text(tariff.cutOff)),
      .number(context.punctuality(whole(tariff.carrier))), .badge(state),
    ]
    if mayEdit {
      var buttons: [DeskButton] = []
      if !isDefault {
        buttons = [
          DeskButton(
            text: text(isOn ? "turnOff" : "turnOn"),
            action: URLText(path: "/services/\(tariff.id)/switch"), name: "on",
            value: isOn ? "0" : "1", label: text(isOn ? "turnOff.of" : "turnOn.of", ["name": name])),
          DeskButton(
            text: text("prefer"), action: URLText(path: "/services/\(tariff.id)/default"),
            label: text("prefer.of", ["name": name])),
        ]
      }
      cells.append(.buttons(buttons))
    }
    return DeskRow(cells: cells)
  }

  /// Over all zones.
  private func whole(_ carrier: Int64) -> Punctuality? {
    let rows = desk.record.rows.filter { $0.key.carrier == carrier }.map(\.value)
    guard !rows.isEmpty else { return nil }
    return rows.reduce(into: Punctuality(delivered: 0, onTime: 0)) {
      $0.delivered += $1.delivered
      $0.onTime += $1.onTime
    }
  }

  private func reliability() -> DeskSection {
    var section = DeskSection("record", text("record"), text: text("record.text"))
    section.heads = [
      DeskHead(label: context.text("carriers.carrier")),
      DeskHead(label: context.text("carriers.zone")),
      DeskHead(label: text("delivered"), isNumber: true),
      DeskHead(label: text("inTime"), isNumber: true),
      DeskHead(label: text("onTime"), isNumber: true),
    ]
    let keys = desk.record.rows.keys.sorted {
      ($0.carrier, $0.zone.raw) < ($1.carrier, $1.zone.raw)
    }
    section.rows = keys.compactMap { key in
      guard let found = desk.record[key.carrier, key.zone] else { return nil }
      return DeskRow(cells: [
        .head(desk.book.carrier(key.carrier)?.name ?? ""),
        .text(desk.book.zone(key.zone)?.name ?? ""),
        .number(context.locale.number(found.delivered)),
        .number(context.locale.number(found.onTime)), .number(context.punctuality(found)),
      ])
    }
    if section.rows.isEmpty { section.text = text("record.none") }
    return section
  }

  // MARK: rules

  func rules() -> DeskPage {
    var page = page("rules.title", "rules.sub", tab: "rules")
    var table = DeskSection("rules", text("rules"))
    table.heads = [
      DeskHead(label: text("rule")), DeskHead(label: text("conditions")),
      DeskHead(label: context.text("carriers.service")), DeskHead(label: text("state")),
    ]
    if mayEdit { table.heads.append(DeskHead(label: context.text("carriers.acts"))) }
    let rules = desk.table.rules
    table.rows = rules.enumerated().map { row($1, $0, of: rules.count) }
    if rules.isEmpty { table.text = text("rules.none") }
    let fallback = desk.book.tariff(desk.table.fallback)
    table.aside = text(
      "rules.default", ["service": fallback.map { context.name(of: $0, in: desk.book) } ?? ""])
    page.sections = [table]
    guard mayEdit else { return page }
    let new = form(nil, "/shipping/rules")
    page.sections.append(new)
    page.errors = context.summary(problems, of: new.controls.map(\.field))
    return page
  }

  private func row(_ rule: ShippingRule, _ index: Int, of count: Int) -> DeskRow {
    let tariff = desk.book.tariff(rule.tariff)
    var cells: [DeskCell] = [
      .head("\(index + 1). \(rule.name)", mayEdit ? "/shipping/rules/\(rule.id)" : nil),
      .text(conditions(rule)), .text(tariff.map { context.name(of: $0, in: desk.book) } ?? ""),
      .badge(BadgeView(text(rule.isOn ? "on" : "off"), rule.isOn ? .ok : .neutral)),
    ]
    if mayEdit {
      let path = "/shipping/rules/\(rule.id)"
      let place = { (to: String) in
        DeskButton(
          text: text("move.\(to)"), action: URLText(path: "\(path)/place"), name: "to", value: to,
          label: text("move.\(to).of", ["name": rule.name]))
      }
      let remove = DeskButton(
        text: text("remove"), look: .danger, action: URLText(path: "\(path)/removal"),
        label: text("remove.of", ["name": rule.name]))
      let moves =
        (index > 0 ? [place("earlier")] : []) + (index < count - 1 ? [place("later")] : [])
      cells.append(.buttons(moves + [remove]))
    }
    return DeskRow(cells: cells)
  }

  /// The conditions in words; "always" for none.
  private func conditions(_ rule: ShippingRule) -> String {
    var parts: [String] = []
    if !rule.areas.isEmpty {
      parts.append(
        text("if.area", ["areas": rule.areas.map(\.description).joined(separator: ", ")]))
    }
    let weight = { (grams: Int64) in Weight.text(grams, context) }
    let money = { (minor: Int64) in
      context.locale.moneyWithCode(Money(minor: minor, currency: currency))
    }
    if let least = rule.leastWeight { parts.append(text("if.from.weight", ["n": weight(least)])) }
    if let most = rule.mostWeight { parts.append(text("if.to.weight", ["n": weight(most)])) }
    if let most = rule.mostSide {
      parts.append(text("if.side", ["n": context.locale.number(most)]))
    }
    if let least = rule.leastValue { parts.append(text("if.from.value", ["n": money(least)])) }
    if let most = rule.mostValue { parts.append(text("if.to.value", ["n": money(most)])) }
    if let kind = ParcelClass(rawValue: rule.kind) {
      parts.append(text("if.class", ["class": context.text(kind.label)]))
    }
    if let most = rule.mostDays {
      parts.append(context.text("shiprules.if.days", count: most))
    }
    if let warehouse = rule.warehouse {
      let name = places.first { $0.id == warehouse }?.name ?? "\(warehouse)"
      parts.append(text("if.warehouse", ["name": name]))
    }
    return parts.isEmpty ? text("if.always") : parts.joined(separator: " · ")
  }

  func rule(_ id: ShippingRuleID) throws -> DeskPage {
    guard let rule = desk.table.rules.first(where: { $0.id == id }) else { throw Failure.notFound }
    var page = DeskPage(title: text("rule.title", ["name": rule.name]), sub: text("rules.sub"))
    page.crumbs = [
      DeskLink("/shipping", text("title")), DeskLink("/shipping/rules", text("rules.title")),
    ]
    let form = form(rule, "/shipping/rules/\(id)")
    page.sections = [form]
    page.errors = context.summary(problems, of: form.controls.map(\.field))
    return page
  }

  private func form(_ rule: ShippingRule?, _ path: String) -> DeskSection {
    var section = DeskSection(
      "rule", text(rule == nil ? "rule.new" : "rule"), text: text("rule.text"))
    section.action = URLText(path: path)
    let inputs = DeskInputs(
      context: context, prefix: "shiprules.field", typed: typed, problems: problems,
      stored: stored(rule))
    let services = desk.open.map { ("\($0.id)", context.name(of: $0, in: desk.book)) }
    section.controls =
      [inputs.text("name"), inputs.choice("service", services), inputs.box("on")]
      + conditions(inputs)
    section.buttons = [DeskButton(text: text(rule == nil ? "add" : "save"), look: .primary)]
    return section
  }

  private func conditions(_ inputs: DeskInputs<Context>) -> [DeskControl] {
    [
      inputs.area("areas", rows: 3, isOptional: true),
      inputs.number("min_weight", isOptional: true), inputs.number("max_weight", isOptional: true),
      inputs.number("max_side", isOptional: true), inputs.text("min_value", isOptional: true),
      inputs.text("max_value", isOptional: true), classes(inputs),
      inputs.number("max_days", isOptional: true), warehouse(inputs),
    ]
  }

  private func classes(_ inputs: DeskInputs<Context>) -> DeskControl {
    inputs.choice(
      "class",
      [("", text("any"))] + ParcelClass.allCases.map { ($0.rawValue, context.text($0.label)) },
      isOptional: true)
  }

  private func warehouse(_ inputs: DeskInputs<Context>) -> DeskControl {
    inputs.choice(
      "warehouse", [("", text("any"))] + places.map { ("\($0.id)", $0.name) }, isOptional: true)
  }

  private func stored(_ rule: ShippingRule?) -> [String: String] {
    guard let rule else { return ["on": "1", "service": "\(desk.table.fallback)"] }
    let number = { (value: Int64?) in value.map { "\($0)" } ?? "" }
    let money = { (value: Int64?) in value.map { Money(minor: $0, currency: currency).plain } ?? ""
    }
    return [
      "name": rule.name, "service": "\(rule.tariff)", "on": rule.isOn ? "1" : "",
      "areas": rule.areas.map(\.description).joined(separator: "\n"),
      "min_weight": number(rule.leastWeight), "max_weight": number(rule.mostWeight),
      "max_side": number(rule.mostSide), "min_value": money(rule.leastValue),
      "max_value": money(rule.mostValue), "class": rule.kind, "max_days": number(rule.mostDays),
      "warehouse": rule.warehouse.map { "\($0)" } ?? "",
    ]
  }
}

/// The statements of the shop's own row.
enum ShopSQL {
  static let currency = Query<String>("select currency from seller where id = ?")
  static let statements: [(String, any SQLStatement)] = [("shop.currency", currency)]
}

extension ShippingPages {
  // MARK: the test box

  func test(_ query: QueryFields) -> DeskPage {
    var page = page("test.title", "test.sub", tab: "test")
    var form = TestParcelForm(FormFields(fields: query), currency)
    let isAsked = query.first("weight") != nil
    let facts = isAsked ? form.facts(places) : nil
    var section = DeskSection("parcel", text("test.parcel"))
    section.action = URLText(path: "/shipping/test")
    section.isQuestion = true
    let inputs = DeskInputs(
      context: context, prefix: "shiprules.field", typed: isAsked ? form.reader : nil,
      problems: isAsked ? form.reader.problems : [],
      stored: ["country": "RU", "weight": "500"])
    section.controls = [
      inputs.text("country"), inputs.text("postcode", isOptional: true),
      inputs.text("city", isOptional: true), inputs.number("weight"),
      inputs.number("length", isOptional: true), inputs.number("width", isOptional: true),
      inputs.number("height", isOptional: true), inputs.text("value", isOptional: true),
      classes(inputs), inputs.number("days", isOptional: true), warehouse(inputs),
    ]
    section.buttons = [DeskButton(text: text("test.ask"), look: .primary)]
    page.errors = inputs.summary(section.controls)
    page.sections = [section]
    if let facts { page.sections = answer(facts) + page.sections }
    return page
  }

  private func answer(_ facts: ParcelFacts) -> [DeskSection] {
    let decision = desk.decide(facts)
    let service =
      desk.book.tariff(decision.tariff).map { context.name(of: $0, in: desk.book) } ?? ""
    var verdicts = DeskSection("answer", text("test.answer"))
    verdicts.text =
      decision.rule.map { text("test.fires", ["rule": $0.name, "service": service]) }
      ?? text("test.default", ["service": service])
    verdicts.heads = [
      DeskHead(label: text("rule")), DeskHead(label: context.text("carriers.service")),
      DeskHead(label: text("test.why")),
    ]
    verdicts.rows = decision.verdicts.enumerated().map { index, entry in
      let tariff = desk.book.tariff(entry.rule.tariff)
      return DeskRow(cells: [
        .head("\(index + 1). \(entry.rule.name)"),
        .text(tariff.map { context.name(of: $0, in: desk.book) } ?? ""), why(entry.verdict),
      ])
    }
    let comparison = context.comparison(
      desk.offers(facts), decision, in: desk.book, id: "comparison",
      heading: text("test.comparison"))
    return [verdicts, comparison]
  }

  private func why(_ verdict: RuleTable.Verdict) -> DeskCell {
    switch verdict {
    case .fires: .badge(BadgeView(text("verdict.fires"), .ok))
    case .later: .text(text("verdict.later"))
    case .off: .text(text("verdict.off"))
    case .unmet(let conditions):
      .text(
        text(
          "verdict.unmet",
          [
            "conditions": conditions.map { text("condition.\($0.rawValue)") }
              .joined(separator: context.text("orders.comma"))
          ]))
    case .unfit(let misfit): .text(text("verdict.unfit", ["why": context.words(of: misfit)]))
    }
  }
}
