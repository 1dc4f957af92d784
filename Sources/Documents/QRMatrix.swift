/// The modules of a symbol while it is drawn (ISO/IEC 18004, 7.7 to 7.10).
struct QRMatrix {
  let size: Int
  private(set) var dark: [Bool]
  /// Modules that carry no codewords and are never masked.
  private var isFixed: [Bool]

  /// Function patterns and codewords, without a mask and its format.
  init(_ version: QRVersion, _ codewords: [UInt8]) {
    size = version.size
    dark = [Bool](repeating: false, count: size * size)
    isFixed = dark
    drawTiming()
    for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
    drawAlignment(version.alignment)
    drawFormat(mask: 0)
    if version.number >= 7 { drawVersion(version.number) }
    draw(codewords)
  }

  subscript(x: Int, y: Int) -> Bool { dark[y * size + x] }

  /// The symbol with mask pattern 0...7 and the format that says so.
  func masked(_ mask: Int) -> QRMatrix {
    var result = self
    for y in 0..<size {
      for x in 0..<size where !isFixed[y * size + x] && Self.inverts(mask, x, y) {
        result.dark[y * size + x].toggle()
      }
    }
    result.drawFormat(mask: mask)
    return result
  }

  /// Table 10.
  private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
    switch mask {
    case 0: (x + y) % 2 == 0
    case 1: y % 2 == 0
    case 2: x % 3 == 0
    case 3: (x + y) % 3 == 0
    case 4: (x / 3 + y / 2) % 2 == 0
    case 5: x * y % 2 + x * y % 3 == 0
    case 6: (x * y % 2 + x * y % 3) % 2 == 0
    default: ((x + y) % 2 + x * y % 3) % 2 == 0
    }
  }

  private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
    dark[y * size + x] = isDark
    isFixed[y * size + x] = true
  }

  private mutating func drawTiming() {
    for index in 0..<size {
      fix(6, index, index % 2 == 0)
      fix(index, 6, index % 2 == 0)
    }
  }

  /// The pattern around its centre, with the light separator.
  private mutating func drawFinder(_ centreX: Int, _ centreY: Int) {
    for y in max(0, centreY - 4)...min(size - 1, centreY + 4) {
      for x in max(0, centreX - 4)...min(size - 1, centreX + 4) {
        let ring = max(abs(x - centreX), abs(y - centreY))
        fix(x, y, ring != 2 && ring != 4)
      }
    }
  }

  private mutating func drawAlignment(_ centres: [Int]) {
    let last = centres.count - 1
    for (i, x) in centres.enumerated() {
      for (j, y) in centres.enumerated() {
        let isFinder = i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0
        if !isFinder { drawAlignment(x, y) }
      }
    }
  }

  private mutating func drawAlignment(_ centreX: Int, _ centreY: Int) {
    for y in -2...2 {
      for x in -2...2 { fix(centreX + x, centreY + y, max(abs(x), abs(y)) != 1) }
    }
  }

  /// Level M (00) and the mask with their BCH(15,5) code, twice; and the module that is always
  /// dark.
  private mutating func drawFormat(mask: Int) {
    var rest = mask
    for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
    let bits = (mask << 10 | rest) ^ 0x5412
    for index in 0..<15 {
      let isDark = bits >> index & 1 == 1
      switch index {
      case 0...5: fix(8, index, isDark)
      case 6...7: fix(8, index + 1, isDark)
      case 8: fix(7, 8, isDark)
      default: fix(14 - index, 8, isDark)
      }
      if index < 8 { fix(size - 1 - index, 8, isDark) } else { fix(8, size - 15 + index, isDark) }
    }
    fix(8, size - 8, true)
  }

  /// The number with its BCH(18,6) code, twice.
  private mutating func drawVersion(_ number: Int) {
    var rest = number
    for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
    let bits = number << 12 | rest
    for index in 0..<18 {
      let isDark = bits >> index & 1 == 1
      fix(size - 11 + index % 3, index / 3, isDark)
      fix(index / 3, size - 11 + index % 3, isDark)
    }
  }

  /// In columns of two from the right, up and down in turn, around the vertical timing pattern.
  private mutating func draw(_ codewords: [UInt8]) {
    var bit = 0
    var right = size - 1
    while right > 0 {
      if right == 6 { right = 5 }
      let goesUp = (right + 1) & 2 == 0
      for step in 0..<size {
        let y = goesUp ? size - 1 - step : step
        for x in [right, right - 1] where !isFixed[y * size + x] && bit < codewords.count * 8 {
          dark[y * size + x] = codewords[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1
          bit += 1
        }
      }
      right -= 2
    }
  }
}
