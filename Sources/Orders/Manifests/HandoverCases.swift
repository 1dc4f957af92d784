import Commerce
import HTTP
import Office
import SQL
import Template

enum HandoverCaseSQL {
  static let page = Query(
    """
    select id, manifest_id, posting_id, tracking_number, kind, state, outcome, note, opened_at,
      closed_at
    from handover_case where state = ?1 and id < ?2 order by id desc limit ?3
    """, HandoverCase.init)
  static let byID = Query(
    """
    select id, manifest_id, posting_id, tracking_number, kind, state, outcome, note, opened_at,
      closed_at
    from handover_case where id = ?
    """, HandoverCase.init)
  static let insert = Command(
    """
    insert into main.handover_case
      (seller_id, id, manifest_id, posting_id, part, tracking_number, kind, state, opened_at)
    values (?, ?, ?, ?, ?, ?, ?, 'open', ?)
    """)
  static let close = Command(
    """
    update main.handover_case set state = 'closed', outcome = ?3, note = ?4, closed_at = ?5
    where seller_id = ?1 and id = ?2 and state = 'open'
    """)
  static let recount = PlatformQuery(
    """
    select seller_id, 'handover.cases', count(*) from main.handover_case where state = 'open'
    group by seller_id
    union all
    select seller_id, 'handover.acts', count(*) from main.manifest where state = 'open'
    group by seller_id
    """, RecountRow.init)
  static let statements: [(String, any SQLStatement)] = [
    ("handoverCase.page", page), ("handoverCase.byID", byID), ("handoverCase.insert", insert),
    ("handoverCase.close", close),
  ]
}

extension HandoverCase {
  fileprivate init(
    _ id: Int64, _ manifest: Int64, _ posting: Int64?, _ tracking: String, _ kind: DifferenceKind,
    _ state: String, _ outcome: String, _ note: String, _ opened: Int64, _ closed: Int64?
  ) {
    self.init(
      id: HandoverCaseID(raw: id), manifest: ManifestID(raw: manifest),
      posting: posting.map(PostingID.init(raw:)), tracking: tracking, kind: kind,
      isOpen: state == "open", outcome: outcome, note: note, opened: Instant(milliseconds: opened),
      closed: Instant(stored: closed))
  }
}

