/// PNG (W3C, third edition): keeps the chunks that make the picture and its colours.
struct PNGCleaner {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Colours and the shape of a pixel; all other ancillary chunks are dropped, those of an
  /// animation with them, which leaves its still picture.
  private static let ancillary: Set<String> = [
    "tRNS", "cHRM", "gAMA", "iCCP", "sRGB", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "pHYs",
  ]

  private var input: ImageBytes
  private var kept = signature
  private var size: (width: Int, height: Int)?
  private var colourType: UInt8 = 0
  private var hasPalette = false
  /// The chunk before, to see that the data chunks lie together (5.6).
  private var last = ""
  private var hasPixels = false

  static func clean(_ bytes: [UInt8]) throws(ImageError) -> Picture {
    var cleaner = Self(bytes)
    return try cleaner.clean()
  }

  private init(_ bytes: [UInt8]) { input = ImageBytes(bytes, at: Self.signature.count) }

  private mutating func clean() throws(ImageError) -> Picture {
    while last != "IEND" { try chunk() }
    guard let size, hasPixels else { throw .damaged("no pixels") }
    return Picture(bytes: kept, width: size.width, height: size.height)
  }

  private mutating func chunk() throws(ImageError) {
    let start = input.at
    let length = try input.bigEndian(4)
    guard length <= 0x7FFF_FFFF else { throw .damaged("chunk length") }
    let checked = try input.take(4 + length)
    guard try input.bigEndian(4) == Int(CRC32.of(checked)) else { throw .damaged("checksum") }
    let type = String(decoding: checked.prefix(4), as: UTF8.self)
    guard checked.prefix(4).allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else {
      throw .damaged("chunk type")
    }
    if try isKept(type, Array(checked.dropFirst(4))) { kept += input.bytes[start..<input.at] }
    last = type
  }

  private mutating func isKept(_ type: String, _ body: [UInt8]) throws(ImageError) -> Bool {
    guard (size == nil) == (type == "IHDR") else { throw .damaged("header") }
    switch type {
    case "IHDR": try header(body)
    case "PLTE": try palette(body)
    case "IDAT":
      guard !hasPixels || last == "IDAT", hasPalette || colourType != 3 else {
        throw .damaged("order of chunks")
      }
      hasPixels = true
    case "IEND":
      guard body.isEmpty else { throw .damaged("end") }
    default:
      // A capital first letter: the picture cannot be shown without the chunk (5.4).
      guard type.utf8.first.map({ $0 >= 0x61 }) == true else { throw .damaged("chunk \(type)") }
      return Self.ancillary.contains(type)
    }
    return true
  }

  private mutating func header(_ body: [UInt8]) throws(ImageError) {
    guard body.count == 13 else { throw .damaged("header") }
    var fields = ImageBytes(body)
    let width = try fields.bigEndian(4)
    let height = try fields.bigEndian(4)
    let depth = try fields.byte()
    colourType = try fields.byte()
    let methods = Array(try fields.take(3))
    guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height),
      Self.depths(colourType).contains(depth), methods[0] == 0, methods[1] == 0, methods[2] <= 1
    else { throw .damaged("header") }
    size = (width, height)
  }

  /// Table 11.1: which bit depths a colour type allows.
  private static func depths(_ colourType: UInt8) -> [UInt8] {
    switch colourType {
    case 0: [1, 2, 4, 8, 16]
    case 3: [1, 2, 4, 8]
    case 2, 4, 6: [8, 16]
    default: []
    }
  }

  private mutating func palette(_ body: [UInt8]) throws(ImageError) {
    guard !hasPalette, !hasPixels, body.count % 3 == 0, (3...768).contains(body.count) else {
      throw .damaged("palette")
    }
    hasPalette = true
  }
}

/// The checksum of PNG (annex D).
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }
}
