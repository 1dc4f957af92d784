import HTTP
import Template

/// Reads the wording from the folder of templates: at boot, and again on a reload.
struct Edition: Sendable {
  let home: String
  let assets: StaticFiles
  let modules: [any Module.Type]

  private var root: String { "\(home)/Templates" }

  /// Everything that can be wrong with it is an error here, each with its place.
  func load(navigation: [NavigationEntry]) throws -> Wording {
    let paths = try Files.list(root)
    let (parsed, strings) = try Beside.run {
      try sources(paths)
    } own: {
      try self.strings(paths)
    }
    return Wording(
      strings: strings, templates: try templates(parsed, strings),
      menus: menus(navigation, strings), vocabularies: modules.flatMap { $0.vocabularies })
  }

  /// The same with menus: at boot they come last, for they need the modules.
  func complete(_ wording: Wording, navigation: [NavigationEntry]) -> Wording {
    Wording(
      strings: wording.strings, templates: wording.templates,
      menus: menus(navigation, wording.strings), vocabularies: modules.flatMap { $0.vocabularies })
  }

  private func menus(_ navigation: [NavigationEntry], _ strings: Strings) -> Menus {
    Menus(navigation, icons: assets.url(for: "icons.svg") ?? "", strings: strings)
  }

  private func strings(_ paths: [String]) throws -> Strings {
    let files = paths.filter { $0.hasSuffix(".json") }
    return try StringsLoader.load(files.map { ($0, try Files.read("\(root)/\($0)")) })
  }

  private func sources(_ paths: [String]) throws -> Sources {
    var texts: [String: String] = [:]
    for path in paths where path.hasSuffix(".html") || path.hasSuffix(".txt") {
      texts[path] = String(decoding: try Files.read("\(root)/\(path)"), as: UTF8.self)
    }
    return try Sources(texts)
  }

  private func templates(_ sources: Sources, _ strings: Strings) throws -> Templates {
    let library = Library(
      sources, catalogues: strings.catalogues, asset: { assets.url(for: $0) }, link: { _ in nil })
    let pages = KernelPages.all + modules.flatMap { $0.pages }
    return try Templates(library: library, pages: pages)
  }
}
