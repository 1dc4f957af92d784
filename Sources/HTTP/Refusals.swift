extension Response {
  /// The server's own refusal. Nothing that comes after it on the connection can be trusted.
  static func refusal(_ status: Status) -> Response {
    var response = Response.plain(status)
    response.closesConnection = true
    switch status {
    case .unavailable: response.headers.append("Retry-After", "1")
    // Which codings would be taken (RFC 9110, 15.5.16).
    case .unsupportedMediaType: response.headers.append("Accept-Encoding", "identity")
    // Which protocol would be understood (RFC 9110, 15.6.6).
    case .versionNotSupported:
      response.body = .bytes(Array("This server speaks HTTP/1.1 and HTTP/1.0.\n".utf8))
    default: break
    }
    return response
  }

  /// The queue to the workers is full (RFC 9110, 15.6.4).
  static var overloaded: Response {
    var response = Response.plain(.unavailable)
    response.headers.append("Retry-After", "1")
    return response
  }
}

extension RequestHead {
  /// What the server must refuse before the application is asked. `isSecure`: a trusted proxy says
  /// that its client came over TLS.
  func refusal(isSecure: Bool) -> Status? {
    // An https resource is served only where the way to it is secured (RFC 9110, 7.4).
    if line.asksSecure, !isSecure { return .misdirected }
    // Content that nobody will decode must not be read as if it were plain (RFC 9110, 8.4.1).
    if semantics.isEncoded, semantics.announcesBody { return .unsupportedMediaType }
    return nil
  }
}
