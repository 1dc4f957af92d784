@testable import HTTP

/// Decoding happens once, and encoding undoes it.
func checkPercent(_ input: [UInt8]) throws(Finding) {
  let span = input.span
  let decoded = PercentDecoding.decode(span, 0..<input.count, plusIsSpace: false)
  try require(decoded == expected(input), "decoded \(decoded ?? "nil")")
  if let decoded, input.cut & 3 == 0 {
    try require(decoded.utf8.count <= input.count, "longer than the input")
    let encoded = PercentDecoding.encode(decoded)
    try require(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "encoded \(encoded)")
    try require(PercentDecoding.decode(encoded) == decoded, "encoded and decoded it differs")
    if !decoded.utf8.contains(Octet.percent) {
      try require(PercentDecoding.decode(decoded) == decoded, "decoded twice it differs")
    }
  }
  let plain = input.map { $0 == Octet.plus ? Octet.space : $0 }
  try require(
    PercentDecoding.decode(span, 0..<input.count, plusIsSpace: true) == expected(plain),
    "a plus is not a blank")
  try checkQuery(input)
}

/// The rule in the plainest words.
private func expected(_ input: [UInt8]) -> String? {
  var out: [UInt8] = []
  var rest = input[...]
  while let octet = rest.popFirst() {
    guard octet == Octet.percent else {
      out.append(octet)
      continue
    }
    guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
    else { return nil }
    out.append(high * 16 + low)
  }
  return String(validating: out, as: UTF8.self)
}

private func digit(_ octet: UInt8) -> UInt8? {
  switch octet {
  case 0x30...0x39: octet - 0x30
  case 0x41...0x46: octet - 0x37
  case 0x61...0x66: octet - 0x57
  default: nil
  }
}

/// Pairs that were read can be written and read again.
private func checkQuery(_ input: [UInt8]) throws(Finding) {
  var limits = FormLimits()
  (limits.fields, limits.nameLength, limits.valueLength) = (20, 30, 100)
  guard let query = try? QueryFields.decode(input.span, 0..<input.count, limits: limits) else {
    return
  }
  try require(query.pairs.count <= limits.fields, "too many pairs")
  guard input.cut & 3 == 1 else { return }
  let text = query.pairs.map { pair in
    PercentDecoding.encode(pair.name) + "=" + PercentDecoding.encode(pair.value)
  }
  let bytes = Array(text.joined(separator: "&").utf8)
  let again = try? QueryFields.decode(bytes.span, 0..<bytes.count, limits: limits)
  try require(
    again?.pairs.map { [$0.name, $0.value] } == query.pairs.map { [$0.name, $0.value] },
    "written again the pairs differ")
}
