import CZlib

/// Why a picture cannot be written.
public enum PNGError: Error, Hashable, Sendable {
  /// A side below 1 or above 16384.
  case badSize(width: Int, height: Int)
  /// The octets are not width x height x channels.
  case wrongLength(expected: Int, actual: Int)
  case outOfMemory
}

/// Writes PNG pictures (ISO/IEC 15948) of 8 bits a channel, not interlaced.
public enum PNGEncoder {
  /// The channels of a pixel and so the octets that it has.
  public enum Channels: Int, Sendable {
    case rgb = 3
    /// Alpha last, not premultiplied.
    case rgba = 4
  }

  /// The file's octets. `pixels` are the rows from the top, without gaps; `level` is zlib's 1...9.
  public static func encode(
    width: Int, height: Int, channels: Channels = .rgb, pixels: [UInt8], level: Int = 6
  ) throws(PNGError) -> [UInt8] {
    guard 1...16_384 ~= width, 1...16_384 ~= height else {
      throw .badSize(width: width, height: height)
    }
    let expected = width * height * channels.rawValue
    guard pixels.count == expected else {
      throw .wrongLength(expected: expected, actual: pixels.count)
    }
    let rows = PNGFilter(width: width, channels: channels.rawValue).filtered(pixels)
    let data = try deflated(rows, level: Int32(min(max(level, 1), 9)))
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    append("IHDR", header(width, height, channels), to: &file)
    append("IDAT", data, to: &file)
    append("IEND", [], to: &file)
    return file
  }

  private static func header(_ width: Int, _ height: Int, _ channels: Channels) -> [UInt8] {
    var header: [UInt8] = []
    appendUInt32(UInt32(width), to: &header)
    appendUInt32(UInt32(height), to: &header)
    // Depth 8; colour type 2 (RGB) or 6 (with alpha); deflate, adaptive filters, no interlace.
    header.append(contentsOf: [8, channels == .rgb ? 2 : 6, 0, 0, 0])
    return header
  }

  /// Length, type, data and the check sum over type and data (5.3).
  private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
    appendUInt32(UInt32(data.count), to: &file)
    let start = file.count
    file.append(contentsOf: type.utf8)
    file.append(contentsOf: data)
    let sum = file[start...].withUnsafeBufferPointer {
      crc32(0, $0.baseAddress, UInt32($0.count))
    }
    appendUInt32(UInt32(truncatingIfNeeded: sum), to: &file)
  }

  private static func appendUInt32(_ value: UInt32, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private static func deflated(_ rows: [UInt8], level: Int32) throws(PNGError) -> [UInt8] {
    var size = compressBound(UInt(rows.count))
    var data = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&data, &size, rows, UInt(rows.count), level) == Z_OK else {
      throw .outOfMemory
    }
    data.removeLast(data.count - Int(size))
    return data
  }
}
