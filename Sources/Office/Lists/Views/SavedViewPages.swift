import Commerce
import HTTP
import SQL
import Template

/// All views that the member sees.
struct SavedViewsPage: Page {
  static let template = "views/list"

  let views: [SavedViewRow]

  static let fields: [Field<SavedViewsPage>] = [
    .list("views") { $0.views },
    .flag("hasViews") { !$0.views.isEmpty },
  ]
}

struct SavedViewRow: View {
  let href: URLText
  let name: String
  let list: String
  let audience: String
  let isPinned: Bool
  let edit: URLText?

  static let fields: [Field<SavedViewRow>] = [
    .url("href") { $0.href },
    .text("viewName") { $0.name },
    .text("listName") { $0.list },
    .text("audience") { $0.audience },
    .flag("isPinned") { $0.isPinned },
    .optional("edit") { $0.edit },
  ]

  init(
    _ view: SavedView, _ list: ListDeclaration, _ member: Member, _ context: some RequestContext
  ) {
    href = view.url
    name = view.name
    self.list = context.text(list.title)
    audience = context.text(view.audience)
    isPinned = view.isPinned
    edit = view.mayChange(member) ? URLText(path: "/views/\(view.id)") : nil
  }
}

/// The form of a view: a new one of what a list shows, or one that is there.
struct SavedViewPage: Page {
  static let template = "views/edit"

  let heading: String
  let list: String
  let shown: URLText
  let action: URLText
  let removal: URLText?
  /// What a new one carries; empty for one that is there.
  let path: String
  let query: String
  let name: FieldView
  let audience: FieldView
  let pinned: FieldView
  let errors: ErrorSummary?

  static let fields: [Field<SavedViewPage>] = [
    .text("heading") { $0.heading },
    .text("listName") { $0.list },
    .url("shown") { $0.shown },
    .url("action") { $0.action },
    .optional("removal") { $0.removal },
    .flag("isNew") { $0.removal == nil },
    .text("path") { $0.path },
    .text("viewQuery") { $0.query },
    .view("name") { $0.name },
    .view("audience") { $0.audience },
    .view("pinned") { $0.pinned },
    .optional("errors") { $0.errors },
  ]

  /// - Parameter typed: what the form said that could not be taken.
  init(
    new list: ListDeclaration, _ query: String, _ context: some RequestContext,
    _ typed: FormReader? = nil, _ problems: [Problem] = []
  ) {
    heading = context.text("views.new")
    self.list = context.text(list.title)
    shown = URLText(path: query.isEmpty ? list.path : "\(list.path)?\(query)")
    action = URLText(path: "/views")
    removal = nil
    path = list.path
    self.query = query
    let values = SavedViewFields(
      name: typed?.typed("name") ?? "", audience: typed?.typed("audience") ?? "maker",
      isPinned: typed.map { $0.fields.first("pinned") != nil } ?? true)
    (name, audience, pinned) = values.views(context, problems)
    errors = context.summary(problems, of: [name, audience])
  }

  init(
    _ view: SavedView, _ list: ListDeclaration, _ context: some RequestContext,
    _ typed: FormReader? = nil, _ problems: [Problem] = []
  ) {
    heading = view.name
    self.list = context.text(list.title)
    shown = view.url
    action = URLText(path: "/views/\(view.id)")
    removal = URLText(path: "/views/\(view.id)/removal")
    path = ""
    query = ""
    let values = SavedViewFields(
      name: typed?.typed("name") ?? view.name,
      audience: typed?.typed("audience") ?? view.audience.text,
      isPinned: typed.map { $0.fields.first("pinned") != nil } ?? view.isPinned)
    (name, audience, pinned) = values.views(context, problems)
    errors = context.summary(problems, of: [name, audience])
  }
}

/// What the fields of the form show.
private struct SavedViewFields {
  let name: String
  let audience: String
  let isPinned: Bool

  func views(
    _ context: some RequestContext, _ problems: [Problem]
  ) -> (name: FieldView, audience: FieldView, pinned: FieldView) {
    var name = FieldView("name", label: context.text("views.name"))
    name.value = self.name
    name.error = context.error(of: "name", in: problems)
    var audience = FieldView("audience", label: context.text("views.audience"))
    audience.hint = context.text("views.audience.hint")
    audience.error = context.error(of: "audience", in: problems)
    audience.options = SavedView.Audience.all.map { one in
      OptionView(
        value: one.text, label: context.text(one), isSelected: one.text == self.audience)
    }
    var pinned = FieldView("pinned", label: context.text("views.pinned"))
    pinned.value = "1"
    pinned.isChecked = isPinned
    return (name, audience, pinned)
  }
}

extension RequestContext {
  fileprivate func text(_ audience: SavedView.Audience) -> String {
    switch audience {
    case .maker: text("views.audience.maker")
    case .shop: text("views.audience.shop")
    case .role(let role): text("layout.role.\(role.rawValue)")
    }
  }
}
