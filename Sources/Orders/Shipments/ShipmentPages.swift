import Commerce
import Office
import SQL
import Template

/// Makes the page that asks by whom and in which parcels a posting leaves.
struct ShipmentBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let desk: ShippingDesk<Context>
  let posting: Posting
  let lines: [PackedLine]
  let parcels: [ParcelCard]
  private let contents: [Int64: [Int64: Int64]]
  private let recipient: Recipient?
  private let promised: Instant?
  private let classes: Set<String>
  var typed: ShipmentForm?
  var problems: [Problem] = []

  /// Throws `Failure.notFound`.
  init(_ context: Context, _ id: PostingID, _ carriers: Carriers) throws {
    let store = PostingStore(rows: context.reader)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    self.context = context
    self.posting = posting
    desk = try ShippingDesk(context, carriers)
    let parcelStore = ParcelStore(rows: context.reader)
    lines = try parcelStore.lines(of: id)
    parcels = try parcelStore.cards(of: id)
    contents = try parcelStore.contents(of: id)
    recipient = try store.recipient(of: id)
    promised = try PromiseStore(rows: context.reader).promise(of: id)
    classes = Set(try BinStore(rows: context.reader).classes(of: id).map(\.rawValue))
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    context.text("shipments.\(key)", values)
  }

  private func facts(_ measures: [ParcelMeasure]) -> ParcelFacts {
    desk.facts(of: posting, measures, recipient, promised: promised, classes: classes)
  }

  /// What is on the parcels now, or what the goods weigh together.
  private var measures: [ParcelMeasure] {
    guard parcels.isEmpty else {
      return parcels.map { ParcelMeasure(weight: $0.weight, sides: $0.sides) }
    }
    return [ParcelMeasure(weight: lines.reduce(0) { $0 + $1.weightGrams * $1.quantity })]
  }

  // MARK: reading

  /// The shipment that was typed, held against the carrier's limits and the shop's rules.
  func shipment(_ form: inout ShipmentForm) throws -> Shipment {
    let read = try form.read(desk.open, desk.book, lines)
    let measures = read.parcels.enumerated().map { index, draft in
      draft.measure
        ?? (read.parcels.count == parcels.count && draft.lines.isEmpty
          ? ParcelMeasure(weight: parcels[index].weight, sides: parcels[index].sides)
          : ParcelMeasure(weight: draft.weight(of: lines)))
    }
    let facts = facts(measures)
    let decision = desk.decide(facts)
    let isOther = decision.rule != nil && decision.tariff != read.tariff.id
    if isOther && read.reason.isEmpty {
      throw InvalidForm("reason", Message("shipments.error.reason"))
    }
    guard let carrier = desk.book.carrier(read.tariff.carrier) else {
      throw InvalidForm("carrier", Message("form.choice"))
    }
    var quote: Quote?
    switch desk.quote(read.tariff, facts) {
    case .success(let found): quote = found
    case .failure(let misfit) where misfit == .area: quote = nil
    case .failure(let misfit):
      throw InvalidForm(
        "carrier", Message("shipments.error.misfit", ["why": context.words(of: misfit)]))
    }
    return Shipment(
      carrier: carrier, tariff: read.tariff, quote: quote, parcels: read.parcels,
      choice: ShippingChoice(
        proposed: decision.tariff, rule: decision.rule?.id, tariff: read.tariff.id,
        reason: isOther ? read.reason : ""))
  }

  // MARK: the page

  /// - Parameter count: into how many parcels; 0 for as many as there are.
  func page(count: Int) -> DeskPage {
    let most = min(ShipmentForm.mostParcels, max(1, Int(clamping: posting.pieces)))
    let parts = min(count > 0 ? count : max(1, parcels.count), most)
    let facts = facts(measures)
    let decision = desk.decide(facts)
    var page = DeskPage(
      title: "\(context.text("orders.shipment.title")) \(posting.number)",
      sub: context.text("orders.shipment.sub", ["city": posting.city]))
    page.crumbs = [
      DeskLink("/orders", context.text("orders.list.title")),
      DeskLink(
        "/orders/\(posting.id)", "\(context.text("orders.posting")) \(posting.number)"),
    ]
    let form = form(parts, decision)
    page.sections = [form]
    if most > 1 { page.sections.append(split(parts, most)) }
    page.sections.append(offers(facts, decision))
    page.errors = context.summary(problems, of: form.controls.map(\.field))
    return page
  }

  private func split(_ parts: Int, _ most: Int) -> DeskSection {
    var section = DeskSection("split", text("split"), text: text("split.text"))
    section.action = URLText(path: "/orders/\(posting.id)/shipment")
    section.isQuestion = true
    var field = FieldView("parcels", label: text("split.count"))
    field.options = (1...most).map {
      OptionView(value: "\($0)", label: "\($0)", isSelected: $0 == parts)
    }
    section.controls = [DeskControl(kind: .choice, field: field)]
    section.buttons = [DeskButton(text: text("split.show"))]
    return section
  }

  private func form(_ parts: Int, _ decision: RuleTable.Decision) -> DeskSection {
    var section = DeskSection("ship", text("form"), text: proposal(decision))
    section.action = URLText(path: "/orders/\(posting.id)/shipment")
    section.hidden = [
      DeskHidden(name: "version", value: typed?.reader.typed("version") ?? "\(posting.version)")
    ]
    if parts > 1 {
      section.hidden.append(DeskHidden(name: "parcels", value: "\(parts)"))
      section.heads =
        [DeskHead(label: context.text("orders.goods.product"))]
        + (1...parts).map { DeskHead(label: text("part", ["part": "\($0)"]), isNumber: true) }
      section.rows = lines.map { row($0, parts) }
    }
    let chosen = proposed(decision)
    let inputs = DeskInputs(
      context: context, prefix: "shipments.field", typed: typed?.reader, problems: problems,
      stored: stored(chosen, parts))
    section.controls =
      [
        inputs.choice(
          "carrier", desk.open.map { ("\($0.id)", context.name(of: $0, in: desk.book)) })
      ] + (1...parts).flatMap { controls($0, parts, inputs) }
    if decision.rule != nil { section.controls.append(inputs.text("reason", isOptional: true)) }
    section.buttons = [
      DeskButton(text: context.text("orders.shipment.submit"), look: .primary),
      DeskButton(
        text: text("save"), action: URLText(path: "/orders/\(posting.id)/parcels")),
    ]
    return section
  }

  /// What is chosen already, else what the rules say.
  private func proposed(_ decision: RuleTable.Decision) -> TariffID {
    if let known = parcels.first?.tariff { return known }
    guard let carrier = posting.carrier, carrier != Carrier.platform, decision.rule == nil else {
      return decision.tariff
    }
    return desk.open.first { $0.carrier == carrier }?.id ?? decision.tariff
  }

  private func proposal(_ decision: RuleTable.Decision) -> String {
    let name = desk.book.tariff(decision.tariff).map { context.name(of: $0, in: desk.book) } ?? ""
    guard let rule = decision.rule else { return text("proposal.default", ["service": name]) }
    return text("proposal.rule", ["service": name, "rule": rule.name])
  }

  private func stored(_ tariff: TariffID, _ parts: Int) -> [String: String] {
    var stored = ["carrier": "\(tariff)"]
    let carrier = desk.book.tariff(tariff)?.carrier
    for (index, parcel) in parcels.prefix(parts).enumerated() {
      let part = index + 1
      if parcel.carrier == carrier {
        stored[ShipmentForm.name("tracking", part)] = parcel.number
      }
      guard parts == parcels.count else { continue }
      stored[ShipmentForm.name("weight", part)] = parcel.weight > 0 ? "\(parcel.weight)" : ""
      for (name, side) in zip(["length", "width", "height"], parcel.sides) {
        stored[ShipmentForm.name(name, part)] = "\(side)"
      }
    }
    return stored
  }

  private func controls(
    _ part: Int, _ parts: Int, _ inputs: DeskInputs<Context>
  ) -> [DeskControl] {
    let names = ["tracking", "weight", "length", "width", "height"]
    return names.map { name in
      let field = ShipmentForm.name(name, part)
      var control =
        name == "tracking"
        ? inputs.mono(field, key: name, isOptional: part > 1)
        : inputs.number(field, key: name, isOptional: true)
      if parts > 1 {
        var named = FieldView(
          field, label: text("part.field", ["part": "\(part)", "field": control.field.label]))
        named.value = control.field.value
        named.error = control.field.error
        named.isMono = control.field.isMono
        named.inputMode = control.field.inputMode
        control = DeskControl(kind: .text, field: named)
      }
      return control
    }
  }

  private func row(_ line: PackedLine, _ parts: Int) -> DeskRow {
    let known = contents.count == parts
    let cells = (1...parts).map { part in
      let name = "pieces_\(line.line)_\(part)"
      let stored =
        known
        ? contents[Int64(part)]?[line.line] ?? 0 : part == 1 ? line.quantity : 0
      return DeskCell.input(
        DeskInput(
          name: name, label: text("pieces", ["title": line.title, "part": "\(part)"]),
          value: typed.map { $0.reader.typed(name) } ?? "\(stored)", size: 4))
    }
    let wrong = (1...parts).map { context.error(of: "pieces_\(line.line)_\($0)", in: problems) }
    return DeskRow(
      cells: [
        .head(
          line.title,
          sub: wrong.first { !$0.isEmpty }
            ?? text("of", ["quantity": context.locale.number(line.quantity)]))
      ] + cells)
  }

  // MARK: the comparison

  private func offers(_ facts: ParcelFacts, _ decision: RuleTable.Decision) -> DeskSection {
    context.comparison(
      desk.offers(facts), decision, in: desk.book, id: "offers", heading: text("offers"))
  }
}

