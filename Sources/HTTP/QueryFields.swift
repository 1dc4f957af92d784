/// Decoded name and value pairs in the order they came: a query or an urlencoded form.
public struct QueryFields: Sendable, Sequence {
  /// Names may repeat and may be empty.
  public let pairs: [(name: String, value: String)]

  public init(_ pairs: [(name: String, value: String)] = []) { self.pairs = pairs }

  /// Reads `a=1&b=2`; nil where it is damaged or too long for an address.
  public init?(text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count <= 8_192,
      let fields = try? Self.decode(bytes.span, 0..<bytes.count, limits: FormLimits())
    else { return nil }
    self = fields
  }

  /// Whether there is no pair.
  public var isEmpty: Bool { pairs.isEmpty }

  /// The first value of that name.
  public func first(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// All values of that name, in order.
  public func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  public func makeIterator() -> IndexingIterator<[(name: String, value: String)]> {
    pairs.makeIterator()
  }

  /// Decodes `a=1&b=2`, also under limits; `nil` name in an error means the name itself was bad.
  static func decode(
    _ bytes: Span<UInt8>, _ range: Range<Int>, limits: FormLimits
  ) throws(FormError) -> QueryFields {
    var pairs: [(name: String, value: String)] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: Octet.ampersand, in: start..<range.upperBound)
      let pair = start..<(end ?? range.upperBound)
      start = pair.upperBound + 1
      if pair.isEmpty { continue }
      guard pairs.count < limits.fields else { throw .tooMany }
      pairs.append(try decodePair(bytes, pair, limits: limits))
    }
    return QueryFields(pairs)
  }

  private static func decodePair(
    _ bytes: Span<UInt8>, _ pair: Range<Int>, limits: FormLimits
  ) throws(FormError) -> (name: String, value: String) {
    let middle = bytes.firstIndex(of: Octet.equals, in: pair) ?? pair.upperBound
    let valueStart = Swift.min(middle + 1, pair.upperBound)
    guard
      let name = PercentDecoding.decode(bytes, pair.lowerBound..<middle, plusIsSpace: true)
    else { throw .badEncoding(field: nil) }
    guard name.utf8.count <= limits.nameLength else { throw .tooLarge(field: nil) }
    guard
      let value = PercentDecoding.decode(bytes, valueStart..<pair.upperBound, plusIsSpace: true)
    else { throw .badEncoding(field: name) }
    guard value.utf8.count <= limits.valueLength else { throw .tooLarge(field: name) }
    return (name, value)
  }
}
