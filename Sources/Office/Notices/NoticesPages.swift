import Commerce
import HTTP
import SQL
import Template

/// What somebody was told, by the things that it is about.
struct NoticesPage: Page {
  static let template = "notices/list"

  let all: URLText
  let unread: URLText
  let count: Int64
  let kinds: [OptionView]
  let isUnreadTab: Bool
  let groups: [NoticeGroup]
  /// The newest notice on the page; 0 where nothing is unread.
  let last: Int64
  let pager: PagerView
  let blank: BlankView?

  static let fields: [Field<NoticesPage>] = [
    .url("allHref") { $0.all },
    .url("unreadHref") { $0.unread },
    .number("count") { $0.count },
    .flag("isHot") { $0.count > 0 },
    .flag("isUnreadTab") { $0.isUnreadTab },
    .list("kinds") { $0.kinds },
    .flag("hasFilter") { !$0.isUnreadTab },
    .list("groups") { $0.groups },
    .flag("hasGroups") { !$0.groups.isEmpty },
    .flag("hasUnread") { $0.last > 0 },
    .integer("last") { $0.last },
    .view("pager") { $0.pager },
    .optional("blank") { $0.blank },
  ]

  init(
    _ context: PageContext<SellerScope>, _ request: ListRequest, _ found: [NoticeRow],
    kinds: [NoticeKind], chosen: NoticeKind?
  ) throws(SQLError) {
    let rows = Array(found.prefix(NoticesController.size))
    let counters = try context.counters()
    count = context.member.flatMap { counters[NoticeStore.counter($0.id)] } ?? 0
    isUnreadTab = request.tab == "unread"
    all = request.url(tab: "all")
    unread = request.url(tab: "unread")
    self.kinds =
      [OptionView(value: "", label: context.text("notices.every"), isSelected: chosen == nil)]
      + kinds.map { kind in
        OptionView(
          value: kind.name, label: context.text(kind.nameKey), isSelected: kind == chosen)
      }
    groups = Self.groups(rows, context)
    last = count > 0 && request.after == nil ? rows.first?.id.raw ?? 0 : 0
    let next = found.count > rows.count ? rows.last.map { "\($0.id)" } : nil
    pager = PagerView(
      text: context.text("notices.shown", count: Int64(rows.count)),
      newer: request.after == nil ? nil : request.url(after: nil),
      older: next.map { request.url(after: $0) })
    blank =
      rows.isEmpty
      ? BlankView(
        title: context.text(isUnreadTab ? "notices.blank.read" : "notices.blank.title"),
        text: context.text("notices.blank.text"), action: context.text("notices.settings"),
        href: URLText(path: "/settings/notices"), isFiltered: chosen != nil) : nil
  }

  /// In the order of the newest of each thing.
  private static func groups(
    _ rows: [NoticeRow], _ context: PageContext<SellerScope>
  ) -> [NoticeGroup] {
    var order: [String] = []
    var members: [String: [NoticeRow]] = [:]
    for row in rows {
      let key = "\(row.object) \(row.objectID)"
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(row)
    }
    return order.compactMap { key in
      members[key].flatMap { rows in rows.first.map { NoticeGroup($0, rows, context) } }
    }
  }
}

/// The notices of one thing, the newest first.
struct NoticeGroup: View {
  let newest: NoticeLine
  let earlier: [NoticeLine]
  let openAction: URLText
  let readAction: URLText
  let returnPath: String
  let isUnread: Bool

  static let fields: [Field<NoticeGroup>] = [
    .view("newest") { $0.newest },
    .list("earlier") { $0.earlier },
    .flag("hasEarlier") { !$0.earlier.isEmpty },
    .url("openAction") { $0.openAction },
    .url("readAction") { $0.readAction },
    .text("back") { $0.returnPath },
    .flag("isUnread") { $0.isUnread },
  ]

  init(_ newest: NoticeRow, _ rows: [NoticeRow], _ context: PageContext<SellerScope>) {
    self.newest = NoticeLine(newest, context)
    earlier = rows.dropFirst().map { NoticeLine($0, context) }
    openAction = URLText(path: "/notices/\(newest.id)/opening")
    readAction = URLText(path: "/notices/\(newest.id)/reading")
    returnPath = context.request.rawTarget
    isUnread = rows.contains { !$0.isRead }
  }
}

struct NoticeLine: View {
  let title: String
  let text: String
  let time: String
  let isUnread: Bool

  static let fields: [Field<NoticeLine>] = [
    .text("title") { $0.title },
    .text("text") { $0.text },
    .text("time") { $0.time },
    .flag("isUnread") { $0.isUnread },
  ]

  init(_ row: NoticeRow, _ context: PageContext<SellerScope>) {
    title = context.text(row.details.message("notices.title.\(row.kind)", context.locale))
    text = context.text(row.details.message("notices.text.\(row.kind)", context.locale))
    time = context.time(row.at)
    isUnread = !row.isRead
  }
}
