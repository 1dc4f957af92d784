import Commerce
import Office
import SQL
import Template

/// Makes the page of one item in the queue.
struct ModerationItemBuilder<Context: RequestContext> where Context.Scope == PlatformScope {
  let context: Context
  let item: ModerationItem
  let product: Product
  let new: Revision
  let live: Revision?
  let category: Category
  let currency: Currency

  /// Throws `Failure.notFound` where there is no such item, or the product is gone.
  init(_ context: Context, _ id: ModerationID) throws {
    guard let item = try ModerationStore(rows: context.open).item(id) else {
      throw Failure.notFound
    }
    let reader = context.reader(of: item.shop)
    let revisions = RevisionStore(rows: reader)
    guard let product = try ProductStore(rows: reader).product(item.product),
      let new = try revisions.revision(item.revision),
      let category = try CategoryStore(rows: context.open).category(new.content.category)
    else { throw Failure.notFound }
    self.context = context
    self.item = item
    self.product = product
    self.new = new
    self.category = category
    live = try product.live.flatMap { try revisions.revision($0) }
    currency = try ProductStore(rows: reader).currency()
  }

  /// - Parameter verdict: what was chosen and typed, where it could not be accepted.
  func page(_ form: VerdictForm? = nil, problems: [Problem] = []) throws -> ModerationItemPage {
    let rows = context.reader(of: item.shop)
    let hits = ContentChecks(
      content: new.content, terms: product.terms, category: category,
      duplicates: try DuplicateStore(rows: rows).duplicates(of: product.id, new.content)
    ).hits
    let papers = try CertificateStore(rows: rows).papers(of: product.id)
    let diff = ReviewDiff(
      old: live?.content, new: new.content, category: category, locale: context.locale,
      text: { context.text($0, $1) }, excerpts: hits.map(\.excerpt))
    let changes = diff.changes
    let queue = try Counters.platform(in: context.open)[ModerationID.counter] ?? 0
    return ModerationItemPage(
      title: item.title,
      crumb: context.text("moderation.crumb", count: queue),
      age: context.text("moderation.age", ["age": age]), state: state,
      tag: context.kind(of: item),
      summary: summary, errors: ErrorSummary(unlessEmpty: problems.map(problem)), due: due,
      notice: notice,
      appeal: item.appeal.isEmpty ? "" : context.text("appeals.notice", ["text": item.appeal]),
      isMine: mine != nil, canClaim: item.isOpen && item.claim(at: context.now) == nil && !isBarred,
      isUpdate: live != nil,
      canSuspend: live != nil && product.state != .archived && product.suspension == nil,
      canLift: product.suspension.map { Suspension.byHand.contains($0) } ?? false,
      changesNote: context.text("moderation.changes", count: Int64(changes.count)),
      changes: changes, liveName: version("moderation.version.live", live),
      newName: version("moderation.version.new", new),
      mainPicture: new.content.pictures.first.map { URLText(path: $0.path) },
      picturesNote: context.text("moderation.pictures", count: Int64(new.content.pictures.count)),
      pictures: diff.pictures, category: category.name[context.locale],
      price: amount(product.terms.price), priceBefore: amount(product.terms.priceBefore),
      description: SegmentView.marking(hits.map(\.excerpt), in: new.content.description),
      specifications: diff.specifications,
      checksNote: context.text("moderation.hits", count: Int64(hits.count)),
      checks: try checks(hits) + similar(), papers: papers.map(paper), shopNote: item.shopName,
      shop: try shop(),
      reasons: reasons(form, hits), message: message(form, problems),
      links: ModerationLinks(path: "/moderation/\(item.id)"))
  }

  private var mine: ModerationItem.Claim? {
    item.isOpen
      ? item.claim(at: context.now).flatMap { $0.member == context.member?.id ? $0 : nil } : nil
  }

  private var age: String { context.locale.duration(context.now - item.submittedAt) }

  private var state: BadgeView {
    if !item.isOpen { return BadgeView(context.text("moderation.state.closed"), .neutral) }
    guard let claim = item.claim(at: context.now) else {
      return BadgeView(context.text("moderation.state.waiting"), .warn)
    }
    if mine != nil { return BadgeView(context.text("moderation.state.mine"), .info) }
    return BadgeView(context.text("moderation.state.taken", ["name": claim.name]), .info)
  }

  private var summary: String {
    context.text(
      "moderation.summary",
      [
        "shop": item.shopName, "number": "\(item.number)",
        "time": context.time(item.submittedAt),
        "promised": context.time(item.promised),
      ])
  }

  private var due: DueView? {
    mine.map { context.due($0.until, from: $0.until - ModerationID.lease) }
  }

