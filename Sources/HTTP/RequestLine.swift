/// The request line (RFC 9112, 3): what is asked, by which protocol.
struct RequestLine: Sendable {
  private(set) var method = Method.get
  /// The whole request target.
  private(set) var target = 0..<0
  /// Path without query; empty for `*` and for an absolute form without one.
  private(set) var path = 0..<0
  /// After the question mark.
  private(set) var query = 0..<0
  /// The authority of an absolute-form target; it replaces `Host` (RFC 9112, 3.2.2).
  private(set) var authority: Range<Int>?
  /// Absolute form with `https`: only for a connection that is known to be secured.
  private(set) var asksSecure = false
  private(set) var isVersion11 = true
  private(set) var hasEscapes = false

  /// The status of a refusal, or nil.
  mutating func parse(_ line: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    guard let first = bytes.firstIndex(of: Octet.space, in: line) else { return .badRequest }
    let token = line.lowerBound..<first
    guard !token.isEmpty, token.allSatisfy({ Octet.isToken(bytes[$0]) }) else { return .badRequest }
    let known = Method(bytes.extracting(token))
    method = known ?? .get
    guard let second = bytes.firstIndex(of: Octet.space, in: (first + 1)..<line.upperBound)
    else { return .badRequest }
    if let status = parseVersion(bytes, (second + 1)..<line.upperBound) { return status }
    guard known != nil else { return .notImplemented }
    target = (first + 1)..<second
    return parseTarget(bytes) ? nil : .badRequest
  }

  /// Takes the method of a line that is refused before its end, because the refusal of a HEAD has
  /// no content either (RFC 9110, 9.3.2). False when not even the method ended.
  mutating func parseMethod(_ line: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard let end = bytes.firstIndex(of: Octet.space, in: line) else { return false }
    method = Method(bytes.extracting(line.lowerBound..<end)) ?? .get
    return true
  }

  /// `HTTP/` DIGIT `.` DIGIT, case-sensitive (RFC 9112, 2.3). A higher minor version is not taken
  /// for 1.1, as RFC 9110, 2.5 would: there is none, so whoever sends it does not speak HTTP.
  private mutating func parseVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Status? {
    let start = range.lowerBound
    guard range.count == 8, bytes.extracting(start..<(start + 5)).equals("HTTP/"),
      Octet.isDigit(bytes[start + 5]), bytes[start + 6] == Octet.dot,
      Octet.isDigit(bytes[start + 7])
    else { return .badRequest }
    guard bytes[start + 5] == 0x31, bytes[start + 7] <= 0x31 else { return .versionNotSupported }
    isVersion11 = bytes[start + 7] == 0x31
    return nil
  }

  private mutating func parseTarget(_ bytes: Span<UInt8>) -> Bool {
    guard !target.isEmpty else { return false }
    switch bytes[target.lowerBound] {
    case Octet.slash: return parseOrigin(bytes, from: target.lowerBound)
    case Octet.asterisk: return target.count == 1 && method == .options
    default: return parseAbsolute(bytes)
    }
  }

  private mutating func parseAbsolute(_ bytes: Span<UInt8>) -> Bool {
    let rest = bytes.extracting(target)
    asksSecure = rest.count > 8 && rest.extracting(0..<8).equalsIgnoringCase("https://")
    guard
      asksSecure || (rest.count > 7 && rest.extracting(0..<7).equalsIgnoringCase("http://"))
    else { return false }
    let start = target.lowerBound + (asksSecure ? 8 : 7)
    var end = start
    while end < target.upperBound, bytes[end] != Octet.slash, bytes[end] != Octet.question {
      end += 1
    }
    guard RequestSemantics.isHost(bytes, start..<end) else { return false }
    authority = start..<end
    // An empty path means "/" (RFC 9110, 4.2.3); the caller finds an empty range.
    return parseOrigin(bytes, from: end)
  }

  private mutating func parseOrigin(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    var index = start
    while index < target.upperBound, bytes[index] != Octet.question {
      guard accept(bytes, &index, Octet.isPath) else { return false }
    }
    path = start..<index
    query = min(index + 1, target.upperBound)..<target.upperBound
    // A broken escape of the query, as people type "50%", is for a page to tell: see
    // `Request.isQueryReadable`.
    return query.allSatisfy { Octet.isQuery(bytes[$0]) || bytes[$0] == Octet.percent }
  }

  private mutating func accept(
    _ bytes: Span<UInt8>, _ index: inout Int, _ isMember: (UInt8) -> Bool
  ) -> Bool {
    if isMember(bytes[index]) {
      index += 1
      return true
    }
    guard bytes[index] == Octet.percent, index + 2 < target.upperBound,
      Octet.hexValue(bytes[index + 1]) != nil, Octet.hexValue(bytes[index + 2]) != nil
    else { return false }
    hasEscapes = true
    index += 3
    return true
  }
}
