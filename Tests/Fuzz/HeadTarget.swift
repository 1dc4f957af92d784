@testable import HTTP

/// A head means the same however it is cut, and what it means can be written down and read again.
func checkHead(_ input: [UInt8]) throws(Finding) {
  var limits = Limits()
  let cut = input.cut
  // Every other input also meets the limits.
  if cut & 1 == 1 { (limits.requestLine, limits.head, limits.fields) = (40, 120, 4) }
  let whole = parsed(input, [input.count], limits)
  try require(whole == parsed(input, [cut, input.count], limits), "cut at \(cut)")
  if cut & 2 == 2 {
    try require(whole == parsed(input, Array(0...input.count), limits), "octet by octet differs")
  }
  var parser = RequestParser()
  guard case .complete(let length) = parser.parse(input.span, Limits()) else { return }
  try checkOctets(Array(input[..<length]))
  guard let head = RequestHead(parser, input.span.extracting(0..<length)) else { return }
  try checkMeaning(head)
  try checkRoundTrip(head)
}

/// Feeds prefixes that end at `ends` until the parser has decided.
private func parsed(_ input: [UInt8], _ ends: [Int], _ limits: Limits) -> HeadMeaning {
  var parser = RequestParser()
  for end in ends {
    let outcome = parser.parse(input.span.extracting(0..<end), limits)
    if outcome != .incomplete { return HeadMeaning(outcome, parser) }
  }
  return HeadMeaning(.incomplete, parser)
}

/// What two ways of reading one head must agree on.
private struct HeadMeaning: Equatable {
  let outcome: RequestParser.Outcome
  let method: Method
  var ranges: [Range<Int>?] = []
  var flags: [Bool] = []
  var length: Int64?

  init(_ outcome: RequestParser.Outcome, _ parser: RequestParser) {
    self.outcome = outcome
    method = parser.line.method
    guard case .complete = outcome else { return }
    let (line, semantics) = (parser.line, parser.semantics)
    ranges = [line.target, line.path, line.query, line.authority, semantics.host]
    ranges += parser.fields.flatMap { [$0.name, $0.value] }
    length = semantics.contentLength
    flags = [
      line.isVersion11, line.asksSecure, line.hasEscapes, semantics.isChunked,
      semantics.expectsContinue, semantics.isConditional, semantics.isEncoded,
      semantics.keepsAlive(line),
    ]
  }
}

/// No octet that another reader could take for the end of a line or of the text.
private func checkOctets(_ head: [UInt8]) throws(Finding) {
  for (index, octet) in head.enumerated() where !Octet.isText(octet) {
    let follows = index > 0 && head[index - 1] == Octet.carriageReturn
    let leads = index + 1 < head.count && head[index + 1] == Octet.lineFeed
    try require(
      octet == Octet.carriageReturn ? leads : octet == Octet.lineFeed && follows,
      "octet \(octet) at \(index)")
  }
  try require(head.suffix(4) == [13, 10, 13, 10], "the head does not end")
}

private func checkMeaning(_ head: RequestHead) throws(Finding) {
  let semantics = head.semantics
  try require(!semantics.isChunked || semantics.contentLength == nil, "two framings")
  try require(!semantics.isChunked || head.line.isVersion11, "chunked in HTTP/1.0")
  try require(semantics.contentLength.map { $0 >= 0 } ?? true, "negative length")
  try require(head.host != nil || !head.line.isVersion11, "no host")
  try require(head.path == "*" || head.path.utf8.first == Octet.slash, "path \(head.path)")
  try require(head.path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "control in the path")
  for name in ["host", "content-length", "transfer-encoding"] {
    let count = head.allFields.count { $0.name.lowercased() == name }
    try require(count <= 1, "\(name) \(count) times")
  }
  _ = try? head.query(FormLimits())
  _ = head.cookie("session")
  let proxied = Forwarded(head, .loopback, ServerConfiguration())
  _ = head.refusal(isSecure: proxied.isSecure)
}

/// Written down in one way only, the head still says the same.
private func checkRoundTrip(_ head: RequestHead) throws(Finding) {
  let version: StaticString = head.line.isVersion11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n"
  var bytes: [UInt8] = []
  bytes.append(head.line.method.name)
  bytes.append(Octet.space)
  bytes.append(text: head.target)
  bytes.append(version)
  // Values that are no UTF-8 come back as other octets, so only their names are compared.
  for field in head.allFields {
    bytes.append(text: "\(field.name): \(field.value)\r\n")
  }
  bytes.append("\r\n")
  var limits = Limits()
  limits.head *= 2
  var parser = RequestParser()
  let outcome = parser.parse(bytes.span, limits)
  try require(outcome == .complete(length: bytes.count), "written again: \(outcome)")
  guard let again = RequestHead(parser, bytes.span) else {
    throw Finding(description: "written again it is refused")
  }
  let before = head.allFields.map { [$0.name, $0.value] }
  try require(again.allFields.map { [$0.name, $0.value] } == before, "other fields")
  try require(again.path == head.path && again.host == head.host, "other path or host")
  try require(again.semantics.contentLength == head.semantics.contentLength, "other length")
  try require(again.semantics.isChunked == head.semantics.isChunked, "other framing")
}
