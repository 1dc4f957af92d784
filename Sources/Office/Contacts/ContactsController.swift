import Commerce
import HTTP
import SQL
import Template

extension SellerPermission {
  /// Reading the log of the mails to all staff of the shop.
  public static let seeDeliveries = SellerPermission("office.deliveries", [.owner])
}

/// A person's addresses: confirmed, tried, and what came back.
struct ContactsController: Sendable {
  static let path = "/settings/contacts"
  /// Between two mails to one address.
  private static let pause: Int64 = 60

  var routes: Routes {
    Routes {
      $0.get("/settings/contacts", .signedIn, show)
      $0.post("/settings/contacts/check", .signedIn, bodyLimit: 16 << 10, check)
      $0.post("/settings/contacts/second", .signedIn, bodyLimit: 16 << 10, second)
      $0.post("/settings/contacts/test", .requires(.readNotices), bodyLimit: 16 << 10, test)
      $0.get("/settings/deliveries", .requires(.seeDeliveries), deliveries)
      $0.get("/contacts/confirmation/:token", .anyone, question)
      $0.post("/contacts/confirmation/:token", .anyone, bodyLimit: 4 << 10, confirm)
    }
  }

  private func show(_ context: PageContext<Account>) throws -> Response {
    context.render(try ContactsPage(context))
  }

  /// Sends the link again, to the first or the second address.
  private func check(_ context: WorkContext<Account>) throws -> Response {
    let isSecond = try context.form().first("slot") == "2"
    let member = context.scope.member
    let known = try context.open.all(ContactStore.all, member.id.raw)
      .first { $0.slot == (isSecond ? 2 : 1) }
    let text = isSecond ? known?.address ?? "" : member.email
    guard let address = MailAddress(text, name: member.name) else { throw Failure.notFound }
    if let answer = wait(known, context) { return answer }
    try ask(context, isSecond ? 2 : 1, address)
    return context.redirect(to: Self.path, flash: Flash("contacts.flash.sent"))
  }

  /// Another address for what is urgent; empty for none.
  private func second(_ context: WorkContext<Account>) throws -> Response {
    var form = FormReader(try context.form())
    let member = context.scope.member
    let text = form.text("second", 0...200)
    let address = MailAddress(text, name: member.name)
    if !text.isEmpty, address == nil { form.add("second", "contacts.badAddress") }
    if text.lowercased() == member.email.lowercased() { form.add("second", "contacts.same") }
    do { try form.check() } catch {
      let page = try ContactsPage(context, form, error.problems)
      return context.render(page, status: .unprocessable)
    }
    let known = try context.open.all(ContactStore.all, member.id.raw).first { $0.slot == 2 }
    guard let address else {
      try context.write(Act("contacts.act.removed", "member", member.id.raw)) { transaction in
        try transaction.open.run(ContactStore.endChecks, member.id.raw, 2)
        try transaction.open.run(ContactStore.remove, member.id.raw, 2)
      }
      context.kernel.forgetSessions()
      return context.redirect(to: Self.path, flash: Flash("contacts.flash.removed"))
    }
    if let answer = wait(known, context) { return answer }
    try ask(context, 2, address)
    return context.redirect(to: Self.path, flash: Flash("contacts.flash.sent"))
  }

  /// The answer where a mail is just on its way there; nil where there may be another.
  private func wait(_ known: Contact?, _ context: WorkContext<Account>) -> Response? {
    guard let asked = known?.askedAt, asked.seconds + Self.pause > context.now.seconds else {
      return nil
    }
    return context.redirect(to: Self.path, flash: Flash("contacts.flash.wait", tone: .warn))
  }

  private func ask(
    _ context: WorkContext<Account>, _ slot: Int, _ address: MailAddress
  ) throws {
    let member = context.scope.member
    let (kernel, shop, now) = (context.kernel, context.scope.seller, context.now)
    let locale = context.locale
    try context.write(Act("contacts.act.asked", "member", member.id.raw, detail: "\(slot)")) {
      try ContactChecks(kernel: kernel)
        .ask(member.id, slot, address, locale, shop: shop, at: now, in: $0)
    }
    kernel.forgetSessions()
  }

  private func question(_ context: PageContext<Visitor>, _ token: String) throws -> Response {
    guard let hash = SessionToken(cookie: token)?.hash,
      let check = try context.open.first(ContactStore.check, hash, context.now.milliseconds)
    else { throw Failure.notFound }
    return context.render(
      ConfirmationPage(
        address: check.address, action: URLText(path: "/contacts/confirmation/\(token)"),
        isDone: false))
  }

  private func confirm(_ context: WorkContext<Visitor>, _ token: String) throws -> Response {
    try context.checkFields()
    let (kernel, now) = (context.kernel, context.now)
    try kernel.database.writer.write { transaction in
      guard
        let member = try ContactChecks(kernel: kernel).confirm(token, at: now, in: transaction)
      else { throw Failure.notFound }
      let act = Act("contacts.act.confirmed", "member", member.raw)
      try Audit.append(context.auditEntry(act, shop: nil), in: transaction)
    }
    kernel.forgetSessions()
    return context.render(
      ConfirmationPage(address: "", action: URLText(path: Self.path), isDone: true))
  }

  private func deliveries(_ context: PageContext<SellerScope>) throws -> Response {
    let request = ListRequest(context.request, path: "/settings/deliveries", tabs: [""])
    let before = request.after.flatMap { Int64($0) } ?? .max
    let found = try context.reader.all(DeliveryLog.ofShop, before, DeliveriesPage.size + 1)
    return context.render(DeliveriesPage(context, request, found))
  }
}

extension ContactsController {
  /// A notice to oneself, by every way that there is.
  private func test(_ context: WorkContext<SellerScope>) throws -> Response {
    guard let member = context.member else { throw Failure.forbidden }
    try context.checkFields()
    let (kernel, now, locale) = (context.kernel, context.now, context.locale)
    let others = try context.open.all(ContactStore.all, member.id.raw)
      .filter { $0.slot == 2 && $0.verifiedAt != nil }.map(\.address)
    let notice = Notice(.test, object: "member", id: member.id.raw, path: Self.path, at: now)
    var plan = NoticePlan(notice: notice)
    plan.centre = [member.id]
    let writer = NoticeWriter(kernel: kernel, seller: SellerID(raw: context.scope.seller))
    plan.mails = try ([member.email] + others).compactMap { text in
      try MailAddress(text, name: member.name).map { to in
        try writer.letter(
          .test, notice.details, path: notice.path, to: to, member.id, locale)
      }
    }
    let ready = plan
    try context.write(Act("contacts.act.tested", "member", member.id.raw)) {
      try kernel.notices.spread(ready, in: $0)
    }
    return context.redirect(to: Self.path, flash: Flash("contacts.flash.tested"))
  }
}

extension NoticeKind {
  /// To oneself, by the button.
  static let test = NoticeKind(
    "contacts.test", for: .readNotices, mailed: .shop, isCritical: true)
}
