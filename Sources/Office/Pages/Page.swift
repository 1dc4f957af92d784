import HTTP
import Template

/// A page: a view with a template of its own, shown inside the frame of a layout.
public protocol Page: View {
  /// The template's name below `Templates`, without `.html`: `products/list`.
  static var template: String { get }
}

/// A page as the boot check takes it.
public struct PageBinding: Sendable {
  let type: ObjectIdentifier
  let name: String
  let bind: @Sendable (Library) throws -> any Sendable

  /// Declares that a module shows this page.
  public static func page<P: Page>(_: P.Type) -> PageBinding {
    PageBinding(type: ObjectIdentifier(P.self), name: P.template) { library in
      try library.bind(P.template, page: P.self, frame: Frame.self)
    }
  }
}

/// Every bound page. Reading takes no lock: it never changes while serving.
public final class Templates: Sendable {
  let bound: [ObjectIdentifier: any Sendable]
  /// The names of all templates that a page uses.
  public let names: [String]

  init(library: Library, pages: [PageBinding]) throws {
    var bound: [ObjectIdentifier: any Sendable] = [:]
    var problems: [String] = []
    let outcomes = Parallel.map(pages) { page in Result { try page.bind(library) } }
    for (page, outcome) in zip(pages, outcomes) {
      do { bound[page.type] = try outcome.get() } catch { problems.append("\(error)") }
    }
    if !problems.isEmpty { throw BootError(problems) }
    self.bound = bound
    names = pages.map(\.name)
  }

  func template<P: Page>(_: P.Type) -> Template<P, Frame>? {
    bound[ObjectIdentifier(P.self)] as? Template<P, Frame>
  }
}
