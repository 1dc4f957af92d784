import Commerce
import HTTP
import Template

/// What the keys do, and whether they are switched off (WCAG 2.2, 2.1.4).
struct KeysPage: Page {
  static let template = "keys/show"

  let isOff: Bool

  static let fields: [Field<KeysPage>] = [.flag("isOff") { $0.isOff }]

  static let routes = Routes {
    $0.get("/keys", .signedIn) { context in
      context.render(KeysPage(isOff: !context.scope.member.usesKeys))
    }
  }
}
