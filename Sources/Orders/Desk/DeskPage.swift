import Office
import Template

/// A page of cards, each a table, a form or both: what the logistics pages are made of.
struct DeskPage: Page {
  static let template = "desk/show"

  var title: String
  var sub = ""
  var crumbs: [DeskLink] = []
  var state: BadgeView?
  var errors: ErrorSummary?
  /// The pages of the same kind.
  var tabs: [TabView] = []
  var links: [DeskLink] = []
  var sections: [DeskSection] = []
  var blank: BlankView?
  var pager: PagerView?
  var progress: ProgressView?

  static let fields: [Field<DeskPage>] = [
    .text("title") { $0.title },
    .text("sub") { $0.sub },
    .flag("hasCrumbs") { !$0.crumbs.isEmpty },
    .list("crumbs") { $0.crumbs },
    .optional("state") { $0.state },
    .optional("errors") { $0.errors },
    .flag("hasTabs") { !$0.tabs.isEmpty },
    .list("tabs") { $0.tabs },
    .flag("hasLinks") { !$0.links.isEmpty },
    .list("links") { $0.links },
    .list("sections") { $0.sections },
    .optional("blank") { $0.blank },
    .optional("pager") { $0.pager },
    .optional("progress") { $0.progress },
  ]
}

struct DeskLink: View {
  let href: URLText
  let label: String
  var isPrimary = false

  init(_ path: String, _ label: String, isPrimary: Bool = false) {
    href = URLText(path: path)
    self.label = label
    self.isPrimary = isPrimary
  }

  static let fields: [Field<DeskLink>] = [
    .url("href") { $0.href },
    .text("label") { $0.label },
    .flag("isPrimary") { $0.isPrimary },
  ]
}

/// A card. With an action all of it is one form; then its rows hold inputs, no forms of their own.
struct DeskSection: View {
  let id: String
  var heading: String
  var aside = ""
  var text = ""
  var facts: [PairView] = []
  var heads: [DeskHead] = []
  var rows: [DeskRow] = []
  var action: URLText?
  var isUpload = false
  /// A form that only asks (GET).
  var isQuestion = false
  var hidden: [DeskHidden] = []
  var controls: [DeskControl] = []
  var buttons: [DeskButton] = []

  init(_ id: String, _ heading: String, aside: String = "", text: String = "") {
    self.id = id
    self.heading = heading
    self.aside = aside
    self.text = text
  }

  /// Whether its rows are cards on phones: more columns than fit.
  private var isStacked: Bool { heads.count > 1 }

  /// The rows, each cell of which says what it is where there are no columns.
  private var named: [DeskRow] {
    guard isStacked else { return rows }
    return rows.map { row in
      DeskRow(
        cells: row.cells.enumerated().map { index, cell in
          guard cell.hasValue, !cell.isHead, index < heads.count else { return cell }
          var named = cell
          named.head = heads[index].label
          return named
        })
    }
  }

  static let fields: [Field<DeskSection>] = [
    .text("id") { $0.id },
    .text("heading") { $0.heading },
    .text("aside") { $0.aside },
    .flag("hasText") { !$0.text.isEmpty },
    .text("text") { $0.text },
    .flag("hasFacts") { !$0.facts.isEmpty },
    .list("facts") { $0.facts },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("heads") { $0.heads },
    .list("rows") { $0.named },
    .flag("isStacked") { $0.isStacked },
    .flag("isForm") { $0.action != nil && !$0.isQuestion },
    .flag("isQuestion") { $0.action != nil && $0.isQuestion },
    .url("action") { $0.action ?? URLText(path: "/") },
    .flag("isUpload") { $0.isUpload },
    .list("hidden") { $0.hidden },
    .flag("hasControls") { !$0.controls.isEmpty },
    .list("controls") { $0.controls },
    .flag("hasButtons") { !$0.buttons.isEmpty },
    .list("buttons") { $0.buttons },
  ]
}

struct DeskHead: View {
  let label: String
  var isNumber = false

  static let fields: [Field<DeskHead>] = [
    .text("label") { $0.label },
    .flag("isNumber") { $0.isNumber },
  ]
}

struct DeskRow: View {
  let cells: [DeskCell]

  static let fields: [Field<DeskRow>] = [.list("cells") { $0.cells }]
}

