/// A template with every name resolved; only its strings differ from language to language.
enum Bound: Sendable {
  case literal(ArraySlice<UInt8>)
  case value(Reference, Accessor.Value)
  case string(StringUse)
  /// Shown once or not at all, without a view of its own.
  case condition(level: Scopes.Level, Accessor.Condition, isInverted: Bool, [Bound])
  /// Repeated with a view of its own at the level `inner`.
  case each(level: Scopes.Level, Accessor.Each, inner: Scopes.Level, [Bound])
}

/// Resolves the names of a template and checks where they stand.
struct Binder {
  /// How the values of a template are written.
  enum Format { case html, plainText }

  private let format: Format
  private let isChecked: Bool
  private let asset: (String) -> String?
  private let link: (String) -> String?
  private var context = HTMLContext()
  private(set) var faults = Faults()
  /// Names of the page that are used.
  private(set) var used: Set<String> = []
  private(set) var strings: [StringUse] = []

  init(
    format: Format, isChecked: Bool, asset: @escaping (String) -> String?,
    link: @escaping (String) -> String?
  ) {
    self.format = format
    self.isChecked = isChecked && format == .html
    self.asset = asset
    self.link = link
  }

  /// Binds a whole template, which has to end outside of any tag.
  mutating func bind(_ parts: [Part], _ scopes: Scopes, at start: Position) -> [Bound] {
    do {
      try scopes.check()
    } catch {
      faults.add(error.message, at: start)
    }
    let bound = parts.compactMap { bind($0, scopes) }
    if context.state != .text {
      let end = parts.last?.position ?? start
      faults.add("the template ends inside of a tag, comment or element", at: end)
    }
    return bound
  }

  private mutating func bind(_ part: Part, _ scopes: Scopes) -> Bound? {
    do {
      switch part.content {
      case .text(let bytes):
        read(bytes, at: part.position)
        return .literal(bytes)
      case .value(let path):
        let reference = try resolve(path, scopes)
        let value = try reference.value()
        try place(value.writing)
        return .value(reference, value)
      case .string(let key, let count): return try string(key, count, scopes, part.position)
      case .asset(let name): return try address(asset(name), "asset '\(name)'")
      case .link(let name): return try address(link(name), "link '\(name)'")
      case .section(let path, let isInverted, let parts):
        return try section(path, isInverted, parts, scopes, part.position)
      }
    } catch {
      faults.add(error.message, at: part.position)
      return nil
    }
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>, at position: Position) {
    guard isChecked else { return }
    var index = bytes.startIndex
    while true {
      index = context.readRun(of: bytes, from: index)
      guard index < bytes.endIndex else { return }
      defer { index += 1 }
      do {
        try context.feed(bytes[index])
      } catch {
        var place = position
        place.advance(over: bytes[..<index])
        faults.add(error.message, at: place)
        context = HTMLContext()
      }
    }
  }

  private mutating func resolve(_ path: Path, _ scopes: Scopes) throws(Malformed) -> Reference {
    let reference = try scopes.resolve(path)
    if reference.level == Scopes.page { used.insert(path.first) }
    return reference
  }

  private mutating func place(_ writing: Writing) throws(Malformed) {
    guard isChecked else { return }
    defer { context.write() }
    if let refusal = context.refusal(of: writing) { throw Malformed(refusal) }
  }

  private mutating func address(
    _ address: String?, _ name: String
  ) throws(Malformed) -> Bound {
    guard let address else { throw Malformed("there is no \(name)") }
    try place(.address)
    var bytes: [UInt8] = []
    format.write(address.utf8, to: &bytes)
    return .literal(bytes[...])
  }

  private mutating func string(
    _ key: String, _ count: Path?, _ scopes: Scopes, _ position: Position
  ) throws(Malformed) -> Bound {
    var use = StringUse(key: key, scopes: scopes, context: context, position: position)
    if let count {
      let reference = try resolve(count, scopes)
      guard case .number(let numbers) = try reference.value() else {
        throw Malformed("'\(count.text)' is not a number field")
      }
      use.count = (reference, numbers)
    }
    try place(.text)
    strings.append(use)
    return .string(use)
  }
}

extension Binder {
  private mutating func section(
    _ path: Path, _ isInverted: Bool, _ parts: [Part], _ scopes: Scopes, _ position: Position
  ) throws(Malformed) -> Bound {
    let reference = try resolve(path, scopes)
    let accessor = reference.accessor
    if !isInverted, let scope = accessor.scope {
      let inside = scopes.entering(scope.schema)
      try inside.check()
      let inner = body(parts, inside, position)
      return .each(level: reference.level, scope.each, inner: scopes.next, inner)
    }
    guard let isShown = accessor.isShown else {
      throw Malformed("'\(path.text)' cannot be used as a section")
    }
    let inner = body(parts, scopes, position)
    return .condition(level: reference.level, isShown, isInverted: isInverted, inner)
  }

  /// What a section holds, which must leave the document as it found it.
  private mutating func body(
    _ parts: [Part], _ scopes: Scopes, _ position: Position
  ) -> [Bound] {
    let start = context.settled
    context = start
    let bound = parts.compactMap { bind($0, scopes) }
    if let merged = start.merged(with: context.settled) {
      context = merged
    } else {
      faults.add("the section does not end where it begins: inside of the same tag", at: position)
      context = start
    }
    return bound
  }
}

extension Accessor.Value {
  var writing: Writing {
    switch self {
    case .number, .bytes(.text, _, _): .text
    case .bytes(.url, _, _): .url
    case .bytes(.markup, _, _): .markup
    }
  }
}

extension Binder.Format {
  /// Adds text of the template's own to its literals.
  func write(_ text: some Sequence<UInt8>, to literals: inout [UInt8]) {
    guard self == .html else { return literals.append(contentsOf: text) }
    for byte in text {
      if Escape.isNeeded(byte) {
        literals.append(contentsOf: Escape.entity(for: byte).utf8)
      } else {
        literals.append(byte)
      }
    }
  }
}
