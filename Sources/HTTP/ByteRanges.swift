/// The `Range` field against a representation of known length (RFC 9110, 14.1 and 14.2).
enum ByteRanges: Equatable {
  /// Another unit, malformed or more than is reasonable: answered as if it were not there.
  case ignored
  /// None of the ranges lies in the representation: 416.
  case unsatisfiable
  /// In the order asked for, neither overlapping nor empty.
  case parts([Range<Int64>])

  /// More than any reader of documents asks for; a hostile list would cost a header for each octet
  /// (RFC 9110, 17.15).
  static let limit = 16

  init(_ field: String, length: Int64) {
    let bytes = Array(field.utf8)
    guard let equals = bytes.firstIndex(of: Octet.equals),
      bytes.span.extracting(0..<equals).equalsIgnoringCase("bytes"),
      let wanted = ByteRanges.specifiers(bytes.span, (equals + 1)..<bytes.count, length)
    else {
      self = .ignored
      return
    }
    let satisfiable = wanted.filter { !$0.isEmpty }
    self = satisfiable.isEmpty ? .unsatisfiable : .parts(ByteRanges.coalesced(satisfiable))
  }

  /// An unsatisfiable range is an empty one; nil when one is malformed or there are too many.
  private static func specifiers(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ length: Int64
  ) -> [Range<Int64>]? {
    var found: [Range<Int64>] = []
    var isValid = true
    bytes.forEachMember(of: range) { member in
      guard isValid, found.count < limit, let one = specifier(bytes, member, length) else {
        isValid = false
        return
      }
      found.append(one)
    }
    return isValid && !found.isEmpty ? found : nil
  }

  private static func specifier(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ length: Int64
  ) -> Range<Int64>? {
    guard let dash = bytes.firstIndex(of: Octet.dash, in: range) else { return nil }
    let (first, last) = (range.lowerBound..<dash, (dash + 1)..<range.upperBound)
    if first.isEmpty {
      guard let suffix = number(bytes, last) else { return nil }
      return (length - min(suffix, length))..<length
    }
    guard let lower = number(bytes, first) else { return nil }
    if last.isEmpty { return min(lower, length)..<length }
    guard let upper = number(bytes, last), lower <= upper else { return nil }
    return min(lower, length)..<min(upper, length - 1) + 1
  }

  /// A number too large for 63 bits is beyond any representation.
  private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty, range.allSatisfy({ Octet.isDigit(bytes[$0]) }) else { return nil }
    return bytes.decimal(range) ?? .max
  }

  /// Joins what overlaps (RFC 9110, 15.3.7.2), so that no octet is sent twice; what remains keeps
  /// the order asked for.
  private static func coalesced(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
    var joined: [Range<Int64>] = []
    for range in ranges {
      var whole = range
      while let index = joined.firstIndex(where: { $0.overlaps(whole) }) {
        let other = joined.remove(at: index)
        whole = min(whole.lowerBound, other.lowerBound)..<max(whole.upperBound, other.upperBound)
      }
      joined.append(whole)
    }
    return joined
  }
}
