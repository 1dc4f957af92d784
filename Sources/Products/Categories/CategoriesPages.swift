import Office
import Template

/// The tree, as the admin sees it.
struct CategoriesPage: Page {
  static let template = "categories/list"

  let branches: [CategoryBranchView]

  static let fields: [Field<CategoriesPage>] = [.list("branches") { $0.branches }]
}

struct CategoryBranchView: View {
  let name: String
  let href: URLText
  let isClosed: Bool
  let leaves: [CategoryLinkView]

  static let fields: [Field<CategoryBranchView>] = [
    .text("name") { $0.name },
    .url("href") { $0.href },
    .flag("isClosed") { $0.isClosed },
    .list("leaves") { $0.leaves },
  ]
}

/// A link with a word behind it.
struct CategoryLinkView: View {
  let name: String
  let href: URLText
  var isClosed = false
  var note = ""

  static let fields: [Field<CategoryLinkView>] = [
    .text("name") { $0.name },
    .url("href") { $0.href },
    .flag("isClosed") { $0.isClosed },
    .text("note") { $0.note },
  ]
}

/// A form of the admin: of a category, an attribute or fees.
struct CategoryFormPage: Page {
  static let template = "categories/form"

  let title: String
  var crumbs: [CategoryLinkView] = []
  var note = ""
  let errors: ErrorSummary?
  let action: URLText
  let controls: [ControlView]
  /// Two inputs in a row, as steps have them.
  var isPaired = false
  /// Of a category that is there.
  var links: [CategoryLinkView] = []
  var attributes: [AttributeRowView] = []
  var orderAction: URLText?
  /// Of fees.
  var tables: [FeeTableView] = []
  var removeAction: URLText?

  static let fields: [Field<CategoryFormPage>] = [
    .text("title") { $0.title },
    .list("crumbs") { $0.crumbs },
    .text("note") { $0.note },
    .optional("errors") { $0.errors },
    .url("action") { $0.action },
    .list("controls") { $0.controls },
    .flag("isPaired") { $0.isPaired },
    .flag("hasLinks") { !$0.links.isEmpty },
    .list("links") { $0.links },
    .flag("hasAttributes") { !$0.attributes.isEmpty },
    .list("attributes") { $0.attributes },
    .url("orderAction") { $0.orderAction ?? URLText(path: "#") },
    .flag("hasTables") { !$0.tables.isEmpty },
    .list("tables") { $0.tables },
    .url("removeAction") { $0.removeAction ?? URLText(path: "#") },
  ]
}

struct AttributeRowView: View {
  let key: String
  let name: String
  let href: URLText
  let kind: String
  let marks: String
  let isFirst: Bool
  let isLast: Bool

  static let fields: [Field<AttributeRowView>] = [
    .text("name") { $0.name },
    .url("href") { $0.href },
    .text("kind") { $0.kind },
    .text("marks") { $0.marks },
    .flag("hasUp") { !$0.isFirst },
    .flag("hasDown") { !$0.isLast },
    .text("up") { "\($0.key)-up" },
    .text("down") { "\($0.key)-down" },
    .text("remove") { "\($0.key)-remove" },
  ]
}

struct FeeTableView: View {
  let from: String
  let note: String
  let lines: [EarningsLine]
  /// Where it has not begun yet: the value that takes it away.
  let remove: String

  static let fields: [Field<FeeTableView>] = [
    .text("from") { $0.from },
    .text("note") { $0.note },
    .list("lines") { $0.lines },
    .text("remove") { $0.remove },
  ]
}

/// The dictionaries, or one of them with its entries.
struct DictionaryPage: Page {
  static let template = "categories/dictionary"

  let title: String
  let errors: ErrorSummary?
  let action: URLText
  var crumbs: [CategoryLinkView] = []
  /// The list of all; empty on the page of one.
  var all: [CategoryLinkView] = []
  var newKey: FieldView?
  var entries: [EntryRowView] = []

  static let fields: [Field<DictionaryPage>] = [
    .text("title") { $0.title },
    .optional("errors") { $0.errors },
    .url("action") { $0.action },
    .list("crumbs") { $0.crumbs },
    .list("all") { $0.all },
    .optional("newKey") { $0.newKey },
    .flag("hasEntries") { !$0.entries.isEmpty },
    .list("entries") { $0.entries },
  ]
}

struct EntryRowView: View {
  /// Empty of a new one, whose key is typed.
  let key: String
  let keyInput: CellInputView?
  let inputs: [CellInputView]
  let retired: String
  let isRetired: Bool
  let label: String

  static let fields: [Field<EntryRowView>] = [
    .text("key") { $0.key },
    .optional("keyInput") { $0.keyInput },
    .list("inputs") { $0.inputs },
    .text("retired") { $0.retired },
    .flag("isRetired") { $0.isRetired },
    .text("label") { $0.label },
  ]
}
