extension Response {
  /// What this answer becomes under the request's conditions and ranges: 304, 412, 206, 416 or
  /// itself. Only a 200 to GET or HEAD changes. Its validators are its own `ETag` and
  /// `Last-Modified`. The server does this for every answer; who asks twice gets the same.
  public func selected(for request: Request) -> Response {
    guard request.head.semantics.isConditional, status == .ok,
      request.method == .get || request.method == .head
    else { return self }
    let modified = headers["Last-Modified"].flatMap { HTTPDate.seconds($0) }
    let failed = request.failedPrecondition(tag: headers["ETag"], modified: modified)
    if failed == .notModified { return unmodified() }
    if let failed { return refused(failed) }
    // HEAD and every other method ignore Range (RFC 9110, 14.2).
    guard request.method == .get, isRangeable, let field = request.header("range"),
      request.ifRangeHolds(tag: headers["ETag"].flatMap { EntityTag($0) }, modified: modified)
    else { return self }
    switch ByteRanges(field, length: body.count) {
    case .ignored: return self
    case .unsatisfiable: return unsatisfiable()
    case .parts(let parts): return partial(parts)
    }
  }

  /// Whether the request changes what is sent of this answer; most do not, and cost no copy.
  func mustFit(_ request: Request) -> Bool {
    status.code == 205 || request.head.semantics.isConditional
  }

  func fitting(_ request: Request) -> Response {
    // 205 tells the client to clear a form and has no content (RFC 9110, 15.3.6).
    status.code == 205 ? emptied() : selected(for: request)
  }

  private func emptied() -> Response {
    var response = self
    response.body = .none
    response.parts = []
    return response
  }

  /// Whether parts of the content are served: files are, and what many answers share. A page made
  /// for one answer has no parts that a second request could complete.
  var isRangeable: Bool {
    guard status == .ok, parts.isEmpty else { return false }
    switch body {
    case .shared, .file: return true
    case .none, .bytes, .events: return false
    }
  }

  /// Keeps what updates a cache and drops what describes absent content (RFC 9110, 15.4.5).
  private func unmodified() -> Response {
    var response = Response(.notModified)
    response.headers = headers
    let hasTag = headers["ETag"] != nil
    response.headers.removeAll { name in
      name.equalsIgnoringCase("content-type") || name.equalsIgnoringCase("content-encoding")
        || (hasTag && name.equalsIgnoringCase("last-modified"))
    }
    return response
  }

  /// An error in place of the content keeps what belongs to the connection of both parties, such as
  /// cookies and policies, and nothing of the representation.
  private func refused(_ status: Status) -> Response {
    var response = Response.plain(status)
    for field in headers.fields where !Response.describesContent(field.name) {
      response.headers.append(field.name, field.value)
    }
    return response
  }

  private static func describesContent(_ name: StaticString) -> Bool {
    let described: [StaticString] = [
      "content-type", "content-encoding", "etag", "last-modified", "cache-control", "expires",
      "content-disposition", "content-language",
    ]
    return described.contains { $0.equalsIgnoringCase(name) }
  }

  private func unsatisfiable() -> Response {
    var response = refused(.rangeNotSatisfiable)
    response.headers.append("Content-Range", "bytes */\(body.count)")
    return response
  }

  /// Content-Type and Content-Encoding stay also after If-Range, where RFC 9110, 15.3.7 would
  /// leave them out: a client that lost the first answer could not read the part.
  private func partial(_ ranges: [Range<Int64>]) -> Response {
    var response = self
    response.status = .partialContent
    if ranges.count == 1, let range = ranges.first {
      response.body = body.part(range)
      response.headers.append("Content-Range", Response.contentRange(range, body.count))
      return response
    }
    // The boundary cannot stand in content that was there before it (RFC 2046, 5.1.1).
    let boundary = "part-" + String(RequestNumbers.shared.next(), radix: 16)
    let type = headers["Content-Type"]
    response.headers.set("Content-Type", "multipart/byteranges; boundary=\(boundary)")
    response.body = .none
    for range in ranges {
      var text = "\r\n--\(boundary)\r\n"
      if let type { text += "Content-Type: \(type)\r\n" }
      text += "Content-Range: \(Response.contentRange(range, body.count))\r\n\r\n"
      response.parts += [.bytes(Array(text.utf8)), body.part(range)]
    }
    response.parts.append(.bytes(Array("\r\n--\(boundary)--\r\n".utf8)))
    return response
  }

  private static func contentRange(_ range: Range<Int64>, _ length: Int64) -> String {
    "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
  }
}

extension Response.Content {
  /// A part; `range` lies in the content. A part of a file stays in the file.
  fileprivate func part(_ range: Range<Int64>) -> Response.Content {
    let (lower, upper) = (Int(range.lowerBound), Int(range.upperBound))
    switch self {
    case .none, .events: return .none
    case .bytes(let bytes): return .bytes(Array(bytes[lower..<upper]))
    case .shared(let shared): return .shared(shared.slice(lower..<upper))
    case .file(let file, let whole):
      let start = whole.lowerBound
      return .file(file, range: (start + range.lowerBound)..<(start + range.upperBound))
    }
  }
}
