import Commerce
import HTTP
import SQL
import Template

/// What a person is told, by kind and channel, and when they rest.
struct NoticeChoicesPage: Page {
  static let template = "notices/settings"

  let kinds: [NoticeChoiceRow]
  let from: FieldView
  let to: FieldView
  let zone: FieldView
  let errors: ErrorSummary?

  static let fields: [Field<NoticeChoicesPage>] = [
    .list("kinds") { $0.kinds },
    .view("from") { $0.from },
    .view("to") { $0.to },
    .view("zone") { $0.zone },
    .optional("errors") { $0.errors },
  ]

  /// - Parameter typed: what the form said that could not be taken.
  init<C: RequestContext>(
    _ context: C, _ typed: FormReader? = nil, _ problems: [Problem] = []
  ) throws where C.Scope == SellerScope {
    guard let member = context.member else { throw Failure.forbidden }
    let chosen = Dictionary(try context.reader.all(NoticeChoiceSQL.mine, member.id.raw)) {
      first, _ in first
    }
    kinds = context.kernel.kinds(for: member).map { kind in
      let stored = chosen[kind.name] ?? kind.channels(of: member.role)
      return NoticeChoiceRow(
        kind, stored, isForced: kind.isCritical && kind.mailed.contains(member.role), typed,
        context)
    }
    let quiet = try context.reader.first(NoticeChoiceSQL.quiet, member.id.raw)
    func field(_ name: String, _ stored: String) -> FieldView {
      var field = FieldView(name, label: context.text("notices.\(name)"))
      field.value = typed?.typed(name) ?? stored
      field.error = context.error(of: name, in: problems)
      return field
    }
    var from = field("quiet_from", quiet.map { Self.clock($0.from) } ?? "")
    var to = field("quiet_to", quiet.map { Self.clock($0.to) } ?? "")
    from.type = "time"
    to.type = "time"
    (from.isOptional, to.isOptional) = (true, true)
    var zone = field("time_zone", quiet?.zone ?? member.timeZone)
    zone.hint = context.text("notices.time_zone.hint")
    (self.from, self.to, self.zone) = (from, to, zone)
    errors = context.summary(problems, of: [from, to, zone])
  }

  private static func clock(_ minutes: Int) -> String {
    let (hour, minute) = (minutes / 60, minutes % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}

/// One kind with its two boxes.
struct NoticeChoiceRow: View {
  let name: String
  let centreField: String
  let mailField: String
  let isInCentre: Bool
  let isMailed: Bool
  /// Whether its mail can't be switched off.
  let isForced: Bool

  init(
    _ kind: NoticeKind, _ stored: NoticeChannels, isForced: Bool, _ typed: FormReader?,
    _ context: some RequestContext
  ) {
    name = context.text(kind.nameKey)
    centreField = NoticeChoices.field("centre", kind)
    mailField = NoticeChoices.field("mail", kind)
    isInCentre =
      typed.map { $0.typed(NoticeChoices.field("centre", kind)) == "1" }
      ?? stored.contains(.centre)
    isMailed =
      isForced
      || typed.map { $0.typed(NoticeChoices.field("mail", kind)) == "1" }
        ?? stored.contains(.mail)
    self.isForced = isForced
  }

  static let fields: [Field<NoticeChoiceRow>] = [
    .text("kindName") { $0.name },
    .text("centreField") { $0.centreField },
    .text("mailField") { $0.mailField },
    .flag("isInCentre") { $0.isInCentre },
    .flag("isMailed") { $0.isMailed },
    .flag("isForced") { $0.isForced },
  ]
}
