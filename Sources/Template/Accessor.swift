import Synchronization

/// Reads one field of a view through the view's address.
///
/// A field has as many facets as it has uses: a value to write, a condition, a number to count
/// with, views to enter. Every closure takes the address of the view it was declared on.
@usableFromInline struct Accessor: Sendable {
  @usableFromInline typealias Emit =
    @Sendable (_ view: UnsafeRawPointer, _ out: inout Output) -> Void
  @usableFromInline typealias Condition = @Sendable (_ view: UnsafeRawPointer) -> Bool
  @usableFromInline typealias Count = @Sendable (_ view: UnsafeRawPointer) -> Int64
  /// Calls `body` with the number, or not at all when a view on the way is absent.
  @usableFromInline typealias Numbers =
    @Sendable (
      _ view: UnsafeRawPointer, _ body: (Int64) -> Void
    ) -> Void
  @usableFromInline typealias Each =
    @Sendable (
      _ view: UnsafeRawPointer, _ body: (UnsafeRawPointer) -> Void
    ) -> Void

  /// What is written, and how.
  enum Value: Sendable {
    /// `escaped` for HTML, `plain` for text mail.
    case bytes(Content, escaped: Emit, plain: Emit)
    /// Written by the catalogue of each language.
    case number(Numbers)
  }

  /// What kind of bytes a value is; decides in which places it is accepted.
  @usableFromInline enum Content: Sendable { case text, url, markup }

  /// The views a section enters.
  struct Scope: Sendable {
    var schema: Schema
    var isList: Bool
    var each: Each
  }

  var name: String
  var value: Value?
  var isShown: Condition?
  var scope: Scope?
}

extension Accessor {
  @usableFromInline static func bytes(
    _ name: String, _ content: Content, escaped: @escaping Emit, plain: @escaping Emit,
    isShown: @escaping Condition
  ) -> Accessor {
    let value = Value.bytes(content, escaped: escaped, plain: plain)
    return Accessor(name: name, value: value, isShown: isShown, scope: nil)
  }

  @usableFromInline static func number(_ name: String, _ get: @escaping Count) -> Accessor {
    Accessor(name: name, value: .number { $1(get($0)) }, isShown: { get($0) != 0 }, scope: nil)
  }

  @usableFromInline static func integer(_ name: String, _ get: @escaping Count) -> Accessor {
    let emit: Emit = { $1.append(String(get($0))) }
    return bytes(name, .text, escaped: emit, plain: emit, isShown: { get($0) != 0 })
  }

  @usableFromInline static func flag(_ name: String, _ get: @escaping Condition) -> Accessor {
    Accessor(name: name, value: nil, isShown: get, scope: nil)
  }

  @usableFromInline static func scope(
    _ name: String, _ schema: Schema, isList: Bool, isShown: @escaping Condition,
    each: @escaping Each
  ) -> Accessor {
    let scope = Scope(schema: schema, isList: isList, each: each)
    return Accessor(name: name, value: nil, isShown: isShown, scope: scope)
  }
}

/// The fields of a view type, which are listed when a scope of that type is entered: so views may
/// hold each other.
@usableFromInline struct Schema: Sendable {
  private let describe: @Sendable () -> String
  let open: @Sendable () -> Names

  /// - Parameter type: the name for error messages, made only for them: it is slow to make.
  init(
    type: @autoclosure @escaping @Sendable () -> String, open: @escaping @Sendable () -> Names
  ) {
    describe = type
    self.open = open
  }

  /// The name of the view's type.
  var type: String { describe() }

  /// The fields of one view type.
  struct Names: Sendable {
    /// In the order they are declared.
    let declared: [String]
    /// A name that is declared twice.
    let repeated: String?
    let lookup: @Sendable (String) -> Accessor?

    init(
      declared: [String], repeated: String? = nil,
      lookup: @escaping @Sendable (String) -> Accessor?
    ) {
      self.declared = declared
      self.repeated = repeated
      self.lookup = lookup
    }
  }
}

extension Schema.Names {
  private static let known = Mutex<[ObjectIdentifier: Schema.Names]>([:])

  /// The fields of a type, listed once: a page opens its frame and its rows in many places.
  static func of<V: View>(_ type: V.Type) -> Schema.Names {
    let id = ObjectIdentifier(type)
    if let found = known.withLock({ $0[id] }) { return found }
    // No lock is held over the type's own code.
    let names = Schema.Names(type.fields.map { $0.accessor })
    known.withLock { $0[id] = names }
    return names
  }

  private init(_ fields: [Accessor]) {
    var byName: [String: Accessor] = [:]
    var repeated: String?
    for field in fields {
      if byName[field.name] == nil { byName[field.name] = field } else { repeated = field.name }
    }
    let found = byName
    self.init(declared: fields.map { $0.name }, repeated: repeated) { found[$0] }
  }
}
