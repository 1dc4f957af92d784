import Commerce
import HTTP
import Office
import SQL
import Template

extension SellerPermission {
  /// Making and ending keys of the Seller API: a key does what its maker could.
  public static let manageKeys = SellerPermission("security.keys", [.owner])
}

/// The keys of a shop's programs.
struct KeysController: Sendable {
  func list(_ context: PageContext<SellerScope>) throws -> Response {
    try page(context)
  }

  /// The key is shown by this answer and never again: only its hash is stored.
  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = KeyForm(try context.form())
    let draft: NewSellerKey
    do {
      draft = try form.draft(at: context.now)
    } catch {
      return try page(context, form, error.problems)
    }
    let id = (context.kernel.newID() as ID<SellerKey>).raw
    let (now, member) = (context.now, context.member?.id.raw)
    do {
      let key = try context.write(Act("apikeys.act.created", "key", id, detail: draft.name)) { tx in
        guard try SellerKeyStore.all(in: tx.reader).count < SellerKeyStore.most else {
          throw InvalidForm("name", Message("apikeys.tooMany", ["max": "\(SellerKeyStore.most)"]))
        }
        return try SellerKeyStore.add(draft, id: id, at: now, by: member, in: tx)
      }
      return try page(context, made: key)
    } catch let invalid as InvalidForm {
      return try page(context, form, invalid.problems)
    }
  }

  func confirm(_ context: PageContext<SellerScope>, _ id: ID<SellerKey>) throws -> Response {
    guard let key = try SellerKeyStore.key(id.raw, in: context.reader) else {
      throw Failure.notFound
    }
    return context.render(
      KeyRevocationPage(name: key.name, action: URLText(path: "/settings/keys/\(id)/revocation")))
  }

  func revoke(_ context: WorkContext<SellerScope>, _ id: ID<SellerKey>) throws -> Response {
    let now = context.now
    try context.write(Act("apikeys.act.revoked", "key", id.raw)) { tx in
      guard try SellerKeyStore.key(id.raw, in: tx.reader) != nil else { throw Failure.notFound }
      _ = try SellerKeyStore.revoke(id.raw, at: now, in: tx)
    }
    return context.redirect(to: "/settings/keys", flash: Flash("apikeys.revoked"))
  }

  private func page<C: RequestContext>(
    _ context: C, _ form: KeyForm = KeyForm(FormFields()), _ problems: [Problem] = [],
    made: String? = nil
  ) throws -> Response where C.Scope == SellerScope {
    let keys = try SellerKeyStore.all(in: context.reader)
    let view = KeyFormView(context: context, form: form, problems: problems)
    let fields = [view.name, view.expiry, view.addresses]
    return context.render(
      KeysPage(
        client: "\(context.scope.seller)", address: context.kernel.configuration.publicURL,
        made: made ?? "", keys: keys.map { KeyView($0, context) }, name: view.name,
        rights: view.rights, expiry: view.expiry, addresses: view.addresses,
        rightsError: context.error(of: "rights", in: problems),
        errors: context.summary(problems, of: fields)),
      status: problems.isEmpty ? .ok : .unprocessable)
  }
}
