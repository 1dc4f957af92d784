import Commerce
import HTTP
import Office
import SQL
import Template

/// Claims against carriers: the list of what waits, and the page of one.
struct ClaimsController: Sendable {
  private static let size = 50

  let carriers: Carriers

  /// By whom a claim is waited for.
  private typealias Tab = Claim.State

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    let query = context.request.query
    let tab = query.first("tab").flatMap(Tab.init(rawValue:)) ?? .due
    let parts = (query.first("after") ?? "").split(separator: ".").compactMap { Int64($0) }
    let after = parts.count == 2 ? (parts[0], parts[1]) : nil
    let start = tab == .settled ? Int64.max : 0
    var found = try context.reader.all(
      tab.list, after?.0 ?? start, after?.1 ?? start, Self.size + 1)
    let hasMore = found.count > Self.size
    if hasMore { found.removeLast() }
    var page = DeskPage(title: context.text("claims.title"), sub: context.text("claims.sub"))
    page.crumbs = [DeskLink("/orders", context.text("orders.list.title"))]
    page.links = Tab.allCases.filter { $0 != tab }.map { other in
      DeskLink(other.path, context.text("claims.\(other.rawValue)"))
    }
    guard let last = found.last else {
      page.blank = BlankView(
        title: context.text("claims.none.\(tab.rawValue)"),
        text: context.text("claims.none.\(tab.rawValue).text"))
      return context.render(page)
    }
    page.sections = [try table(found, tab, context)]
    let next = "\(tab.path)\(tab == .due ? "?" : "&")after=\(last.place.0).\(last.place.1)"
    page.pager = PagerView(
      text: context.text("claims.shown", count: Int64(found.count)),
      newer: after == nil ? nil : URLText(path: tab.path),
      older: hasMore ? URLText(path: next) : nil)
    return context.render(page)
  }

  private func table(
    _ claims: [ListedClaim], _ tab: Tab, _ context: PageContext<SellerScope>
  ) throws -> DeskSection {
    let book = try carriers.book(in: context.open)
    var section = DeskSection("claims", context.text("claims.\(tab.rawValue)"))
    section.heads = [
      "number", tab.rawValue, tab == .settled ? "received" : "carrier",
    ].map { DeskHead(label: context.text("claims.head.\($0)")) }
    section.rows = claims.map { claim in
      DeskRow(cells: [
        .head(
          claim.number, "/orders/\(claim.posting)/claim",
          sub: context.locale.moneyWithCode(claim.amount)),
        when(claim, context),
        .text(
          book.carrier(claim.carrier)?.name ?? "–",
          sub: claim.received.map { context.locale.moneyWithCode($0) } ?? ""),
      ])
    }
    return section
  }

  private func when(_ claim: ListedClaim, _ context: PageContext<SellerScope>) -> DeskCell {
    if let day = claim.settled ?? claim.filed {
      return .text(context.locale.date(day), sub: claim.reference)
    }
    let left = context.locale.timeLeft(claim.due - context.now)
    return .badge(
      BadgeView(left, claim.due < context.now ? .bad : .warn), sub: context.time(claim.due))
  }

  func show(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    context.render(try page(context, context.posting(id), nil, []))
  }

  func file(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    let claim = try claim(context, id)
    var form = ClaimForm(
      try context.form(), claim, posting.total.currency, today: context.day(of: context.now))
    do {
      let (day, reference, amount) = try form.filing(since: context.day(of: claim.lost))
      try context.write(Act("posting.claim_filed", "posting", id.raw)) { tx in
        try ClaimActs.file(id, on: day, reference, amount, in: tx)
      }
    } catch let invalid as InvalidForm {
      return context.render(
        try page(context, posting, form.reader, invalid.problems), status: .unprocessable)
    }
    return context.redirect(to: "/orders/\(id)/claim", flash: Flash("claims.flash.filed"))
  }

  func settle(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    var form = ClaimForm(
      try context.form(), try claim(context, id), posting.total.currency,
      today: context.day(of: context.now))
    do {
      let (day, amount) = try form.settlement()
      try context.write(Act("posting.claim_settled", "posting", id.raw)) { tx in
        try ClaimActs.settle(id, on: day, amount, in: tx)
      }
    } catch let invalid as InvalidForm {
      return context.render(
        try page(context, posting, form.reader, invalid.problems), status: .unprocessable)
    }
    return context.redirect(to: "/orders/\(id)/claim", flash: Flash("claims.flash.settled"))
  }

  private func claim(
    _ context: WorkContext<SellerScope>, _ id: PostingID
  ) throws -> Claim {
    guard let claim = try context.reader.first(ClaimSQL.byPosting, id.raw) else {
      throw Failure.conflict(Message("claims.conflict"))
    }
    return claim
  }

  private func page<C: RequestContext>(
    _ context: C, _ posting: Posting, _ typed: FormReader?, _ problems: [Problem]
  ) throws -> DeskPage where C.Scope == SellerScope {
    var page = DeskPage(
      title: context.text("claims.one", ["number": posting.number]),
      sub: context.text("claims.one.sub"))
    page.crumbs = [
      DeskLink("/claims", context.text("claims.title")),
      DeskLink("/orders/\(posting.id)", "\(context.text("orders.posting")) \(posting.number)"),
    ]
    guard let claim = try context.reader.first(ClaimSQL.byPosting, posting.id.raw) else {
      page.blank = BlankView(
        title: context.text("claims.nothing"), text: context.text("claims.none.due.text"))
      return page
    }
    page.state = context.badge(claim)
    var facts = DeskSection("facts", context.text("claims.facts"))
    facts.facts = context.facts(of: claim, carriers: try carriers.all(in: context.open))
    page.sections = [facts]
    let today = context.day(of: context.now)
    var inputs = DeskInputs(
      context: context, prefix: "claims.field", typed: typed, problems: problems)
    inputs.stored = [
      "filed_on": today.description, "settled_on": today.description,
      "claimed": posting.total.plain,
    ]
    let names: [String]
    switch claim.state {
    case .due: names = ["filed_on", "reference", "claimed"]
    case .filed: names = ["settled_on", "received"]
    case .settled: return page
    }
    let isFiling = claim.state == .due
    var form = DeskSection("form", context.text(isFiling ? "claims.file" : "claims.settle"))
    form.action = URLText(
      path: "/orders/\(posting.id)/claim\(isFiling ? "" : "/settlement")")
    form.controls = names.map { name in
      var control = inputs.text(name)
      if name.hasSuffix("_on") { control.field.type = "date" }
      return control
    }
    form.buttons = [
      DeskButton(
        text: context.text(isFiling ? "claims.file.do" : "claims.settle.do"), look: .primary)
    ]
    page.sections.append(form)
    page.errors = inputs.summary(form.controls)
    return page
  }
}

