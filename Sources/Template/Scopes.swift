/// The views a name is looked up in: the frame, the page, then the sections around the name.
struct Scopes: Sendable {
  /// The index of a view when a program runs.
  typealias Level = Int

  static let frame: Level = 0
  static let page: Level = 1

  private struct View {
    var schema: Schema
    var names: Schema.Names
  }

  private var views: [View] = []

  init(page: Schema, frame: Schema) {
    views = [frame, page].map { View(schema: $0, names: $0.open()) }
  }

  /// The level that a section entered next gets.
  var next: Level { views.count }

  func entering(_ schema: Schema) -> Scopes {
    var scopes = self
    scopes.views.append(View(schema: schema, names: schema.open()))
    return scopes
  }

  /// The names that the page declares.
  var declared: [String] { views[Scopes.page].names.declared }

  /// The name of the page's type.
  var pageType: String { views[Scopes.page].schema.type }

  /// A fault if one of the views declares a name twice.
  func check() throws(Malformed) {
    for view in views {
      guard let name = view.names.repeated else { continue }
      throw Malformed("the field '\(name)' of \(view.schema.type) is declared twice")
    }
  }

  /// Looks up the first name from the innermost view to the page, then in the frame; the rest of
  /// the path in what was found.
  func resolve(_ path: Path) throws(Malformed) -> Reference {
    for level in views.indices.reversed() {
      guard var accessor = views[level].names.lookup(path.first) else { continue }
      for name in path.rest { accessor = try accessor.appending(name) }
      return Reference(level: level, accessor: accessor)
    }
    let types = views.dropFirst().reversed().map(\.schema.type).joined(separator: ", ")
    throw Malformed("there is no field '\(path.first)' in \(types)")
  }
}

/// A field and the level of the view it is read from.
struct Reference: Sendable {
  var level: Scopes.Level
  var accessor: Accessor

  /// What the field writes. An optional text and the like write themselves.
  func value() throws(Malformed) -> Accessor.Value {
    if let value = accessor.value { return value }
    if let scope = accessor.scope, !scope.isList, scope.schema.open().lookup(".") != nil,
      let value = try accessor.appending(".").value
    {
      return value
    }
    throw Malformed("'\(accessor.name)' is not a value; use it as a section")
  }
}

extension Accessor {
  /// The field `name` of the view that this field holds; nothing is written or shown when there
  /// is no view.
  func appending(_ name: String) throws(Malformed) -> Accessor {
    guard let scope, !scope.isList else {
      throw Malformed("'\(self.name)' is not a view, so '\(name)' cannot be read from it")
    }
    guard let inner = scope.schema.open().lookup(name) else {
      throw Malformed("there is no field '\(name)' in \(scope.schema.type)")
    }
    return Accessor(
      name: "\(self.name).\(name)", value: inner.value.map { $0.within(scope.each) },
      isShown: inner.isShown.map { Accessor.within(scope.each, $0) },
      scope: inner.scope.map { $0.within(scope.each) })
  }

  private static func within(
    _ each: @escaping Each, _ isShown: @escaping Condition
  ) -> Condition {
    { view in
      var result = false
      each(view) { result = isShown($0) }
      return result
    }
  }
}

extension Accessor.Scope {
  fileprivate func within(_ outer: @escaping Accessor.Each) -> Accessor.Scope {
    let inner = each
    return Accessor.Scope(schema: schema, isList: isList) { view, body in
      outer(view) { inner($0, body) }
    }
  }
}

extension Accessor.Value {
  fileprivate func within(_ each: @escaping Accessor.Each) -> Accessor.Value {
    switch self {
    case .bytes(let content, let escaped, let plain):
      .bytes(
        content, escaped: { view, out in each(view) { escaped($0, &out) } },
        plain: { view, out in each(view) { plain($0, &out) } })
    case .number(let number):
      .number { view, body in each(view) { number($0, body) } }
    }
  }
}
