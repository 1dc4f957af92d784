import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the list of parcels in trouble, with the box for carriers' lists of events.
struct ParcelListBuilder {
  /// What became of a line.
  struct Result: Sendable {
    let line: Int
    let number: String
    /// nil where it was taken.
    let fault: NewsForm.Fault?

    var isRefused: Bool { fault != nil && fault != .known }
  }

  static let tabs: [(name: String, trouble: ParcelTrouble)] = [("late", .late), ("stuck", .stuck)]
  private static let size = 50

  private let text: (String, [String: String]) -> String
  private let time: (Instant) -> String
  private let handOver: String
  /// What else parcels in trouble ask for: buyers to answer, losses to claim.
  private let links: [DeskLink]
  private let rows: SellerReader
  private let counters: [String: Int64]
  private let carriers: [Carrier]
  private let mayEdit: Bool
  private let tab: (name: String, trouble: ParcelTrouble)
  private let after: (posting: Int64, part: Int64)?
  private var typed: FormReader?
  private let summarise: ([Problem], [FieldView]) -> ErrorSummary?
  private let error: (String, [Problem]) -> String
  private let counted: (String, Int64) -> String
  var results: [Result] = []

  init<C: RequestContext>(_ context: C, _ carriers: Carriers) throws
  where C.Scope == SellerScope {
    text = { context.text("parcels.\($0)", $1) }
    counted = { context.text("parcels.\($0)", count: $1) }
    time = { context.time($0) }
    handOver = context.text("manifests.title")
    let lists: [(SellerPermission, String)] = [
      (.answerBuyers, "inquiries"), (.claimLosses, "claims"),
    ]
    links = lists.filter { context.member?.may($0.0) ?? false }.map { _, name in
      DeskLink("/\(name)", context.text("\(name).title"))
    }
    rows = context.reader
    counters = try context.counters()
    self.carriers = try carriers.all(in: context.open)
    mayEdit = context.member?.may(.editOrders) ?? false
    let query = context.request.query
    tab = Self.tabs.first { $0.name == query.first("tab") } ?? Self.tabs[0]
    let parts = (query.first("after") ?? "").split(separator: "-").compactMap { Int64($0) }
    after = parts.count == 2 ? (parts[0], parts[1]) : nil
    summarise = { context.summary($0, of: $1) }
    error = { context.error(of: $0, in: $1) }
  }

  mutating func type(_ form: FormReader) { typed = form }

  func page() throws(SQLError) -> DeskPage {
    var page = DeskPage(title: text("title", [:]), sub: text("sub", [:]))
    page.crumbs = [DeskLink("/manifests", handOver)]
    page.links = links
    page.tabs = Self.tabs.map { tab in
      TabView(
        href: URLText(path: "/parcels?tab=\(tab.name)"), label: text("tab.\(tab.name)", [:]),
        count: counters[tab.trouble.counter ?? ""] ?? 0, isCurrent: tab.name == self.tab.name,
        isHot: true)
    }
    if !results.isEmpty { page.sections.append(outcome()) }
    var found = try ParcelNewsStore(rows: rows).troubled(
      tab.trouble, after: after, limit: Self.size + 1)
    let hasMore = found.count > Self.size
    if hasMore { found.removeLast() }
    if found.isEmpty, results.isEmpty {
      page.blank = BlankView(
        title: text("blank.\(tab.name)", [:]), text: text("blank.text", [:]))
    }
    if !found.isEmpty {
      page.sections.append(table(found))
      let last = found.last.map { "\($0.posting)-\($0.part)" } ?? ""
      page.pager = PagerView(
        text: counted("shown", Int64(found.count)),
        newer: after == nil ? nil : URLText(path: "/parcels?tab=\(tab.name)"),
        older: hasMore ? URLText(path: "/parcels?tab=\(tab.name)&after=\(last)") : nil)
    }
    if mayEdit {
      let upload = upload()
      page.errors = summarise(typed?.problems ?? [], upload.controls.map(\.field))
      page.sections.append(upload)
    }
    return page
  }

  private func table(_ parcels: [TroubledParcel]) -> DeskSection {
    var section = DeskSection("parcels", text("tab.\(tab.name)", [:]), text: text("told", [:]))
    section.heads = ["posting", "parcel", "status", "heard", "promised", "buyer"].map {
      DeskHead(label: text("head.\($0)", [:]))
    }
    section.rows = parcels.map { parcel in
      let carrier = carriers.first { $0.id == parcel.carrier }?.name ?? ""
      return DeskRow(cells: [
        .head(parcel.number, "/orders/\(parcel.posting)/tracking"),
        .mono(parcel.tracking, sub: carrier),
        .text(text("status.\(parcel.status?.rawValue ?? "none")", [:])),
        .text(parcel.heard.map(time) ?? "–"), .text(parcel.promised.map(time) ?? "–"),
        .text(parcel.told.map { text("head.told", ["time": time($0)]) } ?? "–"),
      ])
    }
    return section
  }

