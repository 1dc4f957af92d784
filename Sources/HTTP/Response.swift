/// An answer. Framing, Date and Connection are the server's.
public struct Response: Sendable {
  /// The content of an answer.
  public enum Content: Sendable {
    case none
    case bytes([UInt8])
    /// Content held by many answers at once, as of a static file.
    case shared(SharedBytes)
    /// A part of a file, sent by the kernel (sendfile). The file must not shrink meanwhile.
    case file(FileDescriptor, range: Range<Int64>)

    /// What comes of a topic from now on, until the connection ends (see `Broadcast`).
    case events(topic: Int64)

    /// Octets that are known beforehand.
    public var count: Int64 {
      switch self {
      case .none, .events: 0
      case .bytes(let bytes): Int64(bytes.count)
      case .shared(let shared): Int64(shared.range.count)
      case .file(_, let range): range.upperBound - range.lowerBound
      }
    }
  }

  /// The status code; it may forbid a body (204, 304).
  public var status: Status
  /// Everything but the fields the encoder writes.
  public var headers = Headers()
  /// What is sent after the head, except on HEAD, 204 and 304.
  public var body: Content
  /// Further content behind `body`: the parts of a multipart answer.
  var parts: [Content] = []
  /// What the answer is counted under: a place in `Traffic.labels`.
  public var label = 0
  /// Ends the connection after this answer.
  public var closesConnection = false

  /// Whether its content has no end that is known beforehand: only the connection's end is its own
  /// (RFC 9112, 6.3, item 8).
  var isEndless: Bool {
    if case .events = body { true } else { false }
  }

  /// Octets of the content.
  var length: Int64 { parts.isEmpty ? body.count : parts.reduce(body.count) { $0 + $1.count } }

  /// An answer without Content-Type; a body usually wants one.
  public init(_ status: Status, _ body: Content = .none) {
    self.status = status
    self.body = body
  }

  /// `text/html` in UTF-8.
  public static func html(_ bytes: [UInt8], _ status: Status = .ok) -> Response {
    make(status, "text/html; charset=utf-8", bytes)
  }

  /// `text/plain` in UTF-8.
  public static func text(_ text: String, _ status: Status = .ok) -> Response {
    make(status, "text/plain; charset=utf-8", Array(text.utf8))
  }

  /// `application/json` (RFC 8259), which has no charset.
  public static func json(_ bytes: [UInt8], _ status: Status = .ok) -> Response {
    make(status, "application/json", bytes)
  }

  /// `text/event-stream` (WHATWG HTML, 9.2): everything that `Broadcast.send` gives to the topic.
  public static func events(of topic: Int64) -> Response {
    var response = Response(.ok, .events(topic: topic))
    response.headers.append("Content-Type", "text/event-stream")
    response.headers.append("Cache-Control", "no-store")
    // nginx would keep the events in a buffer.
    response.headers.append("X-Accel-Buffering", "no")
    return response
  }

  /// 303 by default: the next page is fetched with GET (RFC 9110, 15.4.4). The location must be
  /// percent-encoded; controls cannot leave their line.
  public static func redirect(to location: String, _ status: Status = .seeOther) -> Response {
    var response = Response(status)
    response.headers.append("Location", location)
    return response
  }

  /// 405 with the `Allow` it must carry (RFC 9110, 15.5.6).
  public static func methodNotAllowed(_ allowed: [Method]) -> Response {
    var response = plain(.methodNotAllowed)
    response.headers.append("Allow", allowed.allowValue)
    return response
  }

  /// What may be done with a resource (RFC 9110, 9.3.7).
  static func options(_ allowed: [Method]) -> Response {
    var response = Response(.noContent)
    response.headers.append("Allow", allowed.allowValue)
    return response
  }

  /// The reason phrase as text: what the server itself answers with.
  public static func plain(_ status: Status) -> Response {
    text("\(status.reason)\n", status)
  }

  private static func make(_ status: Status, _ type: String, _ bytes: [UInt8]) -> Response {
    var response = Response(status, .bytes(bytes))
    response.headers.append("Content-Type", type)
    return response
  }
}

/// Immutable content shared by many answers, or a part of it that still shares its memory.
public final class SharedBytes: Sendable {
  let whole: [UInt8]
  let range: Range<Int>

  /// The content; a copy where it is a part.
  public var bytes: [UInt8] { range == whole.indices ? whole : Array(whole[range]) }

  public init(_ bytes: [UInt8]) {
    whole = bytes
    range = bytes.indices
  }

  private init(_ whole: [UInt8], _ range: Range<Int>) {
    self.whole = whole
    self.range = range
  }

  /// `part` counts from the beginning of this content and lies in it.
  func slice(_ part: Range<Int>) -> SharedBytes {
    let start = range.lowerBound
    return SharedBytes(whole, (start + part.lowerBound)..<(start + part.upperBound))
  }
}
