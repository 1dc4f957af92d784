import Commerce
import HTTP
import SQL

/// Writes what was planned, in one transaction.
struct NoticeSpread {
  let kernel: Kernel
  let tx: SellerTransaction

  func write(_ plan: NoticePlan) throws {
    let notice = plan.notice
    let details = notice.details.json.text
    for member in plan.centre { try tell(member, notice, details) }
    for letter in plan.mails {
      try send(letter, notice.kind.name, notice.path, details, at: notice.at)
    }
    for (member, until) in plan.held { try hold(member, notice, details, until: until) }
    try WebhookStore.insert(plan.webhooks, kernel: kernel, in: tx)
    let broadcast = kernel.broadcast
    let told = plan.centre
    tx.transaction.afterCommit {
      for member in told { broadcast.send(ServerEvent("notice"), to: Kernel.topic(of: member)) }
    }
  }

  private func tell(_ member: MemberID, _ notice: Notice, _ details: String) throws(SQLError) {
    let id: ID<NoticeRow> = kernel.newID()
    try tx.run(
      NoticeSQL.insert, tx.scope.seller, member.raw, id.raw, notice.kind.name, notice.object,
      notice.objectID, notice.path, details, notice.at.milliseconds)
    try Counters.add(1, to: NoticeStore.counter(member), in: tx)
  }

  private func hold(
    _ member: MemberID, _ notice: Notice, _ details: String, until: Instant
  ) throws(SQLError) {
    let id: ID<NoticeRow> = kernel.newID()
    try tx.run(
      NoticeSQL.hold, tx.scope.seller, member.raw, id.raw, notice.kind.name, notice.path, details,
      notice.at.milliseconds)
    try kernel.jobs.enqueue(
      Notices.digestJob, ["member": .integer(member.raw)], shop: tx.scope.seller, at: until,
      key: "\(tx.scope.seller).\(member)", in: tx.transaction)
  }

  /// Into the outbox and into the log of deliveries.
  func send(
    _ letter: NoticeLetter, _ kind: String, _ path: String, _ details: String, at: Instant
  ) throws(SQLError) {
    let sent = try kernel.outbox.post(
      to: letter.to, subject: letter.subject, text: letter.text, headers: letter.headers,
      shop: tx.scope.seller, in: tx.transaction)
    try tx.run(
      NoticeSQL.deliver, tx.scope.seller, sent.mail.raw, letter.member.raw, kind, path, details,
      letter.to.address, sent.job.raw, at.milliseconds)
  }
}

/// One mail of what came in quiet hours.
struct NoticeDigest {
  let kernel: Kernel

  private static let kind = "notices.digest"
  /// Lines of one mail, as the statement has it; what is beyond them makes another.
  private static let most = 500

  func send(_ job: Job, _ context: JobContext) throws {
    guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
      let member = json["member"]?.integer.map({ MemberID(raw: $0) })
    else { throw JobFailure.hopeless("the job names nobody") }
    let rows = context.reader.seller(scope)
    let held = try rows.all(NoticeSQL.held, member.raw)
    let reader = try rows.all(NoticeSQL.staff, scope.seller).first { $0.member == member }
    let letter = try reader.flatMap { try self.letter(held, $0, SellerID(raw: scope.seller)) }
    let now = context.now
    try context.finish { transaction in
      let tx = transaction.seller(scope)
      guard let last = held.last else { return }
      try tx.run(NoticeSQL.release, scope.seller, member.raw, last.id)
      if held.count == NoticeDigest.most { try again(member, in: tx) }
      guard let letter else { return }
      let count: JSON = ["count": .integer(Int64(held.count))]
      try NoticeSpread(kernel: kernel, tx: tx)
        .send(letter, Self.kind, "/notices", count.text, at: now)
    }
  }

  private func again(_ member: MemberID, in tx: SellerTransaction) throws(SQLError) {
    try kernel.jobs.enqueue(
      Notices.digestJob, ["member": .integer(member.raw)], shop: tx.scope.seller,
      key: "\(tx.scope.seller).\(member)", in: tx.transaction)
  }

  /// Nothing for whom nothing waits, or who can't be reached or lost the right.
  private func letter(
    _ held: [HeldNotice], _ reader: NoticeReader, _ seller: SellerID
  ) throws -> NoticeLetter? {
    let mine = held.filter { notice in
      kernel.noticeKinds[notice.kind].map { kind in
        reader.role.map(kind.permission.roles.contains) ?? false
      } ?? false
    }
    guard !mine.isEmpty, let to = reader.address else { return nil }
    let strings = kernel.wording.strings
    let lines = mine.compactMap { notice in
      kernel.noticeKinds[notice.kind].map { kind in
        DigestLine(
          text: strings.text(notice.details.message(kind.titleKey, reader.locale), reader.locale),
          href: kernel.configuration.publicURL + notice.path)
      }
    }
    let title = strings.text(
      Message(
        "notices.title.notices.digest", ["count": reader.locale.number(Int64(lines.count))],
        count: Int64(lines.count)), reader.locale)
    let mail = DigestMail(
      title: title, lines: lines, href: kernel.configuration.publicURL + "/settings/notices")
    let rendered = try kernel.wording.templates.letter(mail, reader.locale)
    return NoticeLetter(
      member: reader.member, to: to, subject: rendered.subject, text: rendered.text, headers: [])
  }
}