  private func upload() -> DeskSection {
    var section = DeskSection("upload", text("upload", [:]), text: text("upload.text", [:]))
    section.action = URLText(path: "/parcels/events")
    section.isUpload = true
    var lines = FieldView("lines", label: text("field.lines", [:]))
    lines.hint = text("field.lines.hint", [:])
    lines.value = typed?.typed("lines") ?? ""
    lines.error = error("lines", typed?.problems ?? [])
    var file = FieldView("file", label: text("field.file", [:]))
    file.isOptional = true
    file.error = error("file", typed?.problems ?? [])
    section.controls = [
      DeskControl(kind: .area, field: lines), DeskControl(kind: .file, field: file),
    ]
    section.buttons = [DeskButton(text: text("upload.send", [:]), look: .primary)]
    return section
  }

  private func outcome() -> DeskSection {
    let taken = results.count { $0.fault == nil }
    var section = DeskSection(
      "results", text("results", [:]),
      aside: text("results.taken", ["taken": "\(taken)", "lines": "\(results.count)"]))
    section.heads = ["line", "parcel", "result"].map { DeskHead(label: text("head.\($0)", [:])) }
    section.rows = results.map { result in
      let badge =
        result.fault.map {
          BadgeView(text("line.\($0.rawValue)", [:]), $0 == .known ? .neutral : .warn)
        }
        ?? BadgeView(text("line.taken", [:]), .ok)
      return DeskRow(cells: [
        .head("\(result.line)"), .mono(result.number), .badge(badge),
      ])
    }
    return section
  }
}

