/// WebP (RFC 9649): keeps the picture, its alpha plane and its colour profile.
struct WebPCleaner {
  private var input: ImageBytes
  private var kept: [UInt8] = []
  private var canvas: (width: Int, height: Int)?
  private var size: (width: Int, height: Int)?
  private var isFirst = true

  static func clean(_ bytes: [UInt8]) throws(ImageError) -> Picture {
    var cleaner = Self(bytes)
    return try cleaner.clean()
  }

  private init(_ bytes: [UInt8]) { input = ImageBytes(bytes) }

  private mutating func clean() throws(ImageError) -> Picture {
    _ = try input.take(4)
    let length = try input.littleEndian(4)
    // What lies behind the declared length is cut off with it.
    guard length <= input.rest else { throw .truncated }
    input = ImageBytes(Array(try input.take(length)), at: 4)
    while input.rest > 0 { try chunk() }
    guard let size else { throw .damaged("no pixels") }
    guard canvas.map({ $0 == size }) ?? true else { throw .damaged("canvas") }
    let body = Array("WEBP".utf8) + kept
    let bytes = Array("RIFF".utf8) + Self.littleEndian(body.count) + body
    return Picture(bytes: bytes, width: size.width, height: size.height)
  }

  private mutating func chunk() throws(ImageError) {
    let type = String(decoding: try input.take(4), as: UTF8.self)
    let length = try input.littleEndian(4)
    let body = Array(try input.take(length))
    if length % 2 == 1 && input.rest > 0 { _ = try input.byte() }
    guard isFirst == (type == "VP8X") || type != "VP8X", size == nil || !type.hasPrefix("VP8")
    else { throw .damaged("order of chunks") }
    switch type {
    case "VP8X": try keep(type, extended(body))
    case "ICCP", "ALPH":
      if canvas != nil && size == nil { keep(type, body) }
    case "VP8 ":
      size = try lossy(body)
      keep(type, body)
    case "VP8L":
      size = try lossless(body)
      keep(type, body)
    case "ANIM", "ANMF": throw .animated
    default: break
    }
    isFirst = false
  }

  private mutating func keep(_ type: String, _ body: [UInt8]) {
    kept += Array(type.utf8) + Self.littleEndian(body.count) + body
    if body.count % 2 == 1 { kept.append(0) }
  }

  /// Section 2.7.1: flags, three reserved bytes, the sides less one. Of the flags only those of
  /// the colour profile and of alpha remain.
  private mutating func extended(_ body: [UInt8]) throws(ImageError) -> [UInt8] {
    guard body.count == 10 else { throw .damaged("VP8X") }
    if body[0] & 0x02 != 0 { throw .animated }
    var fields = ImageBytes(body, at: 4)
    canvas = (try fields.littleEndian(3) + 1, try fields.littleEndian(3) + 1)
    return [body[0] & 0x30, 0, 0, 0] + body[4...]
  }

  /// RFC 6386 section 9.1: a key frame with its start code, then two sides of 14 bits.
  private func lossy(_ body: [UInt8]) throws(ImageError) -> (Int, Int) {
    var fields = ImageBytes(body)
    let tag = try fields.littleEndian(3)
    guard tag & 1 == 0, try Array(fields.take(3)) == [0x9D, 0x01, 0x2A] else {
      throw .damaged("VP8")
    }
    let width = try fields.littleEndian(2) & 0x3FFF
    let height = try fields.littleEndian(2) & 0x3FFF
    guard width > 0, height > 0, tag >> 5 <= fields.rest else { throw .damaged("VP8") }
    return (width, height)
  }

  /// RFC 9649 section 3.4: a signature, two sides less one of 14 bits, alpha, version 0.
  private func lossless(_ body: [UInt8]) throws(ImageError) -> (Int, Int) {
    var fields = ImageBytes(body)
    guard try fields.byte() == 0x2F else { throw .damaged("VP8L") }
    let bits = try fields.littleEndian(4)
    guard bits >> 29 == 0, fields.rest > 0 else { throw .damaged("VP8L") }
    return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
  }

  private static func littleEndian(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
