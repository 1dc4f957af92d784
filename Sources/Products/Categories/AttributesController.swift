import Commerce
import HTTP
import Office
import SQL
import Template

/// The attributes of a category, changed by the platform's admin. A key never changes, since goods
/// are stored with it; nor does a kind.
struct AttributesController: Sendable {
  func new(_ context: PageContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    context.render(try AttributePages(context, id).page(nil))
  }

  func show(
    _ context: PageContext<PlatformScope>, _ id: CategoryID, _ key: String
  ) throws -> Response {
    let pages = try AttributePages(context, id)
    return context.render(try pages.page(try pages.known(key)))
  }

  func create(_ context: WorkContext<PlatformScope>, _ id: CategoryID) throws -> Response {
    try save(context, id, nil)
  }

  func update(
    _ context: WorkContext<PlatformScope>, _ id: CategoryID, _ key: String
  ) throws -> Response {
    try save(context, id, try AttributePages(context, id).known(key))
  }

  private func save(
    _ context: WorkContext<PlatformScope>, _ id: CategoryID, _ known: AttributeDefinition?
  ) throws -> Response {
    let pages = try AttributePages(context, id)
    var form = AttributeForm(try context.form(), dictionaries: pages.dictionaries)
    do {
      let definition = try form.definition(known)
      try write(context, id, definition, isNew: known == nil)
      let lacking = try pages.lacking(definition)
      let flash =
        definition.isRequired && lacking > 0
        ? Flash("categories.flash.lacking", ["count": "\(lacking)"], tone: .warn)
        : Flash("categories.flash.saved")
      return context.redirect(to: "/categories/\(id)", flash: flash)
    } catch let invalid as InvalidForm {
      let page = try pages.page(known, typed: form.reader, problems: invalid.problems)
      return context.render(page, status: .unprocessable)
    }
  }

  private func write(
    _ context: WorkContext<PlatformScope>, _ id: CategoryID, _ definition: AttributeDefinition,
    isNew: Bool
  ) throws {
    let act = Act("categories.act.attribute", "category", id.raw, detail: definition.key)
    try context.write(act) { tx in
      let store = CategoryAdminStore(tx: tx)
      var all = try store.record(id).attributes
      let index = all.firstIndex { $0.key == definition.key }
      switch (index, isNew) {
      case (nil, true): all.append(definition)
      case (let index?, false): all[index] = definition
      case (_?, true): throw InvalidForm("key", Message("categories.error.keyTaken"))
      case (nil, false): throw Failure.notFound
      }
      try store.set(all, of: id)
    }
  }
}

/// Makes the page of one attribute.
struct AttributePages<Context: RequestContext> where Context.Scope == PlatformScope {
  let context: Context
  let id: CategoryID
  let category: CategoryRecord
  let dictionaries: [String]
  private let tree: CategoryAdminPages<Context>

  /// Throws `Failure.notFound` where there is no such leaf.
  init(_ context: Context, _ id: CategoryID) throws {
    tree = try CategoryAdminPages(context)
    category = try tree.record(id)
    if category.parent == nil { throw Failure.notFound }
    dictionaries = try context.open.all(CategoryAdminSQL.dictionaries).map { $0.key }
    self.context = context
    self.id = id
  }

  func known(_ key: String) throws -> AttributeDefinition {
    guard let known = category.attributes.first(where: { $0.key == key }) else {
      throw Failure.notFound
    }
    return known
  }

  /// Listings of all shops that have no value of it, up to 1000.
  func lacking(_ definition: AttributeDefinition) throws -> Int64 {
    try context.reader.first(CategoryAdminSQL.lacking, id.raw, definition.key) ?? 0
  }

  private func goods() throws -> Int64 {
    try context.reader.first(CategoryAdminSQL.goods, id.raw) ?? 0
  }

  /// - Parameter known: nil for a new one.
  func page(
    _ known: AttributeDefinition?, typed: FormReader? = nil, problems: [Problem] = []
  ) throws -> CategoryFormPage {
    let inputs = AdminInputs(
      context: context, typed: typed, problems: problems, stored: known.map(stored) ?? [:])
    let controls = identity(inputs, known) + inputs.names + details(inputs, known)
    let lacking = try known.map(self.lacking) ?? goods()
    let path = "/categories/\(id)/attributes"
    let name = known?.name[context.locale] ?? context.text("categories.attribute.new")
    return CategoryFormPage(
      title: "\(name), \(category.name[context.locale])", crumbs: [tree.root, tree.crumb(id)],
      note: lacking > 0 ? context.text("categories.attribute.lacking", count: lacking) : "",
      errors: inputs.summary(controls),
      action: URLText(path: known.map { "\(path)/\($0.key)" } ?? path), controls: controls)
  }

  private func identity(
    _ inputs: AdminInputs<Context>, _ known: AttributeDefinition?
  ) -> [ControlView] {
    if known != nil { return [] }
    let chosen = inputs.value("kind")
    let kinds = AttributeDefinition.Kind.allCases.map { kind in
      OptionView(
        value: kind.rawValue, label: context.text("categories.kind.\(kind.rawValue)"),
        isSelected: kind.rawValue == chosen)
    }
    return [inputs.text("key"), inputs.choice("kind", kinds)]
  }

  private func details(
    _ inputs: AdminInputs<Context>, _ known: AttributeDefinition?
  ) -> [ControlView] {
    let chosen = inputs.value("dictionary")
    let none = OptionView(
      value: "", label: context.text("categories.dictionary.none"), isSelected: chosen.isEmpty)
    let all = dictionaries.map { OptionView(value: $0, label: $0, isSelected: $0 == chosen) }
    return inputs.texts("help", isOptional: true)
      + [inputs.choice("dictionary", [none] + all, isOptional: true)]
      + inputs.texts("unit", isOptional: true)
      + [
        inputs.text("min", isOptional: true), inputs.text("max", isOptional: true),
        inputs.box("required"), inputs.box("aspect"),
      ]
  }

  private func stored(_ known: AttributeDefinition) -> [String: String] {
    var values = [
      "name_en": known.name.en, "name_ru": known.name.ru, "name_zh": known.name.zh,
      "dictionary": known.dictionary, "required": known.isRequired ? "1" : "",
      "aspect": known.isAspect ? "1" : "", "min": known.least.map { "\($0)" } ?? "",
      "max": known.most.map { "\($0)" } ?? "",
    ]
    for locale in Locale.allCases {
      values["help_\(locale.rawValue)"] = known.help?[locale]
      values["unit_\(locale.rawValue)"] = known.unit?[locale]
    }
    return values
  }
}