/// Makes the page of one posting's parcels: events, a box for new ones, a box for the right number.
struct ParcelsBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let posting: Posting
  let cards: [ParcelCard]
  private let book: CarrierBook
  private let promised: Instant?
  private let told: Instant?
  private var typed: FormReader?
  private var problems: [Problem] = []

  /// Throws `Failure.notFound`.
  init(_ context: Context, _ id: PostingID, _ carriers: Carriers) throws {
    guard let posting = try PostingStore(rows: context.reader).posting(id) else {
      throw Failure.notFound
    }
    self.context = context
    self.posting = posting
    cards = try ParcelStore(rows: context.reader).cards(of: id)
    book = try carriers.book(in: context.open)
    promised = try PromiseStore(rows: context.reader).promise(of: id)
    told = try ParcelNewsStore(rows: context.reader).told(id)
  }

  mutating func type(_ reader: FormReader, _ problems: [Problem]) {
    typed = reader
    self.problems = problems
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    context.text("parcels.\(key)", values)
  }

  /// The parcel and the number that it should have had.
  func corrected(_ form: inout FormReader) throws(InvalidForm) -> (ParcelCard, String) {
    let part = form.integer("new_part", 1...Int64(ShipmentForm.mostParcels), required: true)
    let number = TrackingFormat.normalised(form.text("new_number", 1...40))
    let card = cards.first { $0.part == part }
    if card == nil, part != nil { form.add("new_part", "form.choice") }
    if let card, let carrier = book.carrier(card.carrier), !number.isEmpty {
      if let problem = carrier.problem(of: number) {
        form.add("new_number", problem.key, problem.values)
      } else if number == card.number {
        form.add("new_number", "parcels.error.same")
      }
    }
    try form.check()
    guard let card else { throw InvalidForm("new_part", Message("form.choice")) }
    return (card, number)
  }

  func page() throws(SQLError) -> DeskPage {
    var page = DeskPage(
      title: text("one.title", ["number": posting.number]),
      sub: promised.map { text("one.promised", ["time": context.time($0)]) } ?? text("one.sub"))
    page.crumbs = [
      DeskLink("/orders", context.text("orders.list.title")),
      DeskLink("/orders/\(posting.id)", "\(context.text("orders.posting")) \(posting.number)"),
    ]
    page.state = BadgeView(context.text(posting.state.label), posting.state.tone)
    let store = ParcelNewsStore(rows: context.reader)
    for card in cards {
      page.sections.append(section(card, try store.events(of: posting.id, card.part)))
    }
    if cards.isEmpty {
      page.blank = BlankView(
        title: text("blank.none"), text: context.text("orders.parcels.none"))
    }
    guard context.member?.may(.editOrders) ?? false, !cards.isEmpty else { return page }
    if posting.canBeReportedLost {
      page.links = [
        DeskLink("/orders/\(posting.id)/loss", context.text("postings.act.report_lost"))
      ]
    }
    var fields: [FieldView] = []
    if let hand = hand() {
      page.sections.append(hand)
      fields += hand.controls.map(\.field)
    }
    let number = number()
    page.sections.append(number)
    page.errors = context.summary(problems, of: fields + number.controls.map(\.field))
    return page
  }

  private func section(_ card: ParcelCard, _ events: [ParcelNews]) -> DeskSection {
    var section = DeskSection(
      "parcel-\(card.part)",
      text("one.parcel", ["part": "\(card.part)", "count": "\(cards.count)"]),
      aside: card.number)
    section.facts = facts(card)
    section.heads = ["at", "status", "code", "place", "source"].map {
      DeskHead(label: text("head.\($0)"))
    }
    section.rows = events.map { event in
      DeskRow(cells: [
        .head(context.time(event.at)), .text(text("status.\(event.status.rawValue)")),
        .mono(event.code), .text(event.place.isEmpty ? "–" : event.place),
        .text(text("source.\(event.source.rawValue)")),
      ])
    }
    if events.isEmpty { section.text = text("one.silent") }
    return section
  }

  private func facts(_ card: ParcelCard) -> [PairView] {
    let service = book.tariff(card.tariff).map { context.name(of: $0, in: book) }
    var facts = [
      PairView(
        label: text("fact.service"),
        value: service ?? book.carrier(card.carrier)?.name ?? ""),
      PairView(label: text("fact.weight"), value: Weight.text(card.weight, context)),
    ]
    if card.sides.count == 3 {
      let sides = card.sides.map { context.locale.number($0) }.joined(separator: " × ")
      facts.append(
        PairView(
          label: text("fact.sides"), value: context.text("carriers.limits.sides", ["sides": sides]))
      )
    }
    if let price = card.price {
      facts.append(
        PairView(label: text("fact.price"), value: context.locale.moneyWithCode(price)))
    }
    if let promised = card.promised {
      let day = context.zone.local(promised + .minutes(-1)).date
      facts.append(PairView(label: text("fact.promised"), value: context.locale.date(day)))
    }
    if card.trouble != .none {
      facts.append(
        PairView(
          label: text("fact.trouble"), value: text(card.trouble == .late ? "tab.late" : "tab.stuck")
        ))
    }
    if let told { facts.append(PairView(label: text("fact.told"), value: context.time(told))) }
    return facts
  }

  private func parts(_ name: String, _ cards: [ParcelCard]) -> DeskControl {
    var field = FieldView(name, label: text("field.part"))
    field.error = context.error(of: name, in: problems)
    let chosen = typed?.typed(name) ?? ""
    field.options = cards.map {
      OptionView(
        value: "\($0.part)", label: "\($0.part): \($0.number)", isSelected: "\($0.part)" == chosen)
    }
    return DeskControl(kind: .choice, field: field)
  }

  private var inputs: DeskInputs<Context> {
    DeskInputs(context: context, prefix: "parcels.field", typed: typed, problems: problems)
  }

  /// nil where only the platform's own carrier has parcels, or they are still here.
  private func hand() -> DeskSection? {
    let others = cards.filter { $0.carrier != Carrier.platform }
    guard !others.isEmpty, !posting.state.tab.isOpen else { return nil }
    var section = DeskSection("hand", text("hand"), text: text("hand.text"))
    section.action = URLText(path: "/orders/\(posting.id)/tracking")
    let states = TrackingStatus.allCases.map { ($0.rawValue, text("status.\($0.rawValue)")) }
    section.controls = [
      parts("part", others), inputs.choice("status", states),
      inputs.text("at", isOptional: true), inputs.text("place", isOptional: true),
    ]
    section.buttons = [DeskButton(text: text("hand.add"), look: .primary)]
    return section
  }

  private func number() -> DeskSection {
    var section = DeskSection("number", text("number"), text: text("number.text"))
    section.action = URLText(path: "/orders/\(posting.id)/tracking/number")
    section.controls = [parts("new_part", cards), inputs.mono("new_number")]
    section.buttons = [DeskButton(text: text("number.save"))]
    return section
  }
}
