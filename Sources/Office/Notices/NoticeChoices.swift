import Commerce
import HTTP
import SQL

enum NoticeChoiceSQL {
  static let mine = Query("select kind, channels from notice_choice where member_id = ?") {
    (kind: String, channels: Int64) in (kind, NoticeChannels(rawValue: channels))
  }
  static let one = Query(
    "select channels from notice_choice where kind = ? and member_id = ?"
  ) { (channels: Int64) in NoticeChannels(rawValue: channels) }
  static let set = Command(
    """
    insert into main.notice_choice (seller_id, kind, member_id, channels) values (?, ?, ?, ?)
    on conflict (seller_id, kind, member_id) do update set channels = excluded.channels
    """)
  static let quiet = Query(
    "select from_minute, to_minute, time_zone from quiet_hours where member_id = ?"
  ) { (from: Int, to: Int, zone: String) in (from: from, to: to, zone: zone) }
  static let setQuiet = Command(
    """
    insert into main.quiet_hours (seller_id, member_id, from_minute, to_minute, time_zone)
    values (?, ?, ?, ?, ?)
    on conflict (seller_id, member_id) do update set from_minute = excluded.from_minute,
      to_minute = excluded.to_minute, time_zone = excluded.time_zone
    """)
  static let endQuiet = Command(
    "delete from main.quiet_hours where seller_id = ? and member_id = ?")
  static let role = Query<String>(
    "select role from membership where member_id = ? and shop = ?")

  static let statements: [StatementCheck] = [
    StatementCheck("notices.mine", mine), StatementCheck("notices.one", one),
    StatementCheck("notices.set", set), StatementCheck("notices.quietOf", quiet),
    StatementCheck("notices.setQuiet", setQuiet), StatementCheck("notices.endQuiet", endQuiet),
    StatementCheck("notices.role", role),
  ]
}

/// What the form of a person's choices says.
struct NoticeChoices: Sendable {
  var channels: [(kind: NoticeKind, channels: NoticeChannels)] = []
  /// Minutes after midnight; nil for no quiet hours.
  var quiet: (from: Int, to: Int)?
  var timeZone = ""

  static func field(_ channel: String, _ kind: NoticeKind) -> String {
    "\(channel)_\(kind.name.replacing(".", with: "_"))"
  }

  /// - Parameter kinds: what the person may be told of.
  init(
    _ form: inout FormReader, _ kinds: [NoticeKind], _ zones: TimeZones
  ) throws(InvalidForm) {
    for kind in kinds {
      var chosen: NoticeChannels = []
      if form.typed(Self.field("centre", kind)) == "1" { chosen.insert(.centre) }
      if form.typed(Self.field("mail", kind)) == "1" { chosen.insert(.mail) }
      channels.append((kind, chosen))
    }
    let from = Self.minutes(&form, "quiet_from")
    let to = Self.minutes(&form, "quiet_to")
    timeZone = form.text("time_zone", 1...60)
    if !timeZone.isEmpty, !zones.contains(timeZone) {
      form.add("time_zone", "notices.badZone")
    }
    if (from == nil) != (to == nil) || (from != nil && from == to), form.problems.isEmpty {
      form.add(from == nil ? "quiet_from" : "quiet_to", "notices.halfQuiet")
    }
    try form.check()
    if let from, let to { quiet = (from, to) }
  }

  /// `22:00`, as a time input posts it.
  private static func minutes(_ form: inout FormReader, _ name: String) -> Int? {
    let text = form.text(name, 0...8)
    if text.isEmpty { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].utf8.count <= 2, parts[1].utf8.count == 2,
      let hour = Int(parts[0]), let minute = Int(parts[1]), 0...23 ~= hour, 0...59 ~= minute
    else {
      form.add(name, "notices.badTime")
      return nil
    }
    return hour * 60 + minute
  }

  func store(of member: MemberID, in tx: SellerTransaction) throws(SQLError) {
    for (kind, chosen) in channels {
      try tx.run(
        NoticeChoiceSQL.set, tx.scope.seller, kind.name, member.raw, chosen.rawValue)
    }
    guard let quiet else {
      try tx.run(NoticeChoiceSQL.endQuiet, tx.scope.seller, member.raw)
      return
    }
    try tx.run(
      NoticeChoiceSQL.setQuiet, tx.scope.seller, member.raw, quiet.from, quiet.to, timeZone)
  }
}

/// The page on which a person chooses what they are told, and how.
struct NoticeChoicesController: Sendable {
  var routes: Routes {
    Routes {
      $0.get("/settings/notices", .requires(.readNotices), show)
      $0.post("/settings/notices", .requires(.readNotices), bodyLimit: 32 << 10, update)
    }
  }

  private func show(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try NoticeChoicesPage(context))
  }

  private func update(_ context: WorkContext<SellerScope>) throws -> Response {
    guard let member = context.member else { throw Failure.forbidden }
    var form = FormReader(try context.form())
    do {
      let choices = try NoticeChoices(
        &form, context.kernel.kinds(for: member), context.kernel.zones)
      try context.write(Act("notices.act.chosen", "member", member.id.raw)) {
        try choices.store(of: member.id, in: $0)
      }
    } catch let invalid as InvalidForm {
      let page = try NoticeChoicesPage(context, form, invalid.problems)
      return context.render(page, status: .unprocessable)
    }
    return context.redirect(to: "/settings/notices", flash: Flash("notices.flash.chosen"))
  }
}
