import Office
import Template

/// A question before an act that is not easily undone: what will happen, and what stays.
struct ConfirmPage: Page {
  static let template = "products/confirm"

  let title: String
  let name: String
  let effects: [String]
  let verb: String
  let action: URLText
  let back: URLText

  static let fields: [Field<ConfirmPage>] = [
    .text("title") { $0.title },
    .text("name") { $0.name },
    .list("effects") { $0.effects },
    .text("verb") { $0.verb },
    .url("action") { $0.action },
    .url("back") { $0.back },
  ]
}
