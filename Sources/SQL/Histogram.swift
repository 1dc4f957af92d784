/// How often a figure fell into each of a few ranges.
public struct Histogram: Sendable {
  /// Upper bounds, ascending; each belongs to its range.
  public let bounds: [Int]
  /// One for each bound, and one for what is above them all.
  public private(set) var counts: [Int]
  public private(set) var sum = 0

  init(_ bounds: [Int]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  mutating func note(_ value: Int) {
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    sum += value
  }
}
