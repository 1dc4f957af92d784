import Commerce
import SQL
import Template

/// To one person: is this your address?
struct ContactCheckMail: MailView {
  static let template = "contacts/mail"

  let address: String
  let href: String

  static let fields: [Field<ContactCheckMail>] = [
    .text("address") { $0.address },
    .text("href") { $0.href },
  ]
}

/// Asks addresses by a link that works once.
struct ContactChecks {
  static let job = "contacts.recheck"
  static let kind = "contacts.check"
  static let hours: Int64 = 72

  let kernel: Kernel

  /// Stores the address, if it is new, and sends it the link; older links end.
  /// - Parameter shop: in whose log of deliveries it stands.
  func ask(
    _ member: MemberID, _ slot: Int, _ address: MailAddress, _ locale: Locale,
    shop: SellerScope?, at now: Instant, in transaction: Transaction
  ) throws {
    let token = SessionToken()
    let open = transaction.open
    try open.run(ContactStore.ask, member.raw, slot, address.address, now.milliseconds)
    try open.run(ContactStore.endChecks, member.raw, slot)
    try open.run(
      ContactStore.insertCheck, token.hash, member.raw, slot, address.address,
      (now + .hours(Self.hours)).milliseconds)
    let mail = ContactCheckMail(
      address: address.address,
      href: "\(kernel.configuration.publicURL)/contacts/confirmation/\(token.text)")
    let rendered = try kernel.wording.templates.letter(mail, locale)
    let letter = NoticeLetter(
      member: member, to: address, subject: rendered.subject, text: rendered.text, headers: [])
    if let shop {
      try NoticeSpread(kernel: kernel, tx: transaction.seller(shop))
        .send(letter, Self.kind, "/settings/contacts", "{}", at: now)
    } else {
      try kernel.outbox.send(
        to: address, subject: letter.subject, text: letter.text, in: transaction)
    }
  }

  /// Ends the link and confirms what it was sent to. Nil for a link that is none any more.
  func confirm(
    _ token: String, at now: Instant, in transaction: Transaction
  ) throws(SQLError) -> MemberID? {
    guard let token = SessionToken(cookie: token) else { return nil }
    let open = transaction.open
    guard let check = try open.first(ContactStore.check, token.hash, now.milliseconds) else {
      return nil
    }
    try open.run(ContactStore.endChecks, check.member.raw, check.slot)
    let changed = try open.run(
      ContactStore.verify, check.member.raw, check.slot, check.address, now.milliseconds)
    return changed > 0 ? check.member : nil
  }

  /// Asks again what was confirmed 180 days ago; each address once in a fortnight.
  func register(on runner: JobRunner) {
    runner.every(.hours(24), Self.job) { _, context in
      let now = context.now
      let (old, asked) = (now - .days(Contact.days), now - .days(14))
      let stale = try context.reader.open.all(
        ContactStore.stale, old.milliseconds, asked.milliseconds)
      try context.database.writer.write { transaction in
        try transaction.open.run(ContactStore.dropChecks, now.milliseconds)
        for contact in stale {
          guard let to = MailAddress(contact.address, name: contact.name) else { continue }
          try ask(
            contact.member, contact.slot, to, contact.locale, shop: nil, at: now, in: transaction)
        }
      }
    }
  }
}
