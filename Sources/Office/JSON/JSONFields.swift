/// Reads the fields of a JSON object and collects what is wrong, instead of stopping at the
/// first mistake. A dotted path goes into objects: `fields.string("buyer.name", max: 200)`.
///
/// A field that is wrong or missing yields an empty stand-in (`""`, the lowest number, `[]`),
/// so that the reading goes on; `decode` gives nothing to the caller when there were problems.
public final class JSONFields {
  private let sink: Sink
  private let path: String
  private let state: State
  private var children: [String: JSONFields] = [:]
  private var items: [JSONFields] = []
  private var known: Set<String> = []

  /// Shared by the readers of one document. Bounded: a hostile document can be wrong in a
  /// million places, and a hundred are enough to mend it.
  private final class Sink {
    private(set) var problems: [FieldProblem] = []

    func add(_ problem: FieldProblem) {
      if problems.count < 100 { problems.append(problem) }
    }
  }

  enum State {
    case present(JSON)
    /// Not sent, or null.
    case missing
    /// Of a wrong type, which has been reported once.
    case broken
  }

  /// Reads a whole document with `body`, or throws everything that is wrong with it, unknown
  /// fields included. `body` may give up with nil once it has met a problem.
  public static func decode<Value>(
    _ document: JSON, _ body: (JSONFields) -> Value?
  ) throws(FieldProblems) -> Value {
    let fields = JSONFields(document)
    let value = body(fields)
    if value == nil, fields.problems.isEmpty { fields.report("", .malformed) }
    let problems = fields.finish()
    guard let value, problems.isEmpty else { throw FieldProblems(all: problems) }
    return value
  }

  /// A reader of a document, which must be an object.
  public convenience init(_ document: JSON) {
    self.init(document, path: "", sink: Sink())
  }

  /// A value that stands where an object must; what is none is reported.
  private convenience init(_ value: JSON, path: String, sink: Sink) {
    if case .object = value {
      self.init(.present(value), path: path, sink: sink)
    } else {
      self.init(.broken, path: path, sink: sink)
      report("", .wrongType)
    }
  }

  private init(_ state: State, path: String, sink: Sink) {
    self.state = state
    self.path = path
    self.sink = sink
  }

  /// What has been found so far, in order.
  public var problems: [FieldProblem] { sink.problems }

  /// Reports the fields that nobody asked for, here and in the objects read, and returns all
  /// problems. Call once, at the end.
  public func finish() -> [FieldProblem] {
    reportUnknown()
    return problems
  }

  private func reportUnknown() {
    if case .present(.object(let members)) = state {
      for (key, _) in members where !known.contains(key) {
        report(key, .unknownField)
      }
    }
    for key in children.keys.sorted() { children[key]?.reportUnknown() }
    for item in items { item.reportUnknown() }
  }

  /// Adds a problem found by a rule of the caller's.
  public func refuse(_ field: String, textKey: String) {
    sink.add(FieldProblem(path: absolute(field), code: .refused, textKey: textKey))
  }

  /// Whether the field was sent and is not null.
  public func has(_ field: String) -> Bool { raw(field) != nil }

  /// The reader of a nested object. When the object was not sent, each required field in it is
  /// reported as missing.
  public func object(_ field: String) -> JSONFields {
    let (owner, key) = resolve(field)
    if let child = owner.children[key] { return child }
    let child = owner.child(key)
    owner.children[key] = child
    return child
  }

  private func child(_ key: String) -> JSONFields {
    let path = absolute(key)
    if let value = take(key) { return JSONFields(value, path: path, sink: sink) }
    if case .broken = state { return JSONFields(.broken, path: path, sink: sink) }
    return JSONFields(.missing, path: path, sink: sink)
  }

  /// The reader of a nested object, or nil when it was not sent.
  public func optionalObject(_ field: String) -> JSONFields? {
    has(field) ? object(field) : nil
  }

  /// An array of objects, each read by `body`. `[]` when missing or of a wrong length.
  public func array<Item>(
    _ field: String, count: ClosedRange<Int>, _ body: (JSONFields) -> Item?
  ) -> [Item] {
    values(field, count: count).compactMap { path, value in
      let item = JSONFields(value, path: path, sink: sink)
      items.append(item)
      return body(item)
    }
  }

  /// The raw items of a required array with their paths.
  func values(_ field: String, count: ClosedRange<Int>) -> [(path: String, value: JSON)] {
    guard let value = required(field) else { return [] }
    guard case .array(let values) = value else { return reporting(field, .wrongType, []) }
    if values.count < count.lowerBound { return reporting(field, .tooFew, []) }
    if values.count > count.upperBound { return reporting(field, .tooMany, []) }
    let path = absolute(field)
    return values.enumerated().map { ("\(path)[\($0.offset)]", $0.element) }
  }

  /// The value sent, nil when missing or null.
  func raw(_ field: String) -> JSON? {
    let (owner, key) = resolve(field)
    return owner.take(key)
  }

  /// The value sent; its absence is reported, unless the object around it was broken.
  func required(_ field: String) -> JSON? {
    let (owner, key) = resolve(field)
    if let value = owner.take(key) { return value }
    if case .broken = owner.state { return nil }
    owner.report(key, .required)
    return nil
  }

  func reporting<Value>(_ field: String, _ code: FieldProblem.Code, _ standIn: Value) -> Value {
    report(field, code)
    return standIn
  }

  func report(_ field: String, _ code: FieldProblem.Code) {
    sink.add(FieldProblem(path: absolute(field), code: code))
  }

  private func absolute(_ field: String) -> String {
    path.isEmpty || field.isEmpty ? path + field : "\(path).\(field)"
  }

  /// The object that holds the last step of a dotted path, and that step.
  private func resolve(_ field: String) -> (owner: JSONFields, key: String) {
    guard let dot = field.utf8.firstIndex(of: UInt8(ascii: ".")) else { return (self, field) }
    let child = object(String(field[..<dot]))
    return child.resolve(String(field[field.index(after: dot)...]))
  }

  private func take(_ key: String) -> JSON? {
    known.insert(key)
    guard case .present(let object) = state, let value = object[key], value != .null else {
      return nil
    }
    return value
  }
}
