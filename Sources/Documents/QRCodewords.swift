/// The codewords of a text in the order in which they are drawn (ISO/IEC 18004, 7.4 to 7.6).
struct QRCodewords {
  let interleaved: [UInt8]

  init(_ octets: [UInt8], _ version: QRVersion) {
    let data = Self.data(octets, version)
    let code = ReedSolomon(degree: version.correction)
    var blocks: [[UInt8]] = []
    var start = 0
    for length in version.blocks {
      blocks.append(Array(data[start..<start + length]))
      start += length
    }
    interleaved = Self.interleave(blocks) + Self.interleave(blocks.map(code.remainder))
  }

  /// Mode, length, octets, terminator, and 0xEC 0x11 in turn up to the capacity.
  private static func data(_ octets: [UInt8], _ version: QRVersion) -> [UInt8] {
    var bits = BitWriter()
    bits.append(0b0100, count: 4)
    bits.append(UInt32(truncatingIfNeeded: octets.count), count: version.lengthBits)
    for octet in octets { bits.append(UInt32(octet), count: 8) }
    bits.append(0, count: 4)
    var data = bits.bytes
    // The text may fill the symbol so far that the terminator has no octet left.
    data.removeLast(max(0, data.count - version.dataCount))
    let padding: [UInt8] = [0xEC, 0x11]
    for index in 0..<version.dataCount - data.count { data.append(padding[index % 2]) }
    return data
  }

  private static func interleave(_ blocks: [[UInt8]]) -> [UInt8] {
    let longest = blocks.map(\.count).max() ?? 0
    return (0..<longest).flatMap { index in
      blocks.compactMap { $0.indices.contains(index) ? $0[index] : nil }
    }
  }
}

/// Bits, the highest first, packed into octets.
private struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var free = 0

  mutating func append(_ value: UInt32, count: Int) {
    for bit in (0..<count).reversed() {
      if free == 0 {
        bytes.append(0)
        free = 8
      }
      free -= 1
      bytes[bytes.count - 1] |= UInt8(truncatingIfNeeded: value >> UInt32(bit) & 1) << UInt8(free)
    }
  }
}

/// Reed-Solomon over GF(256) with the polynomial 0x11D and the roots 2^0, 2^1 ... (annex A).
struct ReedSolomon {
  /// Coefficients of the generator behind the leading 1, highest first.
  private let generator: [UInt8]

  init(degree: Int) {
    var polynomial = [UInt8](repeating: 0, count: degree)
    polynomial[degree - 1] = 1
    var root: UInt8 = 1
    for _ in 0..<degree {
      for index in polynomial.indices {
        polynomial[index] = Self.multiply(polynomial[index], root)
        if index + 1 < degree { polynomial[index] ^= polynomial[index + 1] }
      }
      root = Self.multiply(root, 2)
    }
    generator = polynomial
  }

  /// The error correction codewords of a block.
  func remainder(_ data: [UInt8]) -> [UInt8] {
    var remainder = [UInt8](repeating: 0, count: generator.count)
    for octet in data {
      let factor = octet ^ remainder.removeFirst()
      remainder.append(0)
      for index in remainder.indices {
        remainder[index] ^= Self.multiply(generator[index], factor)
      }
    }
    return remainder
  }

  static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
    var product: UInt8 = 0
    for bit in (0..<8).reversed() {
      product = product << 1 ^ (product >> 7) &* 0x1D
      if b >> UInt8(bit) & 1 == 1 { product ^= a }
    }
    return product
  }
}
