/// The parsers that read what a stranger sends, by the names of their corpora. Each takes any octets
/// and says what it must hold besides not trapping.
enum FuzzTarget: String, CaseIterable {
  case head, chunked, multipart, percent, cookie, range, values

  func check(_ input: [UInt8]) throws(Finding) {
    switch self {
    case .head: try checkHead(input)
    case .chunked: try checkChunked(input)
    case .multipart: try checkMultipart(input)
    case .percent: try checkPercent(input)
    case .cookie: try checkCookie(input)
    case .range: try checkRange(input)
    case .values: try checkValues(input)
    }
  }
}

/// Something a parser did that it must never do.
struct Finding: Error, CustomStringConvertible {
  let description: String
}

func require(_ holds: Bool, _ what: @autoclosure () -> String) throws(Finding) {
  guard holds else { throw Finding(description: what()) }
}

extension [UInt8] {
  /// Where to cut the input: anywhere, but for one input always at the same place.
  var cut: Int { Int(reduce(UInt(count)) { ($0 &* 31) &+ UInt($1) } % UInt(count + 1)) }
}
