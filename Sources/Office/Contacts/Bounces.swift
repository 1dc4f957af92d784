import Commerce
@_spi(Minting) import SQL
import Synchronization

extension NoticeKind {
  /// Mails to somebody of the shop come back.
  static let contactBounced = NoticeKind(
    "contacts.bounced", for: .seeDeliveries, mailed: [.owner], isCritical: true)
}

/// Takes the reports of mails that came back out of a maildir: the mailbox of `--mail-from`.
/// A person whose mail came back sees it on every page, the notice goes to their second address,
/// and the owner is told.
final class Bounces: Sendable {
  /// How often the folder is looked at: everything is done well within a minute.
  private static let pause = Duration.seconds(10)
  private static let readLimit = 1 << 20

  private let kernel: Kernel
  private let alarm = Alarm()
  private let state = Mutex(State())

  private struct State {
    var thread: JobThread?
    var isStopping = false
  }

  init(kernel: Kernel) { self.kernel = kernel }

  private var folder: String { kernel.configuration.bounceFolder }

  /// Makes what is missing; the folder above must be there.
  func makeFolders() throws {
    for path in [folder] + ["tmp", "new", "cur"].map({ "\(folder)/\($0)" }) {
      try Files.makeFolder(path)
    }
  }

  func start() throws {
    try makeFolders()
    let thread = JobThread("bounces", isBackground: true) { self.watch() }
    state.withLock { $0.thread = thread }
  }

  func stop() {
    let thread = state.withLock { state in
      state.isStopping = true
      defer { state.thread = nil }
      return state.thread
    }
    alarm.ring()
    thread?.join()
    state.withLock { $0.isStopping = false }
  }

  private func watch() {
    while true {
      // Before the look at the state: else a ring between them is heard by nobody.
      let heard = alarm.heard
      if state.withLock({ $0.isStopping }) { return }
      do { try takeAll() } catch { kernel.log("bounces: \(error)") }
      alarm.sleep(after: heard, for: Self.pause)
    }
  }

  /// Reads what is new. A report that can't be acted on is put aside all the same.
  func takeAll() throws {
    for name in try Folder.names("\(folder)/new").sorted() {
      let path = "\(folder)/new/\(name)"
      let bytes = try Folder.read(path, limit: Self.readLimit)
      if let report = BounceReport(bytes) { try take(report) }
      try Folder.move(path, to: "\(folder)/cur/\(name):2,S")
    }
  }

  private func take(_ report: BounceReport) throws {
    let host = MailAddress(kernel.configuration.mailFrom)?.host ?? ""
    guard let id = report.mail(from: host) else { return }
    let reader = try kernel.database.makeReader()
    guard let mail = try reader.platform(PlatformScope()).first(DeliveryLog.byMail, id),
      report.recipients.contains(mail.address.lowercased())
    else { return }
    let now = kernel.clock.now()
    let rows = reader.seller(SellerScope(seller: mail.seller))
    let reason = String(report.reason.filter { !$0.isNewline })
    try kernel.database.writer.write { transaction in
      let tx = transaction.seller(rows.scope)
      // The same report twice is one.
      guard try tx.run(DeliveryLog.bounce, mail.seller, id, now.milliseconds, reason) > 0 else {
        return
      }
      let isFirst = mail.address.lowercased() == mail.email.lowercased()
      try transaction.open.run(
        ContactStore.bounce, mail.member.raw, isFirst ? 1 : 2, mail.address, now.milliseconds,
        reason)
      try self.pass(mail, rows, at: now, in: tx)
    }
    kernel.forgetSessions()
  }

  /// Tells the owner, and sends what came back to the other address.
  private func pass(
    _ mail: DeliveredMail, _ rows: SellerReader, at now: Instant, in tx: SellerTransaction
  ) throws {
    let staff = try tx.all(NoticeSQL.staff, mail.seller)
    let person = staff.first { $0.member == mail.member }
    try kernel.notices.publish(
      Notice(
        .contactBounced, object: "member", id: mail.member.raw, path: "/settings/deliveries",
        [("person", .text(person?.name ?? "")), ("address", .text(mail.address))], at: now),
      in: tx)
    guard let person, let kind = kernel.noticeKinds[mail.kind], let to = person.address,
      to.address.lowercased() != mail.address.lowercased()
    else { return }
    let writer = NoticeWriter(kernel: kernel, seller: SellerID(raw: mail.seller))
    let letter = try writer.letter(
      kind, NoticeDetails(json: mail.details), path: mail.path, to: to, person.member,
      person.locale)
    try NoticeSpread(kernel: kernel, tx: tx)
      .send(letter, mail.kind, mail.path, mail.details, at: now)
  }
}
