import Commerce
import HTTP
import SQL
import Template

/// Ends the mails of one kind for one person, by the link in such a mail and without a sign-in.
struct UnsubscribeController: Sendable {
  static func purpose(_ kind: String) -> String { "unsubscribe \(kind)" }

  var routes: Routes {
    Routes {
      $0.get("/unsubscribe/:kind/:token", .anyone, show)
      $0.post("/unsubscribe/:kind/:token", .anyone, bodyLimit: 4 << 10, leave)
    }
  }

  private func show(
    _ context: PageContext<Visitor>, _ name: String, _ token: String
  ) throws -> Response {
    let (kind, _, _) = try target(context, name, token)
    return context.render(
      UnsubscribePage(
        kind: context.text(kind.nameKey),
        action: URLText(path: "/unsubscribe/\(kind.name)/\(token)"), isDone: false))
  }

  /// A mail program posts `List-Unsubscribe=One-Click` here by itself (RFC 8058 3.1).
  private func leave(
    _ context: WorkContext<Visitor>, _ name: String, _ token: String
  ) throws -> Response {
    let (kind, scope, member) = try target(context, name, token)
    _ = try context.form().first("List-Unsubscribe")
    try context.exchange.exchange.checkFields()
    let act = Act("notices.act.left", "member", member.raw, detail: kind.name)
    let entry = context.auditEntry(act, shop: scope.seller)
    try context.kernel.database.writer.write { transaction in
      let tx = transaction.seller(scope)
      guard
        let role = try tx.first(NoticeChoiceSQL.role, member.raw, scope.seller)
          .flatMap(Role.init(rawValue:))
      else { throw Failure.notFound }
      var channels =
        try tx.first(NoticeChoiceSQL.one, kind.name, member.raw) ?? kind.channels(of: role)
      channels.remove(.mail)
      try tx.run(NoticeChoiceSQL.set, scope.seller, kind.name, member.raw, channels.rawValue)
      try Audit.append(entry, in: transaction)
    }
    return context.render(
      UnsubscribePage(
        kind: context.text(kind.nameKey), action: URLText(path: "/settings/notices"),
        isDone: true))
  }

  private func target(
    _ context: some RequestContext, _ name: String, _ token: String
  ) throws(Failure) -> (NoticeKind, SellerScope, MemberID) {
    guard let kind = context.kernel.noticeKinds[name], !kind.isCritical,
      let link = context.kernel.linked(token, purpose: Self.purpose(name))
    else { throw .notFound }
    return (kind, link.scope, MemberID(raw: link.object))
  }
}

/// The question, and the answer once it was said.
struct UnsubscribePage: Page {
  static let template = "notices/unsubscribe"

  let kind: String
  let action: URLText
  let isDone: Bool

  static let fields: [Field<UnsubscribePage>] = [
    .text("kindName") { $0.kind },
    .url("action") { $0.action },
    .flag("isDone") { $0.isDone },
  ]
}
