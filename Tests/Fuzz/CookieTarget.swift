@testable import HTTP

/// The first pair of a name is found as the plainest reading of RFC 6265, 5.4 finds it, and what we
/// set comes back as it was.
func checkCookie(_ input: [UInt8]) throws(Finding) {
  let middle = input.cut
  let name = names[middle & 3]
  let found = Cookie.value(name, in: input.span, 0..<input.count)
  try require(found == expected(name, input), "\(name): \(found ?? "nil")")
  // Setting costs far more than reading, so only some inputs are set.
  guard middle % 8 == 0 else { return }
  var cookie = Cookie(
    name: String(decoding: input[..<middle], as: UTF8.self),
    value: String(decoding: input[middle...], as: UTF8.self))
  cookie.maxAge = Int64(input.count)
  try checkSet(cookie)
}

private let names = ["a", "session", "__Host-s", ""]

private func expected(_ name: String, _ input: [UInt8]) -> String? {
  for pair in input.split(separator: Octet.semicolon) {
    let pair = input.span.trimmed(pair.startIndex..<pair.endIndex)
    guard let equals = input[pair].firstIndex(of: Octet.equals),
      input[pair.lowerBound..<equals].elementsEqual(name.utf8)
    else { continue }
    return String(validating: input[(equals + 1)..<pair.upperBound], as: UTF8.self)
  }
  return nil
}

private func checkSet(_ cookie: Cookie) throws(Finding) {
  let header = Array(cookie.headerValue.utf8)
  try require(header.allSatisfy { $0 >= 0x20 && $0 < 0x7f }, "an octet that no field may hold")
  let attributes = header.split(separator: Octet.semicolon)
  try require(attributes.count == 6, "\(attributes.count) attributes")
  var headers = Headers()
  headers.append("Set-Cookie", cookie.headerValue)
  try require(headers["Set-Cookie"] == cookie.headerValue, "changed in the field")
  let pair = Array(attributes[0])
  guard let equals = pair.firstIndex(of: Octet.equals) else {
    throw Finding(description: "no pair")
  }
  // A name with an equals sign in it ends there for every reader.
  let name = String(decoding: pair[..<equals], as: UTF8.self)
  let value = String(decoding: pair[(equals + 1)...], as: UTF8.self)
  try require(Cookie.value(name, in: pair.span, 0..<pair.count) == value, "not found again")
}
