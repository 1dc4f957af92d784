/// The source of all templates of an application, parsed.
public struct Sources: Sendable {
  fileprivate let templates: Templates

  /// Parses every template.
  /// - Parameter templates: source text by name; the name is the path below the folder of
  ///   templates, e.g. `products/list.html`. Names that end in `.txt` make plain text, without
  ///   escaping.
  /// - Throws: every fault of syntax, over all templates.
  public init(_ templates: [String: String]) throws(TemplateErrors) {
    self.templates = try Templates(templates)
  }
}

/// All templates of an application with its strings; `bind` makes one usable.
public final class Library: Sendable {
  private let templates: Templates
  private let catalogues: [Catalogue]
  private let asset: @Sendable (String) -> String?
  private let link: @Sendable (String) -> String?

  /// - Parameters:
  ///   - catalogues: one per language; their order is the `locale` index of `render`. Without
  ///     one a template has a single language that has no strings.
  ///   - asset: the address of a static file for `{{asset app.css}}`, nil if there is none.
  ///   - link: the address of a route for `{{link products.new}}`, nil if there is none.
  public init(
    _ sources: Sources, catalogues: [Catalogue],
    asset: @escaping @Sendable (String) -> String? = { _ in nil },
    link: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    templates = sources.templates
    let nameless = Catalogue(locale: "", entries: [:], plural: { _ in "other" })
    self.catalogues = catalogues.isEmpty ? [nameless] : catalogues
    self.asset = asset
    self.link = link
  }

  /// Binds a template to the types it shows, for every language.
  /// - Throws: every name that is unknown, of the wrong kind or (for a field of `Page`) not used
  ///   by the template in any language, every tag in a place where it is not safe, every string,
  ///   partial, asset and link that does not exist.
  public func bind<Page: View, Frame: View>(
    _ name: String, page: Page.Type, frame: Frame.Type
  ) throws(TemplateErrors) -> Template<Page, Frame> {
    let programs = try compile(
      name, page: Page.schema, frame: Frame.schema, isChecked: true)
    return Template(programs: programs)
  }

  /// Binds a template that has no frame: mail, fragments.
  public func bind<Page: View>(
    _ name: String, page: Page.Type
  ) throws(TemplateErrors) -> Template<Page, NoFrame> {
    try bind(name, page: page, frame: NoFrame.self)
  }

  /// One program per catalogue. Everything is checked now, so that they can be made later. What
  /// the check has made is not kept: it is several times as large as the templates, and most pages
  /// are never shown in most languages.
  /// - Parameter isChecked: whether the template has to be a whole HTML document or fragment;
  ///   off only in tests of the template language itself.
  func compile(
    _ name: String, page: @autoclosure @escaping @Sendable () -> Schema,
    frame: @autoclosure @escaping @Sendable () -> Schema, isChecked: Bool
  ) throws(TemplateErrors) -> [LazyProgram] {
    guard let (file, nodes) = templates.find(name, from: name) else {
      let start = Position(file: name, line: 1, column: 1)
      throw TemplateErrors(errors: [start.error("there is no template '\(name)'")])
    }
    let source = (file: file, nodes: nodes)
    let format: Binder.Format = file.hasSuffix(".txt") ? .plainText : .html
    try check(source, Scopes(page: page(), frame: frame()), format, isChecked)
    return catalogues.map { catalogue in
      LazyProgram { [self] in
        let (bound, _, _) = bind(
          source, Scopes(page: page(), frame: frame()), format, isChecked)
        return Compiler.compile(bound, catalogue, format)
      }
    }
  }

  private func bind(
    _ source: (file: String, nodes: [Node]), _ scopes: Scopes, _ format: Binder.Format,
    _ isChecked: Bool
  ) -> ([Bound], Binder, Faults) {
    let expansion = Expansion.expand(source.file, nodes: source.nodes, templates: templates)
    var binder = Binder(format: format, isChecked: isChecked, asset: asset, link: link)
    let start = Position(file: source.file, line: 1, column: 1)
    let bound = binder.bind(expansion.parts, scopes, at: start)
    var faults = expansion.faults
    faults.add(binder.faults)
    return (bound, binder, faults)
  }

  private func check(
    _ source: (file: String, nodes: [Node]), _ scopes: Scopes, _ format: Binder.Format,
    _ isChecked: Bool
  ) throws(TemplateErrors) {
    var (_, binder, faults) = bind(source, scopes, format, isChecked)
    var used = binder.used
    for catalogue in catalogues {
      var check = StringCheck(catalogue: catalogue, isPlaced: isChecked && format == .html)
      for use in binder.strings { check.check(use) }
      faults.add(check.faults)
      used.formUnion(check.used)
    }
    let start = Position(file: source.file, line: 1, column: 1)
    for field in scopes.declared where !used.contains(field) {
      faults.add("the field '\(field)' of \(scopes.pageType) is not used", at: start)
    }
    try faults.check()
  }
}
