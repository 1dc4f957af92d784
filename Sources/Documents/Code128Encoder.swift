/// Finds the shortest row of symbol characters for a text, by dynamic programming from its end.
struct Code128Encoder {
  /// The code sets; raw values are columns of the table.
  private enum CodeSet: Int, CaseIterable {
    case a, b, c
  }

  /// What to write next, in the set that holds.
  private enum Step {
    case character
    case pair
    /// One character of the other of A and B.
    case shifted
    case latch(CodeSet)
    case end
  }

  private let text: [UInt8]
  /// The fewest symbol characters from a position on, and the step that begins them, by set.
  private var cost: [[Int]]
  private var step: [[Step]]

  init(_ text: [UInt8]) {
    self.text = text
    cost = [[Int]](repeating: [0, 0, 0], count: text.count + 1)
    step = [[Step]](repeating: [.end, .end, .end], count: text.count + 1)
    for position in text.indices.reversed() { solve(position) }
  }

  /// The values of the start character and the text.
  func values() -> [Int] {
    var set = CodeSet.b
    for other in CodeSet.allCases where cost[0][other.rawValue] < cost[0][set.rawValue] {
      set = other
    }
    var values = [103 + set.rawValue]
    var position = 0
    while true {
      switch step[position][set.rawValue] {
      case .end: return values
      case .character:
        values.append(value(at: position, in: set))
        position += 1
      case .pair:
        values.append(Int(text[position] - 48) * 10 + Int(text[position + 1] - 48))
        position += 2
      case .shifted:
        values.append(98)
        values.append(value(at: position, in: set == .a ? .b : .a))
        position += 1
      case .latch(let other):
        values.append(other == .a ? 101 : other == .b ? 100 : 99)
        set = other
      }
    }
  }

  private mutating func solve(_ position: Int) {
    var best = CodeSet.allCases.map { direct(position, in: $0) }
    let stay = best.map(\.cost)
    for set in CodeSet.allCases {
      for other in CodeSet.allCases where other != set {
        let latched = stay[other.rawValue] + 1
        if latched < best[set.rawValue].cost { best[set.rawValue] = (latched, .latch(other)) }
      }
    }
    cost[position] = best.map(\.cost)
    step[position] = best.map(\.step)
  }

  /// The cheapest way on from `position` whose next symbol character carries text.
  private func direct(_ position: Int, in set: CodeSet) -> (cost: Int, step: Step) {
    // Large enough never to win, small enough to be added to.
    let impossible = (cost: 1 << 20, step: Step.end)
    if set == .c {
      guard position + 1 < text.count, text[position] &- 48 < 10, text[position + 1] &- 48 < 10
      else { return impossible }
      return (1 + cost[position + 2][set.rawValue], .pair)
    }
    let rest = cost[position + 1][set.rawValue]
    return has(text[position], set) ? (1 + rest, .character) : (2 + rest, .shifted)
  }

  private func has(_ octet: UInt8, _ set: CodeSet) -> Bool { set == .a ? octet < 96 : octet >= 32 }

  /// Set A ends with the control characters, set B begins with the space (Table 1).
  private func value(at position: Int, in set: CodeSet) -> Int {
    let octet = Int(text[position])
    return set == .a && octet < 32 ? octet + 64 : octet - 32
  }
}
