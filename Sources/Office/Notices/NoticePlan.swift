import Commerce
import SQL

/// Who is told of a notice and how.
public struct NoticePlan: Sendable {
  let notice: Notice
  var centre: [MemberID] = []
  var mails: [NoticeLetter] = []
  /// Whose mail waits, and until when.
  var held: [(member: MemberID, until: Instant)] = []
  var webhooks: [PlannedWebhook] = []
}

/// A mail of a notice, rendered.
struct NoticeLetter: Sendable {
  let member: MemberID
  let to: MailAddress
  let subject: String
  let text: String
  let headers: [Mail.Header]
}

/// Reads who has the right, what they chose and whether they rest.
struct NoticePlanner {
  let kernel: Kernel
  let rows: SellerReader
  let now: Instant

  func plan(_ notice: Notice) throws -> NoticePlan {
    var plan = NoticePlan(notice: notice)
    let choices = Dictionary(
      try rows.all(NoticeSQL.choices, notice.kind.name).map { ($0.member, $0.channels) }
    ) { first, _ in first }
    let quiet = notice.kind.isCritical ? [:] : try quietEnds()
    for reader in try rows.all(NoticeSQL.staff, rows.scope.seller) {
      guard let role = reader.role, notice.kind.permission.roles.contains(role) else { continue }
      var channels = choices[reader.member] ?? notice.kind.channels(of: role)
      if notice.kind.isCritical, notice.kind.mailed.contains(role) { channels.insert(.mail) }
      if channels.contains(.centre) { plan.centre.append(reader.member) }
      guard channels.contains(.mail) else { continue }
      if let end = quiet[reader.member] {
        plan.held.append((reader.member, end))
      } else if let letter = try letter(notice, reader) {
        plan.mails.append(letter)
      }
    }
    plan.webhooks = try WebhookStore.planned(notice, kernel: kernel, rows: rows)
    return plan
  }

  /// The ends of the quiet that reigns now, by who rests.
  private func quietEnds() throws(SQLError) -> [MemberID: Instant] {
    var ends: [MemberID: Instant] = [:]
    for row in try rows.all(NoticeSQL.quiet) {
      let hours = QuietHours(from: row.from, to: row.to, zone: kernel.zones.rules(row.zone))
      if let end = hours.end(at: now) { ends[row.member] = end }
    }
    return ends
  }

  private func letter(_ notice: Notice, _ reader: NoticeReader) throws -> NoticeLetter? {
    guard let to = reader.address else { return nil }
    let writer = NoticeWriter(kernel: kernel, seller: SellerID(raw: rows.scope.seller))
    return try writer.letter(
      notice.kind, notice.details, path: notice.path, to: to, reader.member, reader.locale)
  }
}

/// Renders mails of notices.
struct NoticeWriter {
  let kernel: Kernel
  let seller: SellerID

  func letter(
    _ kind: NoticeKind, _ details: NoticeDetails, path: String, to: MailAddress,
    _ member: MemberID, _ locale: Locale
  ) throws -> NoticeLetter {
    let strings = kernel.wording.strings
    let leave = kind.isCritical ? "" : unsubscription(kind.name, member)
    let mail = NoticeMail(
      title: strings.text(details.message(kind.titleKey, locale), locale),
      text: strings.text(details.message(kind.textKey, locale), locale),
      href: kernel.configuration.publicURL + path, leave: leave)
    let rendered = try kernel.wording.templates.letter(mail, locale)
    return NoticeLetter(
      member: member, to: to, subject: rendered.subject, text: rendered.text,
      headers: headers(leave))
  }

  /// Ends the mails of one kind without a sign-in.
  func unsubscription(_ kind: String, _ member: MemberID) -> String {
    let token = kernel.signedLink(
      seller: seller, object: member.raw, purpose: UnsubscribeController.purpose(kind))
    return "\(kernel.configuration.publicURL)/unsubscribe/\(kind)/\(token)"
  }

  /// RFC 2369 3.2 and RFC 8058 3.1: mail programs show a button that needs no visit.
  private func headers(_ leave: String) -> [Mail.Header] {
    if leave.isEmpty { return [] }
    return [
      Mail.Header("List-Unsubscribe", "<\(leave)>"),
      Mail.Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
  }
}
