/// An address that is safe in `href`, `src` and `action`: it cannot run a script, and cannot
/// leave the site unless it was made to.
public struct URLText: Sendable, Hashable {
  /// ASCII, percent-encoded (RFC 3986 section 2).
  public let text: String

  /// An address on this site: a path from the root, a query or a fragment. Bytes that may not
  /// stand in an address are percent-encoded; escapes that are there already are kept.
  /// Anything else (`javascript:`, `//host`, `orders`) becomes `#`, which leads nowhere.
  public init(path: String) {
    let encoded = URLText.encode(path, keeping: URLText.isAllowed)
    text = URLText.isLocal(encoded) ? encoded : "#"
  }

  /// A path with a query, whose names and values are any text.
  public init(path: String, query: [(name: String, value: String)]) {
    let pairs = query.map { pair in
      URLText.encode(pair.name, keeping: URLText.isUnreserved) + "="
        + URLText.encode(pair.value, keeping: URLText.isUnreserved)
    }
    self.init(path: pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&"))
  }

  /// An address elsewhere: `https:`, `http:`, `mailto:` or `tel:`; nil for every other scheme.
  public init?(external: String) {
    let encoded = URLText.encode(external, keeping: URLText.isAllowed)
    let start = encoded.prefix(8).lowercased()
    let schemes = ["https://", "http://", "mailto:", "tel:"]
    guard schemes.contains(where: start.hasPrefix) else { return nil }
    text = encoded
  }

  private static func isLocal(_ text: String) -> Bool {
    var bytes = text.utf8.makeIterator()
    switch bytes.next() {
    case nil, UInt8(ascii: "?"), UInt8(ascii: "#"): return true
    case UInt8(ascii: "/"): return bytes.next() != UInt8(ascii: "/")
    default: return false
    }
  }

  private static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    guard !text.utf8.allSatisfy({ $0 != UInt8(ascii: "%") && isKept($0) }) else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let isEscape = byte == UInt8(ascii: "%") && isKept(byte) && isEscape(bytes[index...])
      if isEscape || (byte != UInt8(ascii: "%") && isKept(byte)) {
        out.append(byte)
      } else {
        out += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = bytes.dropFirst().prefix(2)
    return digits.count == 2 && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  /// RFC 3986 section 2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// RFC 3986 sections 2.2 and 2.3, without the brackets of an IPv6 host and the single quote.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || ":/?#@!$&()*+,;=%".utf8.contains(byte)
  }
}