  private var notice: String {
    if !item.isOpen { return context.text("moderation.notice.closed") }
    if isBarred { return context.text("appeals.conflict.barred") }
    if mine != nil { return "" }
    guard let claim = item.claim(at: context.now) else {
      return context.text("moderation.notice.free")
    }
    return context.text(
      "moderation.notice.taken", ["name": claim.name, "time": context.time(claim.until)])
  }

  private var isBarred: Bool { item.barred != nil && item.barred == context.member?.id }

  private func version(_ key: String, _ revision: Revision?) -> String {
    revision.map { context.text(key, ["number": "\($0.number)"]) } ?? ""
  }

  private func amount(_ minor: Int64?) -> String {
    minor.map { context.locale.moneyWithCode(Money(minor: $0, currency: currency)) } ?? ""
  }
}

extension ModerationItem {
  /// What a seller is promised: an answer within 3 days for a new product, 1 for an update.
  static func timeToAnswer(isUpdate: Bool) -> Duration { isUpdate ? .hours(24) : .hours(72) }

  var promised: Instant { submittedAt + Self.timeToAnswer(isUpdate: isUpdate) }
}

extension ModerationItemBuilder {
  private func problem(_ problem: Problem) -> ProblemView {
    ProblemView(field: problem.field, text: context.text(problem.message))
  }

  private func checks(_ hits: [CheckHit]) -> [CheckView] {
    let labels = FieldLabels(category: category, locale: context.locale, text: context.text)
    let found = hits.sorted { $0.severity == .block && $1.severity == .warn }.map { hit in
      CheckView(
        mark: hit.severity == .block ? .bad : .warn, text: context.text(hit.code.key),
        hint: labels.problem(Problem(hit.field, hit.message)) { context.text($0) }.text)
    }
    let parts: [ReviewField] = [.description, .attributes, .pictures, .size]
    let clean = parts.filter { part in !hits.contains { ReviewField(input: $0.field) == part } }
    return found
      + clean.map { part in
        CheckView(mark: .ok, text: context.text("moderation.check.\(part.rawValue)"))
      }
  }

  private func similar() throws(SQLError) -> [CheckView] {
    try context.reader.similar(
      to: new.content, barcode: product.terms.barcode, of: item.shop
    ).map { double in
      CheckView(
        mark: .warn, text: context.text(ReasonCode.duplicateListing.key),
        hint: context.text(
          "quality.similar.\(double.kind.rawValue)", ["shop": double.shop, "name": double.name]))
    }
  }

  private func paper(_ paper: Certificate) -> PaperView {
    PaperView(
      kind: context.text("certificates.kind.\(paper.kind.rawValue)"),
      note: context.text(
        "certificates.note",
        ["number": paper.number, "date": context.locale.date(paper.expires)]),
      scan: paper.scan.isEmpty
        ? nil : URLText(path: "/moderation/\(item.id)/certificates/\(paper.id)"))
  }

  private func shop() throws -> [FactView] {
    let record = try ModerationStore(rows: context.open).record(of: item.shop)
    let decided = record.approved + record.changes + record.rejected
    let number = { context.locale.number($0 as Int64) }
    var facts = [
      FactView(name: context.text("moderation.shop.approved"), value: number(record.approved)),
      FactView(name: context.text("moderation.shop.changes"), value: number(record.changes)),
      FactView(name: context.text("moderation.shop.rejected"), value: number(record.rejected)),
    ]
    if let share = Percent(record.approved, of: decided) {
      let text = context.locale.percent(share)
      facts.append(FactView(name: context.text("moderation.shop.share"), value: text))
    }
    return facts
  }

  /// What the checks found is ticked already.
  private func reasons(_ form: VerdictForm?, _ hits: [CheckHit]) -> [ReasonGroupView] {
    let chosen =
      form.map { Set($0.reasons) }
      ?? Set(hits.map { ReviewReason(field: ReviewField(input: $0.field), code: $0.code) })
    return ReviewField.allCases.map { field in
      ReasonGroupView(
        name: context.text(field.key),
        reasons: field.codes.map { code in
          let reason = ReviewReason(field: field, code: code)
          return ReasonView(
            value: reason.text, label: context.text(code.key),
            hint: context.text(code.key + ".fix"), isChecked: chosen.contains(reason))
        })
    }
  }

  private func message(_ form: VerdictForm?, _ problems: [Problem]) -> FieldView {
    var field = FieldView("message", label: context.text("moderation.message"))
    field.rows = 4
    field.isOptional = true
    field.value = form?.reader.typed("message") ?? ""
    field.hint = context.text("moderation.message.hint")
    let problem = problems.first { $0.field == "message" }
    field.error = problem.map { context.text($0.message) } ?? ""
    return field
  }
}