/// What a cell shows: a text, a link, a badge, an input or a button.
struct DeskCell: View {
  var text = ""
  var sub = ""
  var href: URLText?
  var badge: BadgeView?
  var isNumber = false
  var isHead = false
  var isMono = false
  /// Of its column, shown where a row is a card.
  var head = ""
  var input: DeskInput?
  /// Sent with its buttons.
  var hidden: [DeskHidden] = []
  var buttons: [DeskButton] = []

  /// Whether it shows more than buttons.
  fileprivate var hasValue: Bool {
    !text.isEmpty || !sub.isEmpty || badge != nil || input != nil
  }

  static func head(_ text: String, _ path: String? = nil, sub: String = "") -> DeskCell {
    DeskCell(text: text, sub: sub, href: path.map { URLText(path: $0) }, isHead: true)
  }

  static func text(_ text: String, sub: String = "") -> DeskCell { DeskCell(text: text, sub: sub) }

  static func number(_ text: String, sub: String = "") -> DeskCell {
    DeskCell(text: text, sub: sub, isNumber: true)
  }

  static func mono(_ text: String, sub: String = "") -> DeskCell {
    DeskCell(text: text, sub: sub, isMono: true)
  }

  static func badge(_ badge: BadgeView, sub: String = "") -> DeskCell {
    DeskCell(sub: sub, badge: badge)
  }

  static func input(_ input: DeskInput) -> DeskCell {
    DeskCell(isNumber: !input.isBox, input: input)
  }

  static func buttons(_ buttons: [DeskButton]) -> DeskCell { DeskCell(buttons: buttons) }

  static let fields: [Field<DeskCell>] = [
    .text("text") { $0.text },
    .flag("hasText") { !$0.text.isEmpty },
    .flag("hasSub") { !$0.sub.isEmpty },
    .text("sub") { $0.sub },
    .flag("hasLink") { $0.href != nil },
    .url("href") { $0.href ?? URLText(path: "/") },
    .optional("badge") { $0.badge },
    .flag("isNumber") { $0.isNumber },
    .flag("isHead") { $0.isHead },
    .flag("isMono") { $0.isMono },
    .text("head") { $0.head },
    .optional("input") { $0.input },
    .list("hidden") { $0.hidden },
    .flag("hasButtons") { !$0.buttons.isEmpty },
    .list("buttons") { $0.buttons },
  ]
}

/// An input inside a table; its name for those who don't see the table.
struct DeskInput: View {
  let name: String
  let label: String
  var value = ""
  var isBox = false
  var isChecked = false
  var size = 6

  static let fields: [Field<DeskInput>] = [
    .text("name") { $0.name },
    .text("label") { $0.label },
    .text("value") { $0.value },
    .flag("isBox") { $0.isBox },
    .flag("isChecked") { $0.isChecked },
    .text("size") { String($0.size) },
  ]
}

struct DeskHidden: View {
  let name: String
  let value: String

  static let fields: [Field<DeskHidden>] = [
    .text("name") { $0.name },
    .text("value") { $0.value },
  ]
}

/// A button; with an action of its own it is sent there.
struct DeskButton: View {
  enum Look: Sendable { case plain, primary, danger }

  let text: String
  var look = Look.plain
  var action: URLText?
  var name = ""
  var value = ""
  /// Said instead of the text, where the same text stands in many rows.
  var label = ""

  static let fields: [Field<DeskButton>] = [
    .text("text") { $0.text },
    .flag("isPrimary") { $0.look == .primary },
    .flag("isDanger") { $0.look == .danger },
    .flag("hasAction") { $0.action != nil },
    .url("action") { $0.action ?? URLText(path: "/") },
    .flag("hasName") { !$0.name.isEmpty },
    .text("name") { $0.name },
    .text("value") { $0.value },
    .flag("hasLabel") { !$0.label.isEmpty },
    .text("label") { $0.label },
  ]
}

/// A row of a form.
struct DeskControl: View {
  enum Kind: Sendable { case text, area, choice, box, boxes, file }

  let kind: Kind
  var field: FieldView
  /// What can be ticked in the group that the field names.
  var boxes: [FieldView] = []

  static let fields: [Field<DeskControl>] = [
    .flag("isText") { $0.kind == .text },
    .flag("isArea") { $0.kind == .area },
    .flag("isChoice") { $0.kind == .choice },
    .flag("isBox") { $0.kind == .box },
    .flag("isBoxes") { $0.kind == .boxes },
    .flag("isFile") { $0.kind == .file },
    .view("field") { $0.field },
    .list("boxes") { $0.boxes },
  ]
}
