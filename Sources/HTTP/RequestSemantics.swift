/// The fields that decide how the message is framed and answered (RFC 9112, 3.2, 6 and 9).
struct RequestSemantics: Sendable {
  private(set) var host: Range<Int>?
  private(set) var contentLength: Int64?
  private(set) var isChunked = false
  private(set) var expectsContinue = false
  /// Whether a condition or a range may change the answer (RFC 9110, 13.1 and 14.2).
  private(set) var isConditional = false
  /// Whether the content is coded (RFC 9110, 8.4).
  private(set) var isEncoded = false
  private var hasContentRange = false
  private var closes = false
  private var keepsAlive = false

  /// Takes in one field; the status of a refusal, or nil.
  mutating func note(name: Range<Int>, value: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    let key = bytes.extracting(name)
    switch key.count {
    case 4 where key.equalsIgnoringCase("host"): return noteHost(value, bytes)
    case 6 where key.equalsIgnoringCase("expect"): return noteExpect(value, bytes)
    case 10 where key.equalsIgnoringCase("connection"): noteConnection(value, bytes)
    case 14 where key.equalsIgnoringCase("content-length"): return noteLength(value, bytes)
    case 17 where key.equalsIgnoringCase("transfer-encoding"): return noteCoding(value, bytes)
    case 5 where key.equalsIgnoringCase("range"): isConditional = true
    case 8..<20 where key.extracting(0..<3).equalsIgnoringCase("if-"): isConditional = true
    case 13 where key.equalsIgnoringCase("content-range"): hasContentRange = true
    case 16 where key.equalsIgnoringCase("content-encoding"): noteEncoding(value, bytes)
    default: break
    }
    return nil
  }

  /// What can only be judged when all fields are there.
  func check(_ line: RequestLine) -> Status? {
    // Exactly one Host, also when the target names an authority (RFC 9112, 3.2).
    if line.isVersion11, host == nil { return .badRequest }
    // Both framings at once are an attempt to smuggle (RFC 9112, 6.3, item 3).
    if isChunked, contentLength != nil { return .badRequest }
    // HTTP/1.0 has no transfer codings (RFC 9112, 6.1).
    if isChunked, !line.isVersion11 { return .badRequest }
    // Storing a part as if it were the whole would destroy the rest (RFC 9110, 14.5).
    if hasContentRange, line.method == .put { return .badRequest }
    return nil
  }

  /// Whether octets of a body follow the head.
  var announcesBody: Bool { isChunked || (contentLength ?? 0) > 0 }

  func keepsAlive(_ line: RequestLine) -> Bool {
    !closes && (line.isVersion11 || keepsAlive)
  }

  private mutating func noteHost(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    guard host == nil, RequestSemantics.isHost(bytes, value) else { return .badRequest }
    host = value
    return nil
  }

  private mutating func noteExpect(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    var isKnown = true
    bytes.forEachMember(of: value) { member in
      isKnown = isKnown && bytes.extracting(member).equalsIgnoringCase("100-continue")
      expectsContinue = isKnown
    }
    return isKnown ? nil : .expectationFailed
  }

  private mutating func noteEncoding(_ value: Range<Int>, _ bytes: Span<UInt8>) {
    bytes.forEachMember(of: value) { member in
      if !bytes.extracting(member).equalsIgnoringCase("identity") { isEncoded = true }
    }
  }

  private mutating func noteConnection(_ value: Range<Int>, _ bytes: Span<UInt8>) {
    bytes.forEachMember(of: value) { member in
      let option = bytes.extracting(member)
      if option.equalsIgnoringCase("close") { closes = true }
      if option.equalsIgnoringCase("keep-alive") { keepsAlive = true }
    }
  }

  /// Digits only; a second field is refused even with the same value (RFC 9112, 6.3, item 5).
  private mutating func noteLength(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    guard contentLength == nil, let length = bytes.decimal(value) else { return .badRequest }
    contentLength = length
    return nil
  }

  /// Exactly `chunked`: not even an empty member beside it (RFC 9110, 5.6.1.2 would skip one),
  /// because two readers that disagree here disagree on where the message ends. Other codings are
  /// 501 when `chunked` ends the list (RFC 9112, 6.1), else the length cannot be known: 400.
  private mutating func noteCoding(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    guard !isChunked else { return .badRequest }
    if bytes.extracting(value).equalsIgnoringCase("chunked") {
      isChunked = true
      return nil
    }
    var (chunked, others) = (0, 0)
    var endsChunked = false
    bytes.forEachMember(of: value) { member in
      endsChunked = bytes.extracting(member).equalsIgnoringCase("chunked")
      if endsChunked { chunked += 1 } else { others += 1 }
    }
    return endsChunked && chunked == 1 && others > 0 ? .notImplemented : .badRequest
  }

  /// `uri-host [":" port]`, not empty (RFC 9110, 7.2).
  static func isHost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    var end = range.upperBound
    if bytes[first] == 0x5b {
      // An IP literal of the future (RFC 3986, 3.2.2) has no meaning yet.
      guard let bracket = bytes.firstIndex(of: 0x5d, in: range),
        (first + 1..<bracket).contains(where: { bytes[$0] == Octet.colon }),
        PeerAddress(bytes.slice(first + 1..<bracket)) != nil
      else { return false }
      end = bracket + 1
    } else {
      end = bytes.firstIndex(of: Octet.colon, in: range) ?? end
      guard end > first, (first..<end).allSatisfy({ isName(bytes[$0]) }) else { return false }
    }
    guard end < range.upperBound else { return true }
    guard bytes[end] == Octet.colon else { return false }
    let port = (end + 1)..<range.upperBound
    return port.isEmpty || (bytes.decimal(port).map { $0 <= 65535 } ?? false)
  }

  /// A registered name as DNS knows it; escapes and sub-delims have no use in a Host of ours.
  private static func isName(_ octet: UInt8) -> Bool {
    Octet.isAlpha(octet) || Octet.isDigit(octet) || octet == Octet.dash || octet == Octet.dot
      || octet == 0x5f
  }
}
