/// A small reader of undamaged symbols, written from ISO/IEC 18004 and sharing nothing with the
/// encoder: it checks format, version and every syndrome, then reads the bytes.
struct QRDecoder {
  struct Unreadable: Error {
    let reason: String
  }

  let mask: Int
  private let size: Int
  private let modules: [Bool]
  private var version: Int { (size - 17) / 4 }

  init(_ modules: [Bool], size: Int) throws {
    (self.modules, self.size) = (modules, size)
    let at = { (x: Int, y: Int) in modules[y * size + x] ? 1 : 0 }
    var (first, second) = (0, 0)
    // From the highest bit: along row 8 and up column 8; up column 8 and along row 8.
    let around = [0, 1, 2, 3, 4, 5, 7, 8].map { ($0, 8) } + [7, 5, 4, 3, 2, 1, 0].map { (8, $0) }
    for (x, y) in around { first = first << 1 | at(x, y) }
    for y in 1...7 { second = second << 1 | at(8, size - y) }
    for x in (1...8).reversed() { second = second << 1 | at(size - x, 8) }
    guard first == second else { throw Unreadable(reason: "formats differ") }
    guard let format = Self.formats.firstIndex(of: first) else {
      throw Unreadable(reason: "not level M")
    }
    guard at(8, size - 8) == 1 else { throw Unreadable(reason: "dark module") }
    mask = format
    try checkPatterns()
  }

  /// The format words of level M with masks 0...7 (annex C, table C.1).
  private static let formats = [
    0x5412, 0x5125, 0x5E7C, 0x5B4B, 0x45F9, 0x40CE, 0x4F97, 0x4AA0,
  ]
  /// The version words 7...10 (annex D, table D.1).
  private static let versions = [7: 0x07C94, 8: 0x085BC, 9: 0x09A99, 10: 0x0A4D3]
  /// Blocks as (count, all codewords, data codewords) of level M (table 9).
  private static let blocks: [[(Int, Int, Int)]] = [
    [(1, 26, 16)], [(1, 44, 28)], [(1, 70, 44)], [(2, 50, 32)], [(2, 67, 43)], [(4, 43, 27)],
    [(4, 49, 31)], [(2, 60, 38), (2, 61, 39)], [(3, 58, 36), (2, 59, 37)],
    [(4, 69, 43), (1, 70, 44)],
  ]
  /// Table E.1.
  private static let centres = [
    [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46],
    [6, 28, 50],
  ]

  private func isDark(_ x: Int, _ y: Int) -> Bool { modules[y * size + x] }

  private func checkPatterns() throws {
    for index in 8..<size - 8 {
      guard isDark(index, 6) == (index % 2 == 0), isDark(6, index) == (index % 2 == 0) else {
        throw Unreadable(reason: "timing")
      }
    }
    let finder: [[Character]] = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#"].map(
      Array.init)
    for (y, row) in (finder + [finder[1], finder[0]]).enumerated() {
      for (x, mark) in row.enumerated() {
        let corners = [(x, y), (size - 7 + x, y), (x, size - 7 + y)]
        guard corners.allSatisfy({ isDark($0.0, $0.1) == (mark == "#") }) else {
          throw Unreadable(reason: "finder")
        }
      }
    }
    guard let word = Self.versions[version] else { return }
    for bit in 0..<18 {
      let (a, b) = (bit / 3, size - 11 + bit % 3)
      let expected = word >> bit & 1 == 1
      guard isDark(a, b) == expected, isDark(b, a) == expected else {
        throw Unreadable(reason: "version")
      }
    }
  }

  func text() throws -> String {
    let data = try dataCodewords(codewords())
    var position = 0
    func bits(_ count: Int) -> Int {
      defer { position += count }
      return (position..<position + count).reduce(0) {
        $0 << 1 | Int(data[$1 / 8] >> UInt8(7 - $1 % 8) & 1)
      }
    }
    guard bits(4) == 4 else { throw Unreadable(reason: "mode") }
    let count = bits(version < 10 ? 8 : 16)
    let bytes = (0..<count).map { _ in UInt8(bits(8)) }
    guard data.count * 8 - position < 4 || bits(4) == 0 else {
      throw Unreadable(reason: "terminator")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func isData(_ x: Int, _ y: Int) -> Bool {
    if x == 6 || y == 6 { return false }
    if x < 9 && y < 9 || x < 9 && y > size - 9 || x > size - 9 && y < 9 { return false }
    if version >= 7 && (x < 6 && y > size - 12 || y < 6 && x > size - 12) { return false }
    let centres = Self.centres[version - 1]
    for a in centres {
      for b in centres where abs(x - a) <= 2 && abs(y - b) <= 2 {
        let isCorner =
          a == 6 && b == 6 || a == 6 && b == size - 7 || a == size - 7 && b == 6
        if !isCorner { return false }
      }
    }
    return true
  }

  private func isMasked(_ i: Int, _ j: Int) -> Bool {
    switch mask {
    case 0: (i + j) % 2 == 0
    case 1: i % 2 == 0
    case 2: j % 3 == 0
    case 3: (i + j) % 3 == 0
    case 4: (i / 2 + j / 3) % 2 == 0
    case 5: (i * j) % 2 + (i * j) % 3 == 0
    case 6: ((i * j) % 2 + (i * j) % 3) % 2 == 0
    default: ((i + j) % 2 + (i * j) % 3) % 2 == 0
    }
  }

  private func codewords() -> [UInt8] {
    var bits: [Bool] = []
    var columns = Array(stride(from: size - 1, to: 6, by: -2))
    columns += [5, 3, 1]
    for (turn, right) in columns.enumerated() {
      for step in 0..<size {
        let y = turn % 2 == 0 ? size - 1 - step : step
        for x in [right, right - 1] where isData(x, y) {
          bits.append(isDark(x, y) != isMasked(y, x))
        }
      }
    }
    return (0..<bits.count / 8).map { word in
      bits[word * 8..<word * 8 + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }
  }

  private func dataCodewords(_ codewords: [UInt8]) throws -> [UInt8] {
    let layout = Self.blocks[version - 1].flatMap { Array(repeating: ($0.1, $0.2), count: $0.0) }
    guard layout.reduce(0, { $0 + $1.0 }) == codewords.count else {
      throw Unreadable(reason: "codewords")
    }
    var blocks = layout.map { _ in [UInt8]() }
    var rest = codewords[...]
    for index in 0..<(layout.map(\.1).max() ?? 0) {
      for (block, sizes) in layout.enumerated() where index < sizes.1 {
        blocks[block].append(rest.removeFirst())
      }
    }
    while !rest.isEmpty { for block in blocks.indices { blocks[block].append(rest.removeFirst()) } }
    for block in blocks { try checkSyndromes(block, corrections: layout[0].0 - layout[0].1) }
    return zip(blocks, layout).flatMap { $0.prefix($1.1) }
  }

  /// The block as a polynomial is zero at the powers of 2 that the code has as roots.
  private func checkSyndromes(_ block: [UInt8], corrections: Int) throws {
    var exponents = [Int](repeating: 1, count: 255)
    for index in 1..<255 {
      let doubled = exponents[index - 1] * 2
      exponents[index] = doubled > 255 ? doubled ^ 0x11D : doubled
    }
    for root in 0..<corrections {
      var sum = 0
      for (index, word) in block.reversed().enumerated() where word != 0 {
        guard let logarithm = exponents.firstIndex(of: Int(word)) else { continue }
        sum ^= exponents[(logarithm + root * index) % 255]
      }
      guard sum == 0 else { throw Unreadable(reason: "syndrome \(root)") }
    }
  }
}
