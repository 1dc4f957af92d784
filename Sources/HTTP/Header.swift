/// A header field of an answer. The name is a literal of the program, never data.
public struct Header: Sendable {
  /// As written by the program, in its case.
  public let name: StaticString
  /// Free of controls.
  public let value: String
}

/// The header fields of an answer, in the order they are sent.
///
/// `Date`, `Connection`, `Content-Length` and `Transfer-Encoding` belong to the encoder: appending
/// one of them does nothing.
public struct Headers: Sendable {
  /// In the order they are sent.
  public private(set) var fields: [Header] = []

  public init() {}

  /// Adds a field. CR, LF, NUL and other controls in the value become blanks, so that no value can
  /// end its line (RFC 9110, 5.5).
  public mutating func append(_ name: StaticString, _ value: String) {
    guard !Headers.belongsToEncoder(name) else { return }
    fields.append(Header(name: name, value: Headers.sanitised(value)))
  }

  /// Replaces every field of that name by one.
  public mutating func set(_ name: StaticString, _ value: String) {
    fields.removeAll { $0.name.equalsIgnoringCase(name) }
    append(name, value)
  }

  mutating func removeAll(where isUnwanted: (StaticString) -> Bool) {
    fields.removeAll { isUnwanted($0.name) }
  }

  /// The first value of that name; names compare without case.
  public subscript(_ name: StaticString) -> String? {
    fields.first { $0.name.equalsIgnoringCase(name) }?.value
  }

  /// All values of that name, as `Set-Cookie` needs.
  public func all(_ name: StaticString) -> [String] {
    fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
  }

  private static func belongsToEncoder(_ name: StaticString) -> Bool {
    switch name.utf8CodeUnitCount {
    case 4: name.equalsIgnoringCase("date")
    case 10: name.equalsIgnoringCase("connection")
    case 14: name.equalsIgnoringCase("content-length")
    case 17: name.equalsIgnoringCase("transfer-encoding")
    default: false
    }
  }

  private static func sanitised(_ value: String) -> String {
    var value = value
    guard value.withUTF8({ $0.contains(where: isControl) }) else { return value }
    return String(decoding: value.utf8.map { isControl($0) ? 0x20 : $0 }, as: UTF8.self)
  }

  private static func isControl(_ octet: UInt8) -> Bool {
    (octet < 0x20 && octet != 0x09) || octet == 0x7f
  }
}
