import Office
import Template

/// A row of a form of any kind, so that a form can be a list of rows (`products/control`).
struct ControlView: View {
  enum Kind: Sendable { case text, area, choice, box, boxes }

  let kind: Kind
  var field: FieldView

  static let fields: [Field<ControlView>] = [
    .flag("isText") { $0.kind == .text },
    .flag("isArea") { $0.kind == .area },
    .flag("isChoice") { $0.kind == .choice },
    .flag("isBox") { $0.kind == .box },
    .flag("isBoxes") { $0.kind == .boxes },
    .view("field") { $0.field },
  ]
}

/// One line of a list of checks: a mark, a fact, what to do.
struct CheckView: View {
  enum Mark: Sendable { case ok, warn, bad }

  let mark: Mark
  let text: String
  var hint = ""
  var href: URLText?

  static let fields: [Field<CheckView>] = [
    .flag("isOk") { $0.mark == .ok },
    .flag("isWarn") { $0.mark == .warn },
    .flag("isBad") { $0.mark == .bad },
    .text("text") { $0.text },
    .flag("hasLink") { $0.href != nil },
    .url("href") { $0.href ?? URLText(path: "#") },
    .flag("hasHint") { !$0.hint.isEmpty },
    .text("hint") { $0.hint },
  ]
}

/// A name and its value, in a list of facts.
struct FactView: View {
  let name: String
  let value: String

  static let fields: [Field<FactView>] = [
    .text("name") { $0.name },
    .text("value") { $0.value },
  ]
}
