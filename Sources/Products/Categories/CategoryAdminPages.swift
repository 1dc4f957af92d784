import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the admin's pages of a category: as stored, or with what was typed.
struct CategoryAdminPages<Context: RequestContext> where Context.Scope == PlatformScope {
  let context: Context
  let names: [CategoryName]

  init(_ context: Context) throws {
    self.context = context
    names = try CategoryStore(rows: context.open).names()
  }

  var tree: CategoriesPage {
    CategoriesPage(
      branches: names.filter { $0.parent == nil }.map { branch in
        CategoryBranchView(
          name: branch.name[context.locale], href: href(branch.id), isClosed: branch.isClosed,
          leaves: names.filter { $0.parent == branch.id }.map { leaf in
            CategoryLinkView(
              name: leaf.name[context.locale], href: href(leaf.id), isClosed: leaf.isClosed)
          })
      })
  }

  func record(_ id: CategoryID) throws -> CategoryRecord {
    guard let record = try context.open.first(CategoryAdminSQL.record, id.raw) else {
      throw Failure.notFound
    }
    return record
  }

  /// - Parameter id: nil for a new one.
  func form(
    _ id: CategoryID?, typed: FormReader? = nil, problems: [Problem] = []
  ) throws -> CategoryFormPage {
    let record = try id.map { try self.record($0) }
    let inputs = AdminInputs(
      context: context, typed: typed, problems: problems,
      stored: record.map(stored) ?? ["position": "1", "pixels": "900"])
    let controls =
      inputs.names + [
        inputs.choice(
          "parent", parents(of: id, typed?.typed("parent") ?? record?.parent?.description)),
        inputs.text("position"), inputs.text("pixels"),
        inputs.text("ratio", isOptional: true), inputs.box("closed"),
      ]
    var page = CategoryFormPage(
      title: record?.name[context.locale] ?? context.text("categories.new"),
      crumbs: [root], errors: inputs.summary(controls),
      action: URLText(path: id.map { "/categories/\($0)" } ?? "/categories"),
      controls: controls)
    if let id, let record, record.parent != nil {
      page.attributes = rows(record.attributes, of: id)
      page.orderAction = URLText(path: "/categories/\(id)/order")
      page.links.append(link("categories.attribute.new", "/categories/\(id)/attributes/new"))
    }
    if let id { page.links.append(link("fees.page.title", "/categories/\(id)/fees")) }
    return page
  }

  var root: CategoryLinkView { link("categories.title", "/categories") }

  func link(_ key: String, _ path: String) -> CategoryLinkView {
    CategoryLinkView(name: context.text(key), href: URLText(path: path))
  }

  func crumb(_ id: CategoryID) -> CategoryLinkView {
    let name = names.first { $0.id == id }?.name[context.locale] ?? ""
    return CategoryLinkView(name: name, href: href(id))
  }

  private func href(_ id: CategoryID) -> URLText { URLText(path: "/categories/\(id)") }

  private func stored(_ record: CategoryRecord) -> [String: String] {
    [
      "name_en": record.name.en, "name_ru": record.name.ru, "name_zh": record.name.zh,
      "position": "\(record.position)", "pixels": "\(record.pictures.leastPixels)",
      "ratio": record.pictures.ratio?.text ?? "", "closed": record.isClosed ? "1" : "",
    ]
  }

  private func parents(of id: CategoryID?, _ chosen: String?) -> [OptionView] {
    let none = OptionView(
      value: "", label: context.text("categories.parent.none"),
      isSelected: (chosen ?? "").isEmpty)
    return [none]
      + names.filter { $0.parent == nil && $0.id != id }.map { branch in
        OptionView(
          value: branch.id.description, label: branch.name[context.locale],
          isSelected: branch.id.description == chosen)
      }
  }

  private func rows(_ all: [AttributeDefinition], of id: CategoryID) -> [AttributeRowView] {
    all.enumerated().map { index, attribute in
      var marks: [String] = []
      if attribute.isRequired { marks.append(context.text("categories.mark.required")) }
      if attribute.isAspect { marks.append(context.text("categories.mark.aspect")) }
      return AttributeRowView(
        key: attribute.key, name: attribute.name[context.locale],
        href: URLText(path: "/categories/\(id)/attributes/\(attribute.key)"),
        kind: context.text("categories.kind.\(attribute.kind.rawValue)"),
        marks: marks.joined(separator: context.locale.comma), isFirst: index == 0,
        isLast: index + 1 == all.count)
    }
  }
}

/// Rows of an admin's form, labelled `categories.field.<name>`.
struct AdminInputs<Context: RequestContext> {
  let context: Context
  let typed: FormReader?
  let problems: [Problem]
  let stored: [String: String]

  var names: [ControlView] { texts("name") }

  /// One input for each language.
  func texts(_ name: String, isOptional: Bool = false) -> [ControlView] {
    Locale.allCases.map { text("\(name)_\($0.rawValue)", isOptional: isOptional) }
  }

  func text(_ name: String, isOptional: Bool = false) -> ControlView {
    var field = field(name)
    field.isOptional = isOptional
    return ControlView(kind: .text, field: field)
  }

  func box(_ name: String) -> ControlView {
    var field = field(name)
    field.isChecked = field.value == "1"
    field.value = "1"
    return ControlView(kind: .box, field: field)
  }

  func choice(_ name: String, _ options: [OptionView], isOptional: Bool = false) -> ControlView {
    var field = field(name)
    field.options = options
    field.isOptional = isOptional
    return ControlView(kind: .choice, field: field)
  }

  func summary(_ controls: [ControlView]) -> ErrorSummary? {
    context.summary(problems, of: controls.map(\.field))
  }

  /// What is shown in an input.
  func value(_ name: String) -> String { typed?.typed(name) ?? stored[name] ?? "" }

  private func field(_ name: String) -> FieldView {
    let parts = name.split(separator: "_")
    let number = parts.last.flatMap { Int($0) }
    let base = number == nil ? name : parts.dropLast().joined(separator: "_")
    let values = ["number": "\((number ?? 0) + 1)"]
    var field = FieldView(name, label: context.text("categories.field.\(base)", values))
    let hint = "categories.hint.\(base)"
    let words = context.text(hint)
    if words != hint { field.hint = words }
    field.value = value(name)
    field.error = context.error(of: name, in: problems)
    return field
  }
}
