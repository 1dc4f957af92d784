extension JSON {
  /// Arrays and objects within one another, at most.
  public static let depthLimit = 32

  /// Reads one JSON text (RFC 8259), strictly: no comments, no trailing commas, no byte order
  /// mark, no second value of the same key, nothing after the value.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }

  /// The same for a text kept as a string, such as a column of the database.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// Recursive descent over the bytes; `at` is the next byte not yet taken.
struct JSONParser {
  let bytes: [UInt8]
  var at = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard at == bytes.count else { throw error(.trailingBytes) }
    return value
  }

  func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    JSONError(reason: reason, offset: offset ?? at)
  }

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  func unexpected() -> JSONError {
    guard let next else { return error(.unexpectedEnd) }
    return error(.unexpectedByte(next))
  }

  /// Takes the byte when it is the next one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested(JSONParser.object)
    case UInt8(ascii: "["): return try nested(JSONParser.array)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for index in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[index]) {
      throw unexpected()
    }
    return value
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < JSON.depthLimit else { throw error(.tooDeep(limit: JSON.depthLimit)) }
    depth += 1
    at += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private static func array(_ parser: inout JSONParser) throws(JSONError) -> JSON {
    var items: [JSON] = []
    parser.skipSpace()
    if parser.take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      do throws(JSONError) {
        items.append(try parser.value())
      } catch {
        throw error.within(index: items.count)
      }
      parser.skipSpace()
    } while parser.take(UInt8(ascii: ","))
    guard parser.take(UInt8(ascii: "]")) else { throw parser.unexpected() }
    return .array(items)
  }

  private static func object(_ parser: inout JSONParser) throws(JSONError) -> JSON {
    var members: [(String, JSON)] = []
    var keys = KeySet()
    parser.skipSpace()
    if parser.take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      parser.skipSpace()
      let start = parser.at
      let key = try parser.string()
      guard keys.insert(key, among: members) else {
        throw parser.error(.duplicateKey(key), at: start)
      }
      members.append((key, try parser.member(key)))
      parser.skipSpace()
    } while parser.take(UInt8(ascii: ","))
    guard parser.take(UInt8(ascii: "}")) else { throw parser.unexpected() }
    return .object(members)
  }

  private mutating func member(_ key: String) throws(JSONError) -> JSON {
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw unexpected() }
    do throws(JSONError) {
      return try value()
    } catch {
      throw error.within(key: key)
    }
  }
}

/// The keys of an object so far. A set only once there are many: most objects have few.
private struct KeySet {
  private var many: Set<String> = []

  mutating func insert(_ key: String, among members: [(String, JSON)]) -> Bool {
    if members.count < 16 { return !members.contains { $0.0 == key } }
    if many.isEmpty { many = Set(members.map(\.0)) }
    return many.insert(key).inserted
  }
}
