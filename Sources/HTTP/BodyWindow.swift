/// Searches a body of any size through one window of memory.
struct BodyWindow {
  let body: Body
  private let size: Int64
  private var bytes: [UInt8] = []
  private var start: Int64 = 0
  /// Octets read at once.
  private let width: Int

  init(_ body: Body, width: Int = 65536) {
    self.body = body
    self.width = width
    size = body.count
    if case .bytes(let all) = body { bytes = all }
  }

  /// Whether `pattern` stands at `position`.
  mutating func holds(_ pattern: [UInt8], at position: Int64) throws(FormError) -> Bool {
    guard position + Int64(pattern.count) <= size else { return false }
    let offset = try load(position, pattern.count)
    return Self.matches(pattern.span, bytes.span, at: offset)
  }

  /// Where `pattern` begins at or after `from`, at most `within` octets further.
  mutating func find(
    _ pattern: [UInt8], from: Int64, within: Int?
  ) throws(FormError) -> Int64? {
    let last = size - Int64(pattern.count)
    let bound = within.map { min(last, from + Int64($0)) } ?? last
    var position = from
    while position <= bound {
      let offset = try load(position, pattern.count)
      let stop = min(bytes.count - pattern.count, offset + Int(bound - position))
      if let hit = Self.search(pattern.span, bytes.span, offset, stop) {
        return start + Int64(hit)
      }
      position = start + Int64(stop) + 1
    }
    return nil
  }

  /// A copy of a part of the body.
  func bytes(_ range: Range<Int64>) throws(FormError) -> [UInt8] {
    do {
      return try body.read(
        at: range.lowerBound, count: Int(range.upperBound - range.lowerBound))
    } catch { throw .unreadable(error) }
  }

  /// Makes `count` octets from `position` present; returns their offset in the window.
  private mutating func load(_ position: Int64, _ count: Int) throws(FormError) -> Int {
    if position < start || position + Int64(count) > start + Int64(bytes.count) {
      do {
        bytes = try body.read(at: position, count: max(count, width))
      } catch { throw .unreadable(error) }
      start = position
      guard bytes.count >= count else { throw .malformed }
    }
    return Int(position - start)
  }

  private static func search(
    _ pattern: Span<UInt8>, _ bytes: Span<UInt8>, _ from: Int, _ through: Int
  ) -> Int? {
    var index = from
    while index <= through {
      if bytes[index] == pattern[0], matches(pattern, bytes, at: index) { return index }
      index += 1
    }
    return nil
  }

  private static func matches(
    _ pattern: Span<UInt8>, _ bytes: Span<UInt8>, at offset: Int
  ) -> Bool {
    for index in pattern.indices where bytes[offset + index] != pattern[index] { return false }
    return true
  }
}
