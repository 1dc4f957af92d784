import Commerce
import Foundation
import HTTP
import SQL
import Template
import Testing

@testable import Office

/// A page whose template is not there.
private struct LostPage: Page {
  static let template = "probe/lost"
  static let fields: [Field<LostPage>] = []
}

/// A mail in which a string is missing: `mail/layout` is there, `probe.none` is not.
private struct LostModule: Module {
  static let name = "Lost"
  static let migrations: [Migration] = []
  static let pages: [PageBinding] = [.page(LostPage.self)]
  var routes: Routes { Routes { _ in } }
}

/// Whatever routes and places a case needs.
private struct TableModule: Module {
  static let name = "Table"
  static let migrations: [Migration] = []
  static let pages: [PageBinding] = []
  let routes: Routes
  var navigation: [NavigationEntry] = []
}

@Suite("boot refuses")
struct BootTests {
  private static func boot(
    _ module: any Module, home: String = KernelHouse.home, data: String? = nil
  ) throws {
    let folder = NSTemporaryDirectory() + "boot-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let office = try OfficeBoot(modules: [type(of: module)]) { _ in [module] }
      .office(Configuration(data: data ?? folder, home: home))
    office.kernel.database.close()
  }

  private static func line(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "boots"
    } catch {
      return "\(error)"
    }
  }

  @Test("a page without its template")
  func template() {
    let line = Self.line { try Self.boot(LostModule()) }
    #expect(line == "probe/lost:1:1: there is no template 'probe/lost'")
  }

  @Test("a template with a string that is not there")
  func string() throws {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: home) }
    for folder in ["Templates", "Public"] {
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: "\(KernelHouse.home)/\(folder)", toPath: "\(home)/\(folder)")
    }
    try FileManager.default.createDirectory(
      atPath: "\(home)/Templates/probe", withIntermediateDirectories: true)
    try "<p>{{t probe.none}}</p>".write(
      toFile: "\(home)/Templates/probe/lost.html", atomically: true, encoding: .utf8)
    let line = Self.line { try Self.boot(LostModule(), home: home) }
    #expect(line.hasPrefix("probe/lost.html:1:4: "))
    #expect(line.contains("probe.none"))
  }

  private static func page<each V: PathValue>(
    _ pattern: String, _: repeat (each V).Type
  ) -> Routes {
    Routes { routes in
      routes.get(pattern, .anyone) { (_: PageContext<Visitor>, _: repeat each V) in .text("") }
    }
  }

  @Test("two routes that answer the same request")
  func ambiguous() {
    let routes = Routes { routes in
      routes.get("/a/:id", .anyone) { (_: PageContext<Visitor>, _: String) in .text("") }
      routes.get("/a/:name", .anyone) { (_: PageContext<Visitor>, _: String) in .text("") }
    }
    #expect(
      Self.line { try Self.boot(TableModule(routes: routes)) }
        == "route /a/:name conflicts with /a/:id")
  }

  @Test("a path that names more or fewer values than its handler takes")
  func values() {
    #expect(
      Self.line { try Self.boot(TableModule(routes: Self.page("/a/:x/:y", String.self))) }
        == "route GET /a/:x/:y names 2 values, its handler takes 1")
    #expect(
      Self.line { try Self.boot(TableModule(routes: Self.page("/a", String.self))) }
        == "route GET /a names 0 values, its handler takes 1")
  }

  @Test("a permission that no role can hold, and a program's path without a key")
  func rules() {
    let nobody = SellerPermission("a.b", [.admin])
    let routes = Routes { routes in
      routes.get("/a", .requires(nobody)) { (_: PageContext<SellerScope>) in .text("") }
      routes.get("/storefront/a", .anyone) { (_: PageContext<Visitor>) in .text("") }
    }
    #expect(
      Self.line { try Self.boot(TableModule(routes: routes)) } == """
        route GET /a: no role holds a.b
        route GET /storefront/a: keys are for paths below /storefront/ and /v1/, and only they
        """)
  }

  @Test("a place in the menu without its page or its string")
  func navigation() {
    let entry = NavigationEntry("probe.nav", icon: "home", path: "/none?tab=a")
    let module = TableModule(routes: Routes { _ in }, navigation: [entry])
    #expect(
      Self.line { try Self.boot(module) } == """
        navigation /none?tab=a: there is no string 'probe.nav'
        navigation /none?tab=a: no route serves it
        """)
  }

  @Test("a data folder that can't be made")
  func folder() {
    let line = Self.line { try Self.boot(ProbeModule(), data: "/dev/null/data") }
    #expect(line == "The folder /dev/null/data can't be made: Not a directory")
  }
}

@Suite("menu")
struct MenuTests {
  private func menu(_ role: Role) throws -> Menu {
    let entries = [
      NavigationEntry("all", icon: "i", path: "/"),
      NavigationEntry("seller", icon: "i", path: "/set", for: SellerPermission.probe, counter: "n"),
      NavigationEntry("platform", icon: "i", path: "/set/mail", for: PlatformPermission.probe),
      NavigationEntry("settings", icon: "i", path: "/settings"),
    ]
    return Menu(entries, for: role, icons: "/icons.svg") { $0 }
  }

  @Test("a role sees its own places")
  func places() throws {
    #expect(try menu(.owner).links(at: "/").map(\.label) == ["all", "seller", "settings"])
    #expect(try menu(.moderator).links(at: "/").map(\.label) == ["all", "platform", "settings"])
    #expect(try menu(.support).links(at: "/").map(\.label) == ["all", "settings"])
    #expect(try menu(.owner).isCounting)
    #expect(try !menu(.support).isCounting)
  }

  @Test(
    "one place at most is the current one, the innermost",
    arguments: [
      ("/", "all"), ("/set", "seller"), ("/set/7", "seller"), ("/settings", "settings"),
      ("/settings/mail", "settings"), ("/sett", nil), ("/other", nil),
    ])
  func current(_ path: String, _ label: String?) throws {
    let current = try menu(.owner).links(at: path).filter(\.isCurrent).map(\.label)
    #expect(current == [label].compactMap(\.self))
  }
}
