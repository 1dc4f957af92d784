import CZlib
import Documents
import Testing

@Suite struct PNGEncoderTests {
  @Test(arguments: [(1, 1), (3, 5), (17, 4), (64, 64)])
  func `pictures read back pixel by pixel`(_ width: Int, _ height: Int) throws {
    for channels in [PNGEncoder.Channels.rgb, .rgba] {
      let depth = channels.rawValue
      let pixels = (0..<width * height * depth).map { index in
        UInt8(truncatingIfNeeded: index % 3 == 0 ? index * index : index / depth * 4)
      }
      let file = try PNGEncoder.encode(
        width: width, height: height, channels: channels, pixels: pixels)
      #expect(try PNGDecoder.decode(file, width, height, depth) == pixels)
    }
  }

  @Test func `a smooth picture becomes small`() throws {
    let pixels = (0..<256 * 256).flatMap { [UInt8($0 % 256), UInt8($0 / 256), UInt8(128)] }
    let file = try PNGEncoder.encode(width: 256, height: 256, pixels: pixels)
    #expect(file.count < pixels.count / 50)
    #expect(try PNGDecoder.decode(file, 256, 256, 3) == pixels)
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 5), (16_385, 1), (Int.max, Int.max)])
  func `sizes that no picture has`(_ width: Int, _ height: Int) {
    #expect(throws: PNGError.badSize(width: width, height: height)) {
      try PNGEncoder.encode(width: width, height: height, pixels: [])
    }
  }

  @Test func `pixels must fit the size`() {
    #expect(throws: PNGError.wrongLength(expected: 12, actual: 11)) {
      try PNGEncoder.encode(width: 2, height: 2, pixels: [UInt8](repeating: 0, count: 11))
    }
  }
}

/// Reads the three chunks that the encoder writes, checking sums and undoing all five filters.
private enum PNGDecoder {
  struct Unreadable: Error {}

  static func decode(_ file: [UInt8], _ width: Int, _ height: Int, _ depth: Int) throws -> [UInt8] {
    #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    var position = 8
    var chunks: [String: [UInt8]] = [:]
    while position < file.count {
      let length = Int(number(file, position))
      let body = Array(file[position + 4..<position + 8 + length])
      #expect(crc32(0, body, UInt32(body.count)) == UInt(number(file, position + 8 + length)))
      chunks[String(decoding: body.prefix(4), as: UTF8.self)] = Array(body.dropFirst(4))
      position += 12 + length
    }
    let header = try #require(chunks["IHDR"])
    #expect(number(header, 0) == UInt32(width) && number(header, 4) == UInt32(height))
    #expect(Array(header.dropFirst(8)) == [8, depth == 3 ? 2 : 6, 0, 0, 0])
    #expect(chunks["IEND"] == [])
    let data = try #require(chunks["IDAT"])
    var rows = [UInt8](repeating: 0, count: height * (width * depth + 1))
    var size = UInt(rows.count)
    guard uncompress(&rows, &size, data, UInt(data.count)) == Z_OK, size == rows.count else {
      throw Unreadable()
    }
    return unfiltered(rows, stride: width * depth, depth)
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func unfiltered(_ rows: [UInt8], stride: Int, _ depth: Int) -> [UInt8] {
    var pixels: [UInt8] = []
    for start in Swift.stride(from: 0, to: rows.count, by: stride + 1) {
      for x in 0..<stride {
        let here = pixels.count
        let a = x < depth ? 0 : Int(pixels[here - depth])
        let b = start == 0 ? 0 : Int(pixels[here - stride])
        let c = x < depth || start == 0 ? 0 : Int(pixels[here - stride - depth])
        let p = a + b - c
        let nearest = [(abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c)].min {
          ($0.0, $0.1) < ($1.0, $1.1)
        }
        let predictions = [0, a, b, (a + b) / 2, nearest?.2 ?? 0]
        let predicted = predictions[Int(rows[start])]
        pixels.append(rows[start + 1 + x] &+ UInt8(predicted))
      }
    }
    return pixels
  }
}
