import Commerce
import HTTP
import Office
import SQL
import Template

/// The moderators' work: the queue, one item, the decision. No role of a shop can come here.
struct ModerationController: Sendable {
  private static let pageSize = 50

  func queue(_ context: PageContext<PlatformScope>) throws -> Response {
    var items = try ModerationStore(rows: context.open).queue(
      after: Self.place(context.request.query.first("after")), limit: Self.pageSize + 1)
    let hasMore = items.count > Self.pageSize
    if hasMore { items.removeLast() }
    return context.render(try Self.page(context, items, hasMore))
  }

  func show(_ context: PageContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    context.render(try ModerationItemBuilder(context, id).page())
  }

  func claimNext(_ context: WorkContext<PlatformScope>) throws -> Response {
    let member = try member(context)
    let now = context.now
    let id = try context.write(Act("moderation.act.claimed", "moderation_item", 0)) { tx in
      try ModerationStore(rows: tx.transaction.open).claimNext(member, at: now)
    }
    guard let id else {
      return context.redirect(to: "/moderation", flash: Flash("moderation.flash.none", tone: .warn))
    }
    return context.redirect(to: "/moderation/\(id)")
  }

  func claim(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    let member = try member(context)
    let now = context.now
    try context.write(Act("moderation.act.claimed", "moderation_item", id.raw)) { tx in
      let store = ModerationStore(rows: tx.transaction.open)
      guard let item = try store.item(id) else { throw Failure.notFound }
      if item.barred == member { throw Failure.conflict(Message("appeals.conflict.barred")) }
      guard try store.claim(id, member, at: now) else {
        throw Failure.conflict(Message("moderation.conflict.taken"))
      }
    }
    return context.redirect(to: "/moderation/\(id)")
  }

  func release(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    let member = try member(context)
    let now = context.now
    try context.write(Act("moderation.act.released", "moderation_item", id.raw)) { tx in
      let store = ModerationStore(rows: tx.transaction.open)
      guard try store.item(id) != nil else { throw Failure.notFound }
      guard try store.release(id, member, at: now) else { throw ReviewActs.lost }
    }
    return context.redirect(to: "/moderation", flash: Flash("moderation.flash.released"))
  }

  func approve(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    try decide(context, id, "approved") { form in
      form.setAside()
      return .approved
    }
  }

  func askForChanges(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    try decide(context, id, "changes") { form in
      let refusal = try form.refusal()
      return .changes(refusal.reasons, message: refusal.message)
    }
  }

  func reject(_ context: WorkContext<PlatformScope>, _ id: ModerationID) throws -> Response {
    try decide(context, id, "rejected") { form in
      let refusal = try form.refusal()
      return .rejected(refusal.reasons, message: refusal.message)
    }
  }
}

extension ModerationController {
  private func decide(
    _ context: WorkContext<PlatformScope>, _ id: ModerationID, _ name: String,
    _ read: (inout VerdictForm) throws -> Verdict
  ) throws -> Response {
    guard let item = try ModerationStore(rows: context.open).item(id) else {
      throw Failure.notFound
    }
    var form = VerdictForm(try context.form())
    do {
      let verdict = try read(&form)
      let member = try member(context)
      let now = context.now
      try context.write(Act("moderation.act.\(name)", "product", item.product.raw), shop: item.shop)
      {
        tx in try ReviewActs(tx: tx, now: now, member: member).decide(item, verdict)
      }
    } catch let invalid as InvalidForm {
      let page = try ModerationItemBuilder(context, id).page(form, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(
      to: "/moderation", flash: Flash("moderation.flash.\(name)", ["title": item.title]))
  }

  private func member(_ context: WorkContext<PlatformScope>) throws(Failure) -> MemberID {
    guard let member = context.member else { throw .unauthenticated }
    return member.id
  }

  /// A place in the queue: `submitted-id`.
  private static func place(_ text: String?) -> (submitted: Instant, id: ModerationID)? {
    guard let parts = text?.split(separator: "-"), parts.count == 2,
      let submitted = Int64(parts[0]), let id = ModerationID(text: parts[1])
    else { return nil }
    return (Instant(milliseconds: submitted), id)
  }

  private static func page(
    _ context: PageContext<PlatformScope>, _ items: [ModerationItem], _ hasMore: Bool
  ) throws -> ModerationQueuePage {
    let waiting = try Counters.platform(in: context.open)[ModerationID.counter] ?? 0
    let late = try ModerationStore(rows: context.open).promise(at: context.now)?.late ?? 0
    let summary = [
      context.text("moderation.queue.summary", count: waiting),
      late > 0 ? context.text("moderation.queue.late", count: late) : "",
    ]
    let last = items.last.map { "\($0.submittedAt.milliseconds)-\($0.id)" }
    let isFirst = context.request.query.first("after") == nil
    return ModerationQueuePage(
      summary: summary.filter { !$0.isEmpty }.joined(separator: " "),
      caption: context.text(
        "moderation.queue.caption", ["shown": "\(items.count)"], count: waiting),
      rows: items.map { row($0, context) },
      pager: PagerView(
        text: context.text("moderation.queue.order"),
        newer: isFirst ? nil : URLText(path: "/moderation"),
        older: hasMore ? last.map { URLText(path: "/moderation?after=\($0)") } : nil),
      blank: items.isEmpty
        ? BlankView(
          title: context.text("moderation.blank.title"),
          text: context.text("moderation.blank.text")) : nil)
  }

  private static func row(
    _ item: ModerationItem, _ context: PageContext<PlatformScope>
  ) -> QueueRowView {
    let claim = item.claim(at: context.now)
    let isMine = claim?.member == context.member?.id && claim != nil
    let state =
      claim.map { claim in
        BadgeView(
          isMine
            ? context.text("moderation.state.mine")
            : context.text("moderation.state.taken", ["name": claim.name]), .info)
      } ?? BadgeView(context.text("moderation.state.waiting"), .warn)
    let age = context.locale.duration(context.now - item.submittedAt)
    return QueueRowView(
      href: URLText(path: "/moderation/\(item.id)"), title: item.title, shop: item.shopName,
      picture: item.picture.isEmpty ? nil : URLText(path: "/images/\(item.picture)"),
      category: item.category[context.locale],
      due: context.due(item.promised, from: item.submittedAt), age: age, state: state,
      kind: context.kind(of: item))
  }
}

extension RequestContext {
  /// What kind of decision is asked for.
  func kind(of item: ModerationItem) -> String {
    if !item.appeal.isEmpty { return text("appeals.kind") }
    return text(item.isUpdate ? "moderation.kind.update" : "moderation.kind.new")
  }
}
