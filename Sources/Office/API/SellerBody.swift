import Commerce
import HTTP

/// The body of a call of the Seller API. Clients of many makes send it, so much is let pass: no
/// body or an empty one is `{}`, the type in its head is not looked at, null is the same as not
/// sent, unknown fields are nobody's business, numbers may be texts and texts numbers.
public struct SellerFields: Sendable {
  private let members: [String: JSON]
  private let path: String

  init(_ members: [(String, JSON)], path: String = "") {
    self.members = Dictionary(members) { first, _ in first }
    self.path = path
  }

  static func decode(_ request: Request, limit: Int) throws -> SellerFields {
    let bytes: [UInt8]?
    do { bytes = try request.body.bytes(upTo: limit) } catch { throw Failure.unavailable }
    guard let bytes else { throw Failure.tooLarge }
    if bytes.allSatisfy({ $0 == 0x20 || 0x09...0x0D ~= $0 }) { return SellerFields([]) }
    do {
      switch try JSON(parsing: bytes) {
      case .object(let members): return SellerFields(members)
      case .null: return SellerFields([])
      default: throw SellerError.invalid("body", "must be a JSON object")
      }
    } catch let error as JSONError {
      throw SellerError(.badRequest, 3, "Malformed JSON: \(error)")
    }
  }

  /// The value sent; nil where it is missing or null.
  public func value(_ name: String) -> JSON? {
    guard let value = members[name], value != .null else { return nil }
    return value
  }

  /// Where the field stands, as errors name it.
  public func name(_ field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }

  /// A text of at most `max` characters (Unicode scalars); a number is taken as its digits.
  public func text(_ name: String, max: Int = 500) throws(SellerError) -> String? {
    guard let value = value(name) else { return nil }
    return try Self.text(value, self.name(name), max)
  }

  /// A whole number, also as a text of digits; an empty text is none.
  public func integer(_ name: String) throws(SellerError) -> Int64? {
    guard let value = value(name), value != .string("") else { return nil }
    return try Self.integer(value, self.name(name))
  }

  /// A whole number within bounds.
  public func integer(
    _ name: String, _ range: ClosedRange<Int64>, else fallback: Int64
  ) throws(SellerError) -> Int64 {
    guard let number = try integer(name) else { return fallback }
    guard range.contains(number) else {
      throw .invalid(
        self.name(name), "must be inside range [\(range.lowerBound), \(range.upperBound)]")
    }
    return number
  }

  /// A list of texts; one text stands for a list of one.
  public func texts(_ name: String, max count: Int) throws(SellerError) -> [String] {
    var texts: [String] = []
    for value in try list(name, max: count) {
      texts.append(try Self.text(value, self.name(name), 500))
    }
    return texts
  }

  /// A list of whole numbers, each also as a text.
  public func integers(_ name: String, max count: Int) throws(SellerError) -> [Int64] {
    var numbers: [Int64] = []
    for value in try list(name, max: count) {
      numbers.append(try Self.integer(value, self.name(name)))
    }
    return numbers
  }

  /// The object in a field; empty where it is missing.
  public func object(_ name: String) throws(SellerError) -> SellerFields {
    guard let value = value(name) else { return SellerFields([], path: self.name(name)) }
    guard case .object(let members) = value else {
      throw .invalid(self.name(name), "must be an object")
    }
    return SellerFields(members, path: self.name(name))
  }

  /// A list of objects.
  public func objects(_ name: String, max count: Int) throws(SellerError) -> [SellerFields] {
    var objects: [SellerFields] = []
    for (index, value) in try list(name, max: count).enumerated() {
      let place = "\(self.name(name))[\(index)]"
      guard case .object(let members) = value else { throw .invalid(place, "must be an object") }
      objects.append(SellerFields(members, path: place))
    }
    return objects
  }

  private func list(_ name: String, max count: Int) throws(SellerError) -> [JSON] {
    guard let value = value(name) else { return [] }
    let items = value.array ?? [value]
    guard items.count <= count else {
      throw .invalid(self.name(name), "must contain no more than \(count) items")
    }
    return items
  }

  private static func text(
    _ value: JSON, _ field: String, _ max: Int
  ) throws(SellerError) -> String {
    let text: String
    switch value {
    case .string(let string): text = string
    case .integer(let number): text = String(number)
    case .number(let number): text = String(number)
    case .bool(let truth): text = truth ? "true" : "false"
    default: throw .invalid(field, "must be a string")
    }
    guard text.unicodeScalars.count <= max else {
      throw .invalid(field, "length must be at most \(max) characters")
    }
    return text
  }

  private static func integer(_ value: JSON, _ field: String) throws(SellerError) -> Int64 {
    switch value {
    case .integer(let number): return number
    case .string(let text): if let number = Int64(text) { return number }
    case .number(let number): if let whole = Int64(exactly: number) { return whole }
    default: break
    }
    throw .invalid(field, "must be an integer")
  }
}

extension WorkContext where Scope == SellerClient {
  /// The call's fields.
  /// - Parameter limit: of the body, in bytes; the same as the route's.
  public func fields(upTo limit: Int = 1 << 20) throws -> SellerFields {
    try SellerFields.decode(request, limit: limit)
  }
}
