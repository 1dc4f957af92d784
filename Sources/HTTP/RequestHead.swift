/// A complete, checked request head: its octets and the offsets into them. Immutable, so a request
/// can be handed to another thread.
final class RequestHead: Sendable {
  let line: RequestLine
  let semantics: RequestSemantics
  /// The decoded path, beginning with a slash, or `*`.
  let path: String
  // A span may not outlive the access to a class's property, so methods bind `bytes` first.
  private let bytes: [UInt8]
  private let fields: [FieldOffsets]

  /// nil when the path has no one meaning: not UTF-8, or an escaped slash, NUL or control.
  init?(_ parser: RequestParser, _ head: Span<UInt8>) {
    guard let path = RequestHead.decodePath(parser.line, head) else { return nil }
    line = parser.line
    semantics = parser.semantics
    fields = parser.fields
    bytes = head.array(0..<head.count)
    self.path = path
  }

  private static func decodePath(_ line: RequestLine, _ head: Span<UInt8>) -> String? {
    if line.path.isEmpty {
      // OPTIONS of an authority without path or query is OPTIONS * (RFC 9112, 3.2.4).
      let asksServer = line.method == .options && line.path.upperBound == line.target.upperBound
      return line.authority == nil || asksServer ? "*" : "/"
    }
    guard line.hasEscapes else { return head.slice(line.path) }
    // %2F would make another segment than the sender's, a control octet another log line.
    var index = line.path.lowerBound
    while index < line.path.upperBound {
      if head[index] == Octet.percent, index + 2 < line.path.upperBound {
        let high = Octet.hexValue(head[index + 1]) ?? 0
        let octet = high << 4 | (Octet.hexValue(head[index + 2]) ?? 0)
        if octet < 0x20 || octet == 0x7f || octet == Octet.slash { return nil }
      }
      index += 1
    }
    return PercentDecoding.decode(head, line.path, plusIsSpace: false)
  }

  var target: String {
    let bytes = bytes
    return bytes.span.slice(line.target)
  }

  /// Target octets up to the query, for the log.
  func withLoggedTarget(_ body: (Span<UInt8>) -> Void) {
    let end = line.query.isEmpty ? line.target.upperBound : line.query.lowerBound - 1
    let bytes = bytes
    body(bytes.span.extracting(line.target.lowerBound..<max(line.target.lowerBound, end)))
  }

  /// The authority asked for, without judging it.
  var host: String? {
    let bytes = bytes
    return (line.authority ?? semantics.host).map { bytes.span.slice($0) }
  }

  func query(_ limits: FormLimits) throws(FormError) -> QueryFields {
    if line.query.isEmpty { return QueryFields() }
    let bytes = bytes
    return try QueryFields.decode(bytes.span, line.query, limits: limits)
  }

  /// All values of a field joined by commas (RFC 9110, 5.3), so that a doubled single-valued field
  /// becomes an invalid value and not a choice between two.
  func value(_ name: StaticString) -> String? {
    let bytes = bytes
    var found: String?
    for field in fields where bytes.span.extracting(field.name).equalsIgnoringCase(name) {
      let value = text(field.value)
      found = found.map { "\($0), \(value)" } ?? value
    }
    return found
  }

  /// Field values are octets: text in UTF-8 stays text, anything else is read as ISO 8859-1
  /// (RFC 9110, 5.5).
  private func text(_ range: Range<Int>) -> String {
    let bytes = bytes
    let value = bytes.span.array(range)
    if let text = String(validating: value, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
  }

  /// The value of the first cookie of that name (RFC 6265, 5.4 puts the most specific first).
  func cookie(_ name: String) -> String? {
    let bytes = bytes
    for field in fields where bytes.span.extracting(field.name).equalsIgnoringCase("cookie") {
      if let value = Cookie.value(name, in: bytes.span, field.value) { return value }
    }
    return nil
  }

  /// Every field, for tests and diagnostics.
  var allFields: [(name: String, value: String)] {
    let bytes = bytes
    return fields.map { (bytes.span.slice($0.name), text($0.value)) }
  }
}
