@testable import HTTP

/// What a Range field selects lies in the content, is never sent twice and is what was asked for. The
/// first two octets are the length of the content.
func checkRange(_ input: [UInt8]) throws(Finding) {
  guard input.count >= 2 else { return }
  let length = Int64(input[0]) + Int64(input[1] & 3) * 256
  let field = String(decoding: input[2...], as: UTF8.self)
  let wanted = wanted(Array(field.utf8), length)
  switch ByteRanges(field, length: length) {
  case .ignored: try require(wanted == nil, "ignored \(field)")
  case .unsatisfiable:
    try require(wanted?.contains(true) == false, "unsatisfiable of \(length): \(field)")
  case .parts(let parts):
    try require(!parts.isEmpty && parts.count <= ByteRanges.limit, "\(parts.count) parts")
    var covered = [Bool](repeating: false, count: Int(length))
    for part in parts {
      try require(!part.isEmpty && part.lowerBound >= 0 && part.upperBound <= length, "\(part)")
      for octet in part {
        try require(!covered[Int(octet)], "\(octet) twice")
        covered[Int(octet)] = true
      }
    }
    try require(wanted == covered, "\(parts) of \(length) for \(field)")
  }
  try checkHuge(field)
}

/// Every octet asked for, octet by octet; nil where the field has no meaning.
private func wanted(_ field: [UInt8], _ length: Int64) -> [Bool]? {
  guard let equals = field.firstIndex(of: Octet.equals),
    field[..<equals].map(Octet.lowercase) == Array("bytes".utf8)
  else { return nil }
  var found = [Bool](repeating: false, count: Int(length))
  func add(_ range: Range<Int64>) { for octet in range { found[Int(octet)] = true } }
  let members = field[(equals + 1)...].split(separator: Octet.comma).map(trimmed)
    .filter { !$0.isEmpty }
  guard !members.isEmpty, members.count <= ByteRanges.limit else { return nil }
  for member in members {
    let ends = member.split(separator: Octet.dash, maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy(Octet.isDigit) }) else { return nil }
    let (first, last) = (number(ends[0]), number(ends[1]))
    switch (first, last) {
    case (nil, nil): return nil
    case (nil, let suffix?): add(max(0, length - suffix)..<length)
    case (let first?, nil): add(min(first, length)..<length)
    case (let first?, let last?):
      guard first <= last else { return nil }
      add(min(first, length)..<min(last, length - 1) + 1)
    }
  }
  return found
}

private func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] {
  let bytes = Array(text)
  return Array(bytes[bytes.span.trimmed(0..<bytes.count)])
}

/// nil for nothing; what 63 bits do not hold is beyond every content.
private func number(_ digits: ArraySlice<UInt8>) -> Int64? {
  digits.isEmpty ? nil : Int64(String(decoding: digits, as: UTF8.self)) ?? .max
}

/// The largest content there can be overflows nothing.
private func checkHuge(_ field: String) throws(Finding) {
  guard case .parts(let parts) = ByteRanges(field, length: .max) else { return }
  try require(parts.allSatisfy { $0.lowerBound >= 0 && !$0.isEmpty }, "\(parts)")
}