extension RequestContext {
  /// "Boxline, Parcel".
  func name(of tariff: Tariff, in book: CarrierBook) -> String {
    "\(book.carrier(tariff.carrier)?.name ?? ""), \(tariff.name)"
  }
}

extension RequestContext where Scope == SellerScope {
  /// Cost, days and punctuality of the services side by side.
  func comparison(
    _ offers: [ShippingDesk<Self>.Offer], _ decision: RuleTable.Decision, in book: CarrierBook,
    id: String, heading: String
  ) -> DeskSection {
    var section = DeskSection(id, heading, text: text("shipments.offers.text"))
    section.heads = [
      DeskHead(label: text("carriers.service")),
      DeskHead(label: text("shipments.price"), isNumber: true),
      DeskHead(label: text("carriers.days"), isNumber: true),
      DeskHead(label: text("shipments.promised"), isNumber: true),
      DeskHead(label: text("shipments.onTime"), isNumber: true),
    ]
    section.rows = offers.map { offer in
      let isChosen = offer.tariff.id == decision.tariff
      let sub =
        isChosen
        ? text(decision.rule == nil ? "shipments.isDefault" : "shipments.isRule") : ""
      let head = DeskCell.head(name(of: offer.tariff, in: book), sub: sub)
      let rate = DeskCell.number(punctuality(offer.punctuality), sub: sample(offer.punctuality))
      switch offer.quote {
      case .success(let quote):
        return DeskRow(cells: [
          head, .number(locale.moneyWithCode(quote.price)), .number(days(quote.transit)),
          .number(locale.date(quote.promised)), rate,
        ])
      case .failure(let misfit):
        return DeskRow(cells: [
          head, .number("–"), .number(words(of: misfit)), .number("–"), rate,
        ])
      }
    }
    return section
  }

  func punctuality(_ found: Punctuality?) -> String {
    found?.rate.map { locale.percent($0) } ?? "–"
  }

  private func sample(_ found: Punctuality?) -> String {
    guard let found, found.delivered > 0 else { return "" }
    return text(
      "shipments.sample",
      ["onTime": locale.number(found.onTime), "delivered": locale.number(found.delivered)])
  }
}
