/// A request as the application sees it: checked, decoded once, immutable.
public struct Request: Sendable {
  let head: RequestHead
  /// Empty while the application plans, complete when it responds.
  public internal(set) var body: Body
  /// Who asked: the connection's other end, or what a trusted proxy says of it.
  public let peer: PeerAddress
  /// Whether the client's side of a trusted proxy spoke TLS (`X-Forwarded-Proto: https`).
  public let isSecure: Bool
  /// When the head was complete, in nanoseconds of the monotonic clock.
  public let receivedAt: Int64
  let number: UInt64

  init(
    head: RequestHead, body: Body = .empty, peer: PeerAddress, isSecure: Bool = false,
    receivedAt: Int64 = 0, number: UInt64 = 0
  ) {
    self.head = head
    self.body = body
    self.peer = peer
    self.isSecure = isSecure
    self.receivedAt = receivedAt
    self.number = number
  }

  /// A request made in the process, as tests and jobs do; it passes the same parser. `headers` may
  /// leave out Host (then `localhost`).
  /// - Throws: `RequestError` with the status the server would have answered.
  public init(
    _ method: Method, _ target: String, headers: [(name: String, value: String)] = [],
    body: Body = .empty, peer: PeerAddress = .loopback, isSecure: Bool = false
  ) throws(RequestError) {
    var text = "\(method.name) \(target) HTTP/1.1\r\n"
    let hasHost = headers.contains { $0.name.lowercased() == "host" }
    for (name, value) in (hasHost ? [] : [("Host", "localhost")]) + headers {
      text += "\(name): \(value)\r\n"
    }
    let bytes = Array((text + "\r\n").utf8)
    var parser = RequestParser()
    switch parser.parse(bytes.span, Limits()) {
    case .failed(let status): throw RequestError(status: status)
    case .complete(bytes.count): break
    default: throw RequestError(status: .badRequest)
    }
    guard let head = RequestHead(parser, bytes.span) else {
      throw RequestError(status: .badRequest)
    }
    self.init(
      head: head, body: body, peer: peer, isSecure: isSecure, receivedAt: Clock.monotonic(),
      number: RequestNumbers.shared.next())
  }

  /// What is asked (RFC 9110, 9).
  public var method: Method { head.line.method }
  /// The answer will be sent without its body.
  public var isHead: Bool { method == .head }

  /// The request target as it was sent.
  public var rawTarget: String { head.target }

  /// The path, percent-decoded once, valid UTF-8 without controls; `*` for `OPTIONS *`.
  public var path: String { head.path }

  /// Whether the query can be decoded: no broken escape, no text that is not UTF-8, within bounds.
  /// The application answers 400 where it can't, in the words of its own pages.
  public var isQueryReadable: Bool { (try? head.query(.query)) != nil }

  /// The decoded query; empty where it can't be read.
  public var query: QueryFields { (try? head.query(.query)) ?? QueryFields() }

  /// Host and port as asked for: of an absolute-form target, else the Host field.
  public var host: String { head.host ?? "" }

  /// The value of a field by its lowercase name; several fields are joined by `, `.
  public func header(_ lowercaseName: StaticString) -> String? { head.value(lowercaseName) }

  /// All fields in order, names as sent.
  public var headers: [(name: String, value: String)] { head.allFields }

  /// The value of a cookie, as sent.
  public func cookie(_ name: String) -> String? { head.cookie(name) }

  /// A short name of this request for people and logs: 12 hex digits.
  public var id: String {
    let digits = String(number & 0xffff_ffff_ffff, radix: 16)
    return String(repeating: "0", count: 12 - digits.utf8.count) + digits
  }

  /// The same request with another body.
  public func with(body: Body) -> Request {
    var copy = self
    copy.body = body
    return copy
  }
}

/// Why a request could not be made.
public struct RequestError: Error, Sendable {
  /// What the server would have answered.
  public let status: Status
}
