/// How hard a symbol is to read (ISO/IEC 18004, 7.8.3.1); lower is better.
struct QRPenalty {
  let total: Int

  init(_ matrix: QRMatrix) {
    var total = Self.squares(matrix) + Self.balance(matrix)
    for index in 0..<matrix.size {
      var (row, column): (UInt64, UInt64) = (0, 0)
      for place in 0..<matrix.size {
        if matrix[place, index] { row |= 1 << UInt64(place) }
        if matrix[index, place] { column |= 1 << UInt64(place) }
      }
      total += Self.line(row, matrix.size) + Self.line(column, matrix.size)
    }
    self.total = total
  }

  /// Runs of five or more, and what looks like a finder pattern. A line is at most 57 bits.
  private static func line(_ modules: UInt64, _ size: Int) -> Int {
    var (penalty, run, last) = (0, 0, modules & 1)
    for place in 0..<size {
      let module = modules >> UInt64(place) & 1
      run = module == last ? run + 1 : 1
      last = module
      if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
    }
    return penalty + finderLike(modules, size) * 40
  }

  /// How often dark-light-dark x 3-light-dark has four light modules on a side; outside is light.
  private static func finderLike(_ modules: UInt64, _ size: Int) -> Int {
    let core: UInt64 = 0b101_1101
    let padded = modules << 4
    return (0...size - 7).count { start in
      let window = padded >> UInt64(start)
      return window & 0x7FF == core << 4 || window >> 4 & 0x7FF == core
    }
  }

  /// Squares of 2 x 2 in one colour.
  private static func squares(_ matrix: QRMatrix) -> Int {
    var count = 0
    for y in 0..<matrix.size - 1 {
      for x in 0..<matrix.size - 1 {
        let colour = matrix[x, y]
        let isSquare =
          colour == matrix[x + 1, y] && colour == matrix[x, y + 1]
          && colour == matrix[x + 1, y + 1]
        if isSquare { count += 1 }
      }
    }
    return count * 3
  }

  /// Ten for each whole 5 % that the share of dark modules is away from a half.
  private static func balance(_ matrix: QRMatrix) -> Int {
    let dark = matrix.dark.count { $0 }
    return abs(dark * 20 - matrix.dark.count * 10) / matrix.dark.count * 10
  }
}