/// What hand-overs left open.
struct HandoverCasesController: Sendable {
  private static let size = 50

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    let query = context.request.query
    let isClosed = query.first("tab") == "closed"
    let before = query.first("after").flatMap { HandoverCaseID(text: $0) }
    var found = try context.reader.all(
      HandoverCaseSQL.page, isClosed ? "closed" : "open", before?.raw ?? .max, Self.size + 1)
    let hasMore = found.count > Self.size
    if hasMore { found.removeLast() }
    var page = DeskPage(
      title: context.text("manifests.cases.title"), sub: context.text("manifests.cases.sub"))
    page.crumbs = [DeskLink("/manifests", context.text("manifests.title"))]
    page.links = [
      DeskLink(
        isClosed ? "/cases" : "/cases?tab=closed",
        isClosed
          ? context.text("manifests.cases.open")
          : context.text("manifests.cases.closed"))
    ]
    if found.isEmpty {
      page.blank = BlankView(
        title: context.text("manifests.cases.blank"),
        text: context.text("manifests.cases.blank.text"))
      return context.render(page)
    }
    page.sections = [table(found, isClosed: isClosed, context)]
    let tab = isClosed ? "tab=closed&" : ""
    page.pager = PagerView(
      text: context.text("manifests.cases.shown", count: Int64(found.count)),
      newer: before == nil ? nil : URLText(path: isClosed ? "/cases?tab=closed" : "/cases"),
      older: hasMore ? found.last.map { URLText(path: "/cases?\(tab)after=\($0.id)") } : nil)
    return context.render(page)
  }

  private func table(
    _ cases: [HandoverCase], isClosed: Bool, _ context: PageContext<SellerScope>
  ) -> DeskSection {
    var section = DeskSection("cases", context.text("manifests.cases"))
    section.heads = ["number", "kind", "act", "opened", "outcome"].map {
      DeskHead(label: context.text("manifests.head.\($0)"))
    }
    section.rows = cases.map { found in
      let outcome =
        found.isOpen ? "–" : context.text("manifests.outcome.\(found.outcome)")
      return DeskRow(cells: [
        .head(found.tracking, "/cases/\(found.id)"),
        .badge(context.badge(found.kind)),
        DeskCell(
          text: "\(found.manifest)",
          href: URLText(path: "/manifests/\(found.manifest)")),
        .text(context.time(found.opened)), .text(outcome, sub: found.note),
      ])
    }
    return section
  }

  func show(_ context: PageContext<SellerScope>, _ id: HandoverCaseID) throws -> Response {
    context.render(try page(context, id, nil, []))
  }

  func close(_ context: WorkContext<SellerScope>, _ id: HandoverCaseID) throws -> Response {
    guard let found = try context.reader.first(HandoverCaseSQL.byID, id.raw) else {
      throw Failure.notFound
    }
    var form = FormReader(try context.form())
    let outcome = form.choice("outcome", CaseOutcome.self)
    let note = form.text("note", 0...500, lines: true)
    guard form.problems.isEmpty, let outcome else {
      return context.render(try page(context, id, form, form.problems), status: .unprocessable)
    }
    guard found.isOpen else { throw Failure.conflict(Message("manifests.conflict.case")) }
    let now = context.now
    try context.write(
      Act("manifests.act.caseClosed", "handover_case", id.raw, detail: outcome.rawValue)
    ) { tx in
      let closed = try tx.run(
        HandoverCaseSQL.close, tx.scope.seller, id.raw, outcome.rawValue, note, now.milliseconds)
      guard closed == 1 else { throw Failure.conflict(Message("manifests.conflict.case")) }
      try Counters.add(-1, to: HandoverCase.counter, in: tx)
    }
    return context.redirect(to: "/cases", flash: Flash("manifests.flash.caseClosed"))
  }

  private func page<C: RequestContext>(
    _ context: C, _ id: HandoverCaseID, _ typed: FormReader?, _ problems: [Problem]
  ) throws -> DeskPage where C.Scope == SellerScope {
    guard let found = try context.reader.first(HandoverCaseSQL.byID, id.raw) else {
      throw Failure.notFound
    }
    var page = DeskPage(
      title: context.text("manifests.case.title", ["number": found.tracking]),
      sub: context.text("manifests.case.sub.\(found.kind.rawValue)"))
    page.crumbs = [
      DeskLink("/manifests", context.text("manifests.title")),
      DeskLink("/cases", context.text("manifests.cases.title")),
    ]
    page.state = context.badge(found.kind)
    page.links = [DeskLink("/manifests/\(found.manifest)", context.text("manifests.case.act"))]
    if let posting = found.posting {
      page.links.append(DeskLink("/orders/\(posting)", context.text("manifests.case.posting")))
      let mayReport = context.member?.may(.editOrders) ?? false
      if found.isOpen, found.kind == .missing, mayReport {
        page.links.append(
          DeskLink("/orders/\(posting)/loss", context.text("postings.act.report_lost")))
      }
    }
    guard found.isOpen else {
      var facts = DeskSection("facts", context.text("manifests.case.ended"))
      facts.facts = [
        PairView(
          label: context.text("manifests.head.outcome"),
          value: context.text("manifests.outcome.\(found.outcome)")),
        PairView(label: context.text("manifests.field.note"), value: found.note),
        PairView(
          label: context.text("manifests.head.closed"),
          value: found.closed.map { context.time($0) } ?? ""),
      ].filter { !$0.value.isEmpty }
      page.sections = [facts]
      return page
    }
    let inputs = DeskInputs(
      context: context, prefix: "manifests.field", typed: typed, problems: problems)
    var form = DeskSection("end", context.text("manifests.case.end"))
    form.action = URLText(path: "/cases/\(id)")
    form.controls = [
      inputs.choice(
        "outcome",
        CaseOutcome.allCases.map { ($0.rawValue, context.text("manifests.outcome.\($0.rawValue)")) }
      ),
      inputs.area("note", rows: 3, isOptional: true),
    ]
    form.buttons = [
      DeskButton(text: context.text("manifests.case.close"), look: .primary)
    ]
    if context.member?.may(.editOrders) ?? false { page.sections = [form] }
    page.errors = inputs.summary(form.controls)
    return page
  }
}

extension RequestContext {
  func badge(_ kind: DifferenceKind) -> BadgeView {
    BadgeView(text("manifests.kind.\(kind.rawValue)"), kind == .missing ? .bad : .warn)
  }
}
