@testable import HTTP

/// The values of single fields. The first octet chooses which.
func checkValues(_ input: [UInt8]) throws(Finding) {
  guard let first = input.first else { return }
  let rest = Array(input.dropFirst())
  let text = String(decoding: rest, as: UTF8.self)
  switch first % 7 {
  case 0: try checkDate(text)
  case 1: try checkTags(text)
  case 2: try checkCodings(text)
  case 3: try checkMediaType(text)
  case 4: try checkHost(rest)
  case 5: try checkProxy(rest)
  default: try checkAddress(text)
  }
}

/// Every date that is accepted has one second, and that second has its text.
private func checkDate(_ text: String) throws(Finding) {
  guard let seconds = HTTPDate.seconds(text, now: 1_700_000_000), seconds >= 0 else { return }
  try require(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds, "\(text) is \(seconds)")
}

private func checkTags(_ text: String) throws(Finding) {
  if let tag = EntityTag(text) {
    try require(tag.isWeakly(tag), "a tag unlike itself")
    try require(tag.isStrongly(tag) != tag.isWeak, "a weak tag is strong")
    try require(EntityTag.list(text) == [tag], "a tag that is no list")
  }
  guard let tags = EntityTag.list(text) else { return }
  let written = tags.map { ($0.isWeak ? "W/" : "") + String(decoding: $0.opaque, as: UTF8.self) }
  try require(EntityTag.list(written.joined(separator: " ,, ")) == tags, "written again")
}

private func checkCodings(_ text: String) throws(Finding) {
  let codings = AcceptedCodings(text)
  try require(0...1000 ~= codings.gzip && 0...1000 ~= codings.identity, "weights")
  let refusing = AcceptedCodings("gzip;q=0, \(text)")
  let isNamed = text.lowercased().utf8.split(separator: Octet.comma).count > 0
  if !isNamed { try require(refusing.gzip == 0, "gzip in spite of its weight") }
}

private func checkMediaType(_ text: String) throws(Finding) {
  guard let type = MediaType(text) else { return }
  let halves = type.essence.utf8.split(separator: Octet.slash)
  try require(halves.count == 2, type.essence)
  try require(halves.allSatisfy { $0.allSatisfy(Octet.isToken) }, type.essence)
  try require(MediaType(type.essence)?.essence == type.essence, "written again")
}

/// What passes for a host names one place and nothing else of a URI.
private func checkHost(_ bytes: [UInt8]) throws(Finding) {
  guard RequestSemantics.isHost(bytes.span, 0..<bytes.count) else { return }
  try require(!bytes.isEmpty, "empty")
  try require(!bytes.contains { "@/?#\\ ,\"<>%".utf8.contains($0) || $0 >= 0x7f }, "\(bytes)")
}

private func checkProxy(_ bytes: [UInt8]) throws(Finding) {
  let whole = ProxyProtocol.parse(bytes.span)
  for end in 0..<bytes.count {
    let part = ProxyProtocol.parse(bytes.span.extracting(0..<end))
    if part == .incomplete { continue }
    return try require(part == whole, "decided at \(end) and differently later")
  }
  if case .complete(let length, _) = whole {
    try require(length >= 16 && length <= bytes.count, "length \(length)")
  }
}

private func checkAddress(_ text: String) throws(Finding) {
  if let address = PeerAddress(text) {
    try require(PeerAddress(address.text) == address, "\(text) is \(address.text)")
    try require(PeerAddress(node: address.text[...]) == address, "as a node: \(address.text)")
    let own = AddressRange(address.text)
    try require(own?.contains(address) == true, "outside itself: \(address.text)")
  }
  if let range = AddressRange(text) { _ = range.contains(.loopback) }
}
