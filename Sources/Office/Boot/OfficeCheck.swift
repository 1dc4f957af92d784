import HTTP

extension Office {
  /// Refuses to start with a table that could not work as it is written.
  func check() throws(BootError) {
    let problems = routes.flatMap(problems) + places(in: kernel.wording.strings)
    if !problems.isEmpty { throw BootError(problems) }
  }

  /// Refuses strings that lack what menus and home pages say.
  func check(_ strings: Strings) throws(BootError) {
    let problems = places(in: strings)
    if !problems.isEmpty { throw BootError(problems) }
  }

  private func problems(_ route: Route) -> [String] {
    let name = "route \(route.method.name) \(route.pattern)"
    var found: [String] = []
    let places = route.pattern.split(separator: "/").count { $0.hasPrefix(":") }
    if places != route.values {
      found.append("\(name) names \(places) values, its handler takes \(route.values)")
    }
    if route.rule.dialect != Dialect(of: route.pattern) {
      found.append("\(name): keys are for paths below /storefront/ and /v1/, and only they")
    }
    if let isHeld = route.rule.isHeld, !Role.allCases.contains(where: isHeld) {
      found.append("\(name): no role holds \(route.access)")
    }
    return found
  }

  /// What is wrong with the places that menus and home pages lead to.
  private func places(in strings: Strings) -> [String] {
    let entries = navigation.flatMap {
      problems("navigation", keys: [$0.label], path: $0.path, strings)
    }
    let tasks = modules.flatMap(\.tasks).flatMap { task in
      problems(
        "task", keys: [task.title, task.title + ".text", task.title + ".action"], path: task.path,
        strings)
    }
    let tiles = modules.flatMap(\.tiles).flatMap {
      problems("tile", keys: [$0.label], path: $0.path, strings)
    }
    let notices = kernel.noticeKinds.keys.sorted().flatMap { name in
      ["title", "text", "kind"].map { "notices.\($0).\(name)" }
        .filter { !strings.contains($0) }.map { "notice \(name): there is no string '\($0)'" }
    }
    return entries + tasks + tiles + notices
  }

  private func problems(
    _ kind: String, keys: [String], path: String, _ strings: Strings
  ) -> [String] {
    var found = keys.filter { !strings.contains($0) }
      .map { "\(kind) \(path): there is no string '\($0)'" }
    let page = String(path.prefix { $0 != "?" && $0 != "#" })
    if !serves(page) { found.append("\(kind) \(path): no route serves it") }
    return found
  }
}

extension AccessRule {
  /// Whether a role holds the permission; nil where none is asked for.
  fileprivate var isHeld: ((Role) -> Bool)? {
    switch self {
    case .seller(let permission): { !$0.isPlatform && permission.roles.contains($0) }
    case .platform(let permission): { $0.isPlatform && permission.roles.contains($0) }
    case .anyone, .signedIn, .key, .program: nil
    }
  }
}
