import Commerce
import HTTP
import Office
import SQL
import Template

/// The dictionaries that attributes choose from. A key never changes; an entry that is no longer
/// offered stays with the goods that have it.
struct DictionariesController: Sendable {
  /// Rows for new entries.
  private static let blanks = 5
  private static let mostEntries = 200

  func list(_ context: PageContext<PlatformScope>) throws -> Response {
    context.render(try listPage(context))
  }

  func create(_ context: WorkContext<PlatformScope>) throws -> Response {
    var reader = FormReader(try context.form())
    let key = reader.typed("key")
    if !AttributeDefinition.isKey(key) { reader.add("key", "categories.error.key") }
    if try context.open.first(CategorySQL.dictionary, key) != nil {
      reader.add("key", "categories.error.keyTaken")
    }
    if !reader.problems.isEmpty {
      let page = try listPage(context, typed: reader, problems: reader.problems)
      return context.render(page, status: .unprocessable)
    }
    try context.write(Act("categories.act.dictionary", "dictionary", 0, detail: key)) { tx in
      try CategoryAdminStore(tx: tx).set([], of: key)
    }
    return context.redirect(to: "/dictionaries/\(key)")
  }

  func show(_ context: PageContext<PlatformScope>, _ key: String) throws -> Response {
    context.render(try page(context, key, try choices(context, key)))
  }

  func update(_ context: WorkContext<PlatformScope>, _ key: String) throws -> Response {
    let known = try choices(context, key)
    var reader = FormReader(try context.form())
    let choices = Self.read(&reader, known)
    guard reader.problems.isEmpty else {
      let page = try page(context, key, known, typed: reader, problems: reader.problems)
      return context.render(page, status: .unprocessable)
    }
    try context.write(Act("categories.act.dictionary", "dictionary", 0, detail: key)) { tx in
      try CategoryAdminStore(tx: tx).set(choices, of: key)
    }
    return context.redirect(
      to: "/dictionaries/\(key)", flash: Flash("categories.flash.saved"))
  }

  private func choices<C: RequestContext>(
    _ context: C, _ key: String
  ) throws -> [Attribute.Choice] {
    guard let text = try context.open.first(CategorySQL.dictionary, key) else {
      throw Failure.notFound
    }
    return Attribute.Choice.all(of: text)
  }

  private static func read(
    _ reader: inout FormReader, _ known: [Attribute.Choice]
  ) -> [Attribute.Choice] {
    var choices = known.map { choice in
      Attribute.Choice(
        key: choice.key, name: reader.entry(choice.key),
        isRetired: reader.typed("retired_\(choice.key)") == "1")
    }
    for index in 0..<blanks {
      let key = reader.typed("key_-\(index)")
      let names = Locale.allCases.map { reader.typed("\($0.rawValue)_-\(index)") }
      if key.isEmpty && names.allSatisfy(\.isEmpty) { continue }
      if !AttributeDefinition.isEntryKey(key) {
        reader.add("key_-\(index)", "categories.error.key")
      } else if choices.contains(where: { $0.key == key }) {
        reader.add("key_-\(index)", "categories.error.keyTaken")
      }
      choices.append(Attribute.Choice(key: key, name: reader.entry("-\(index)")))
    }
    if choices.count > mostEntries {
      reader.add("key_-0", "categories.error.tooMany", ["max": "\(mostEntries)"])
    }
    return choices
  }
}

extension AttributeDefinition {
  /// A key of a dictionary's entry; it may begin with a digit.
  static func isEntryKey(_ text: String) -> Bool { isKey("k" + text) && !text.isEmpty }
}

extension FormReader {
  fileprivate mutating func entry(_ key: String) -> Localized {
    Localized(
      en: text("en_\(key)", 1...100), ru: text("ru_\(key)", 1...100),
      zh: text("zh_\(key)", 1...100))
  }
}

extension DictionariesController {
  private func listPage<C: RequestContext>(
    _ context: C, typed: FormReader? = nil, problems: [Problem] = []
  ) throws -> DictionaryPage where C.Scope == PlatformScope {
    let inputs = AdminInputs(context: context, typed: typed, problems: problems, stored: [:])
    let key = inputs.text("key")
    let all = try context.open.all(CategoryAdminSQL.dictionaries).map { row in
      CategoryLinkView(
        name: row.key, href: URLText(path: "/dictionaries/\(row.key)"),
        note: Attribute.Choice.all(of: row.options).prefix(4).map { $0.name[context.locale] }
          .joined(separator: context.locale.comma))
    }
    return DictionaryPage(
      title: context.text("categories.dictionaries"), errors: inputs.summary([key]),
      action: URLText(path: "/dictionaries"), crumbs: [try CategoryAdminPages(context).root],
      all: all, newKey: key.field)
  }

  private func page<C: RequestContext>(
    _ context: C, _ key: String, _ choices: [Attribute.Choice], typed: FormReader? = nil,
    problems: [Problem] = []
  ) throws -> DictionaryPage where C.Scope == PlatformScope {
    let row = { (suffix: String, choice: Attribute.Choice?) -> EntryRowView in
      let label = choice?.key ?? context.text("categories.entry.new")
      let input = { (part: String, stored: String, size: Int64) -> CellInputView in
        let name = "\(part)_\(suffix)"
        let head = context.text("categories.entry.\(part)")
        return CellInputView(
          name, label: "\(head): \(label)", head: head, value: typed?.typed(name) ?? stored,
          error: context.error(of: name, in: problems),
          inputMode: "text", size: size)
      }
      let retired = "retired_\(suffix)"
      return EntryRowView(
        key: choice?.key ?? "", keyInput: choice == nil ? input("key", "", 12) : nil,
        inputs: Locale.allCases.map { input($0.rawValue, choice?.name[$0] ?? "", 18) },
        retired: retired,
        isRetired: typed.map { $0.typed(retired) == "1" } ?? choice?.isRetired ?? false,
        label: label)
    }
    let fields = problems.map { problem in
      let parts = problem.field.split(separator: "_", maxSplits: 1)
      let entry = parts.last.map(String.init) ?? ""
      let part = context.text("categories.entry.\(parts.first ?? "key")")
      return FieldView(
        problem.field, label: entry.hasPrefix("-") ? part : "\(entry), \(part)")
    }
    return DictionaryPage(
      title: "\(context.text("categories.dictionary")) \(key)",
      errors: context.summary(problems, of: fields),
      action: URLText(path: "/dictionaries/\(key)"),
      crumbs: [
        try CategoryAdminPages(context).root,
        CategoryLinkView(
          name: context.text("categories.dictionaries"), href: URLText(path: "/dictionaries")),
      ],
      entries: choices.map { row($0.key, $0) } + (0..<Self.blanks).map { row("-\($0)", nil) })
  }
}
