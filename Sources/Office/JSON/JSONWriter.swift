extension JSON {
  /// Appends the value as compact JSON in UTF-8; members in their order, so equal values give
  /// equal bytes.
  public func append(to out: inout [UInt8]) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let truth): out.append(contentsOf: (truth ? "true" : "false").utf8)
    case .integer(let number): out.append(contentsOf: String(number).utf8)
    case .number(let number): Self.append(number, to: &out)
    case .string(let text): Self.append(text, to: &out)
    case .array(let items): Self.append(items, to: &out)
    case .object(let members): Self.append(members, to: &out)
    }
  }

  /// The compact JSON text.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    append(to: &out)
    return out
  }

  /// The compact JSON text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// JSON has no infinities: what is not finite is written as null.
  private static func append(_ number: Double, to out: inout [UInt8]) {
    out.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
  }

  private static func append(_ items: [JSON], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      item.append(to: &out)
    }
    out.append(UInt8(ascii: "]"))
  }

  private static func append(_ members: [(String, JSON)], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      append(member.0, to: &out)
      out.append(UInt8(ascii: ":"))
      member.1.append(to: &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  /// Appends a JSON string, quotes included (RFC 8259 section 7).
  public static func append(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var plain = 0
      for (index, byte) in utf8.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        out.append(contentsOf: utf8[plain..<index])
        appendEscape(byte, to: &out)
        plain = index + 1
      }
      out.append(contentsOf: utf8[plain...])
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(contentsOf: [0x5C, byte])
    case 0x0A: out.append(contentsOf: "\\n".utf8)
    case 0x0D: out.append(contentsOf: "\\r".utf8)
    case 0x09: out.append(contentsOf: "\\t".utf8)
    default:
      let digits = Array("0123456789abcdef".utf8)
      out.append(contentsOf: "\\u00".utf8)
      out.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
  }
}
