/// A media type with its parameters (RFC 9110, 8.3.1), and the types of files by extension.
public struct MediaType: Sendable {
  /// `type/subtype` in lowercase.
  public let essence: String
  private let parameters: [(name: String, value: String)]

  /// nil when the text is not a media type.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    var scanner = ParameterScanner(bytes)
    guard let type = scanner.token(), scanner.skip(Octet.slash), let subtype = scanner.token(),
      let parameters = scanner.parameters()
    else { return nil }
    essence = (type + "/" + subtype).lowercased()
    self.parameters = parameters
  }

  /// The value of a parameter by its lowercase name; nil when it is absent or doubled.
  public func parameter(_ name: String) -> String? {
    let values = parameters.filter { $0.name == name }
    return values.count == 1 ? values.first?.value : nil
  }

  /// The Content-Type of a file by the extension of its name, with charset where it is text.
  public static func forFile(_ name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last else { return "application/octet-stream" }
    return byExtension[last.lowercased()] ?? "application/octet-stream"
  }

  /// Whether gzip makes such content smaller.
  static func isCompressible(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.hasPrefix("image/svg") || type.hasPrefix("application/json")
      || type.hasPrefix("application/manifest")
  }

  private static let byExtension: [String: String] = [
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]
}

/// Reads tokens and `;name=value` parameters, quoted or not (RFC 9110, 5.6).
struct ParameterScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skip(_ octet: UInt8) -> Bool {
    guard next == octet else { return false }
    position += 1
    return true
  }

  mutating func token() -> String? {
    let start = position
    while let octet = next, Octet.isToken(octet) { position += 1 }
    return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
  }

  /// All parameters up to the end; names in lowercase; nil when malformed.
  mutating func parameters() -> [(name: String, value: String)]? {
    var found: [(name: String, value: String)] = []
    while true {
      skipBlanks()
      if next == nil { return found }
      guard skip(Octet.semicolon) else { return nil }
      skipBlanks()
      if next == nil || next == Octet.semicolon { continue }
      guard let name = token(), skip(Octet.equals), let value = token() ?? quoted() else {
        return nil
      }
      found.append((name.lowercased(), value))
    }
  }

  private mutating func skipBlanks() {
    while let octet = next, Octet.isBlank(octet) { position += 1 }
  }

  /// A quoted string. A backslash escapes only a quote or a backslash: browsers of old sent whole
  /// Windows paths in `filename` without escaping.
  private mutating func quoted() -> String? {
    guard skip(Octet.quote) else { return nil }
    var value: [UInt8] = []
    while let octet = next {
      position += 1
      if octet == Octet.quote { return String(validating: value, as: UTF8.self) }
      if octet == Octet.backslash, let escaped = next,
        escaped == Octet.quote || escaped == Octet.backslash
      {
        value.append(escaped)
        position += 1
      } else {
        value.append(octet)
      }
    }
    return nil
  }
}
