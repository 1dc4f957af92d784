import Commerce
import HTTP
import SQL

extension SellerPermission {
  /// Reading one's own notices; which there are depends on the right to what they tell of.
  public static let readNotices = SellerPermission("office.notices", .shop)
}

/// The list of what somebody was told.
struct NoticesController: Sendable {
  static let path = "/notices"
  static let filters = ["kind"]
  static let size = 30

  var routes: Routes {
    Routes {
      $0.get("/notices", .requires(.readNotices), list)
      $0.get("/notices/live", .requires(.readNotices), listen)
      $0.post("/notices/reading", .requires(.readNotices), bodyLimit: 16 << 10, readAll)
      $0.post("/notices/:id/opening", .requires(.readNotices), bodyLimit: 16 << 10, open)
      $0.post("/notices/:id/reading", .requires(.readNotices), bodyLimit: 16 << 10, read)
    }
  }

  private func list(_ context: PageContext<SellerScope>) throws -> Response {
    guard let member = context.member else { throw Failure.forbidden }
    let request = ListRequest(
      context.request, path: Self.path, tabs: ["all", "unread"], filters: Self.filters)
    let kinds = context.kernel.kinds(for: member)
    let kind = request.filters["kind"].flatMap { name in kinds.first { $0.name == name } }
    let store = NoticeStore(rows: context.reader, member: member.id)
    let before = request.after.flatMap { Int64($0) } ?? .max
    let isUnread = request.tab == "unread"
    let rows = try store.page(
      unread: isUnread, kind: isUnread ? nil : kind?.name, before: before, limit: Self.size + 1)
    return context.render(
      try NoticesPage(context, request, rows, kinds: kinds, chosen: isUnread ? nil : kind))
  }

  private func listen(_ context: PageContext<SellerScope>) throws -> Response {
    guard let member = context.member else { throw Failure.forbidden }
    return .events(of: Kernel.topic(of: member.id))
  }

  private func readAll(_ context: WorkContext<SellerScope>) throws -> Response {
    guard let member = context.member else { throw Failure.forbidden }
    let last = try context.form().first("last").flatMap { Int64($0) }
    guard let last else { throw Failure.malformed(Message("errors.400.text")) }
    let now = context.now
    try context.write(Act("notices.act.read", "member", member.id.raw)) {
      try NoticeStore.readAll(upTo: last, of: member.id, at: now, in: $0)
    }
    return context.redirect(to: Self.path, flash: Flash("notices.flash.read"))
  }

  /// Marks it as read on the way to its page.
  private func open(_ context: WorkContext<SellerScope>, _ id: NoticeID) throws -> Response {
    let (member, notice) = try mine(id, context)
    let now = context.now
    try context.write(Act("notices.act.read", "member", member.raw)) {
      try NoticeStore.readAll(about: notice, of: member, at: now, in: $0)
    }
    return context.redirect(to: LocalPath.checked(notice.path) ?? Self.path)
  }

  /// Marks what is known of its thing as read.
  private func read(_ context: WorkContext<SellerScope>, _ id: NoticeID) throws -> Response {
    let (member, notice) = try mine(id, context)
    let target = LocalPath.checked(try context.form().first("return")) ?? Self.path
    let now = context.now
    try context.write(Act("notices.act.read", "member", member.raw)) {
      try NoticeStore.readAll(about: notice, of: member, at: now, in: $0)
    }
    return context.redirect(to: target)
  }

  private func mine(
    _ id: NoticeID, _ context: WorkContext<SellerScope>
  ) throws -> (MemberID, NoticeRow) {
    guard let member = context.member?.id,
      let notice = try NoticeStore(rows: context.reader, member: member).notice(id)
    else { throw Failure.notFound }
    return (member, notice)
  }
}

extension Kernel {
  /// What somebody may be told of, in the order of the modules.
  func kinds(for member: Member) -> [NoticeKind] {
    noticeOrder.filter { member.may($0.permission) }
  }
}