extension Claim.State {
  fileprivate var list: Query<ListedClaim> {
    switch self {
    case .due: ClaimSQL.due
    case .filed: ClaimSQL.filed
    case .settled: ClaimSQL.settled
    }
  }

  fileprivate var path: String { self == .due ? "/claims" : "/claims?tab=\(rawValue)" }
}

extension RequestContext where Scope == SellerScope {
  /// The day of a moment by the shop's clock.
  func day(of moment: Instant) -> LocalDate { zone.local(moment).date }

  func badge(_ claim: Claim) -> BadgeView {
    let isOver = claim.state == .due && claim.due < now
    let tone: Tone =
      switch claim.state {
      case .due: isOver ? .bad : .warn
      case .filed: .info
      case .settled: .ok
      }
    return BadgeView(text(isOver ? "claims.state.over" : "claims.state.\(claim.state)"), tone)
  }

  /// What is known of a claim, in its order.
  func facts(of claim: Claim, carriers: [Carrier]) -> [PairView] {
    let carrier = carriers.first { $0.id == claim.carrier }?.name
    let facts: [(String, String?)] = [
      ("carrier", carrier), ("lost", time(claim.lost)), ("due", time(claim.due)),
      ("filed", claim.filed.map { locale.date($0) }), ("reference", claim.reference),
      ("claimed", claim.claimed.map { locale.moneyWithCode($0) }),
      ("settled", claim.settled.map { locale.date($0) }),
      ("received", claim.received.map { locale.moneyWithCode($0) }),
    ]
    return facts.compactMap { key, value in
      guard let value, !value.isEmpty else { return nil }
      return PairView(label: text("claims.fact.\(key)"), value: value)
    }
  }

  /// nil where no parcel of it was lost.
  func claimCard(
    of posting: PostingID, carriers: [Carrier]
  ) throws(SQLError) -> ClaimCard? {
    guard let claim = try reader.first(ClaimSQL.byPosting, posting.raw) else { return nil }
    return ClaimCard(
      posting: posting, state: badge(claim), facts: facts(of: claim, carriers: carriers),
      canOpen: member?.may(.claimLosses) ?? false)
  }
}

/// On a posting's page: how far the claim is (`claims/card`).
struct ClaimCard: View {
  let posting: PostingID
  let state: BadgeView
  let facts: [PairView]
  let canOpen: Bool

  static let fields: [Field<ClaimCard>] = [
    .view("state") { $0.state },
    .list("facts") { $0.facts },
    .flag("canOpen") { $0.canOpen },
    .url("href") { URLText(path: "/orders/\($0.posting)/claim") },
  ]
}

extension OrdersModule {
  var claimRoutes: Routes {
    let claims = ClaimsController(carriers: carriers)
    return Routes {
      $0.get("/claims", .requires(.claimLosses), claims.list)
      $0.get("/orders/:id/claim", .requires(.claimLosses), claims.show)
      $0.post("/orders/:id/claim", .requires(.claimLosses), bodyLimit: 16 << 10, claims.file)
      $0.post(
        "/orders/:id/claim/settlement", .requires(.claimLosses), bodyLimit: 16 << 10,
        claims.settle)
    }
  }

  /// Lost parcels that nobody has claimed yet.
  static let claimTask = HomeTask(
    "claims.task", for: .claimLosses, counter: Claim.counter, path: "/claims"
  ) { reader throws(SQLError) in try reader.first(ClaimSQL.first) }
}
