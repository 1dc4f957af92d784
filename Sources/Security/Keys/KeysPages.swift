import Commerce
import Office
import SQL
import Template

/// The keys of a shop, the form of a new one, and the one that was just made.
struct KeysPage: Page {
  static let template = "apikeys/list"

  /// What programs send as `Client-Id`.
  let client: String
  let address: String
  /// The new key; shown once.
  let made: String
  let keys: [KeyView]
  let name: FieldView
  let rights: [FieldView]
  let expiry: FieldView
  let addresses: FieldView
  let rightsError: String
  let errors: ErrorSummary?

  static let fields: [Field<KeysPage>] = [
    .text("client") { $0.client },
    .text("address") { $0.address },
    .flag("isMade") { !$0.made.isEmpty },
    .text("made") { $0.made },
    .list("keys") { $0.keys },
    .flag("hasKeys") { !$0.keys.isEmpty },
    .view("name") { $0.name },
    .list("rights") { $0.rights },
    .view("expiry") { $0.expiry },
    .view("addresses") { $0.addresses },
    .flag("hasRightsError") { !$0.rightsError.isEmpty },
    .text("rightsError") { $0.rightsError },
    .optional("errors") { $0.errors },
  ]
}

struct KeyView: View {
  let name: String
  let rights: String
  let addresses: String
  let expires: String
  let used: String
  let badge: BadgeView
  let revocation: URLText?

  init(_ key: SellerKey, _ context: some RequestContext) {
    name = key.name
    rights = key.rights.map { context.text("apikeys.right.\($0.rawValue)") }
      .joined(separator: context.text("apikeys.comma"))
    addresses = key.addresses
    expires = key.expiresAt.map(context.time) ?? context.text("apikeys.expiry.forever")
    used = key.usedAt.map(context.time) ?? context.text("apikeys.neverUsed")
    let isDead = key.isDead(at: context.now)
    let state = key.revokedAt != nil ? "revoked" : isDead ? "expired" : "live"
    badge = BadgeView(context.text("apikeys.state.\(state)"), isDead ? .neutral : .ok)
    revocation = isDead ? nil : URLText(path: "/settings/keys/\(key.id)/revocation")
  }

  static let fields: [Field<KeyView>] = [
    .text("name") { $0.name },
    .text("rights") { $0.rights },
    .text("addresses") { $0.addresses },
    .text("expires") { $0.expires },
    .text("used") { $0.used },
    .view("badge") { $0.badge },
    .flag("isLive") { $0.revocation != nil },
    .url("revocation") { $0.revocation ?? URLText(path: "/settings/keys") },
  ]
}

/// The question before a key is ended.
struct KeyRevocationPage: Page {
  static let template = "apikeys/revocation"

  let name: String
  let action: URLText

  static let fields: [Field<KeyRevocationPage>] = [
    .text("name") { $0.name },
    .url("action") { $0.action },
  ]
}
