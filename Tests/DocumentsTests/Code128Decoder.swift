/// Reads modules back into text, with a table of its own: every pattern that fits 11 modules in even
/// bars, as the standard numbers them, given as the modules of each symbol character in binary.
enum Code128Decoder {
  static func decode(_ modules: [Bool]) -> String? {
    let widths = runs(modules)
    guard widths.count % 6 == 1, widths.suffix(7).elementsEqual([2, 3, 3, 1, 1, 1, 2]) else {
      return nil
    }
    var values: [Int] = []
    for start in stride(from: 0, to: widths.count - 7, by: 6) {
      let symbol = Array(widths[start..<start + 6])
      guard symbol.reduce(0, +) == 11, (symbol[0] + symbol[2] + symbol[4]) % 2 == 0,
        let value = table.firstIndex(of: symbol)
      else { return nil }
      values.append(value)
    }
    guard let check = values.popLast(), let start = values.first, 103...105 ~= start else {
      return nil
    }
    let sum = values.enumerated().reduce(0) { $0 + $1.element * max(1, $1.offset) }
    return sum % 103 == check ? text(values.dropFirst(), set: start - 103) : nil
  }

  private static func text(_ values: ArraySlice<Int>, set first: Int) -> String {
    var (set, shifts) = (first, false)
    var bytes: [UInt8] = []
    for value in values {
      let used = shifts ? 1 - set : set
      shifts = false
      switch (used, value) {
      case (2, 0..<100): bytes += [UInt8(48 + value / 10), UInt8(48 + value % 10)]
      case (0, 64..<96): bytes.append(UInt8(value - 64))
      case (_, 0..<96): bytes.append(UInt8(value + 32))
      case (_, 98): shifts = true
      case (_, 99): set = 2
      case (_, 100): set = 1
      default: set = 0
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func runs(_ modules: [Bool]) -> [Int] {
    var runs: [Int] = []
    for (index, module) in modules.enumerated() {
      if index > 0 && modules[index - 1] == module {
        runs[runs.count - 1] += 1
      } else {
        runs.append(1)
      }
    }
    return runs
  }

  private static let table: [[Int]] = patterns.map { pattern in
    runs((0..<11).map { pattern >> (10 - $0) & 1 == 1 })
  }

  private static let patterns: [Int] = [
    0x6CC, 0x66C, 0x666, 0x498, 0x48C, 0x44C, 0x4C8, 0x4C4, 0x464, 0x648, 0x644, 0x624,
    0x59C, 0x4DC, 0x4CE, 0x5CC, 0x4EC, 0x4E6, 0x672, 0x65C, 0x64E, 0x6E4, 0x674, 0x76E,
    0x74C, 0x72C, 0x726, 0x764, 0x734, 0x732, 0x6D8, 0x6C6, 0x636, 0x518, 0x458, 0x446,
    0x588, 0x468, 0x462, 0x688, 0x628, 0x622, 0x5B8, 0x58E, 0x46E, 0x5D8, 0x5C6, 0x476,
    0x776, 0x68E, 0x62E, 0x6E8, 0x6E2, 0x6EE, 0x758, 0x746, 0x716, 0x768, 0x762, 0x71A,
    0x77A, 0x642, 0x78A, 0x530, 0x50C, 0x4B0, 0x486, 0x42C, 0x426, 0x590, 0x584, 0x4D0,
    0x4C2, 0x434, 0x432, 0x612, 0x650, 0x7BA, 0x614, 0x47A, 0x53C, 0x4BC, 0x49E, 0x5E4,
    0x4F4, 0x4F2, 0x7A4, 0x794, 0x792, 0x6DE, 0x6F6, 0x7B6, 0x578, 0x51E, 0x45E, 0x5E8,
    0x5E2, 0x7A8, 0x7A2, 0x5DE, 0x5EE, 0x75E, 0x7AE, 0x684, 0x690, 0x69C,
  ]
}
