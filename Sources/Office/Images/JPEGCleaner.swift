/// JPEG (ITU-T T.81): keeps what the decoder needs, JFIF, the colour profile, Adobe's colour
/// transform and the orientation.
struct JPEGCleaner {
  private var input: ImageBytes
  private var jfif: [UInt8] = []
  private var orientation = 1
  private var kept: [UInt8] = []
  private var size: (width: Int, height: Int)?
  private var hasScan = false

  static func clean(_ bytes: [UInt8]) throws(ImageError) -> Picture {
    var cleaner = Self(bytes)
    return try cleaner.clean()
  }

  private init(_ bytes: [UInt8]) { input = ImageBytes(bytes, at: 2) }

  private mutating func clean() throws(ImageError) -> Picture {
    while true {
      let marker = try marker()
      if marker == 0xD9 { break }
      try segment(marker)
    }
    guard let size, hasScan else { throw .damaged("no scan") }
    var bytes: [UInt8] = [0xFF, 0xD8]
    bytes += jfif
    if orientation != 1 { bytes += Exif.segment(orientation: orientation) }
    bytes += kept
    bytes += [0xFF, 0xD9]
    // Orientations 5 to 8 swap the axes.
    return orientation >= 5
      ? Picture(bytes: bytes, width: size.height, height: size.width)
      : Picture(bytes: bytes, width: size.width, height: size.height)
  }

  /// The next marker; it may be preceded by any number of fill bytes (B.1.1.2).
  private mutating func marker() throws(ImageError) -> UInt8 {
    guard try input.byte() == 0xFF else { throw .damaged("no marker") }
    var code = try input.byte()
    while code == 0xFF { code = try input.byte() }
    return code
  }

  private mutating func segment(_ marker: UInt8) throws(ImageError) {
    // SOI, RST and TEM have no length; here none of them may stand.
    guard marker >= 0xC0, !(0xD0...0xD8).contains(marker) else {
      throw .damaged("marker \(marker)")
    }
    let length = try input.bigEndian(2)
    guard length >= 2 else { throw .damaged("segment length") }
    let body = Array(try input.take(length - 2))
    switch marker {
    case 0xC0, 0xC1, 0xC2: try frame(marker, body)
    case 0xC4, 0xDB, 0xDD: try table(marker, body)
    case 0xDA: try scan(body)
    case 0xE0...0xEF: application(marker, body)
    case 0xFE: break
    default: throw .damaged("marker \(marker)")
    }
  }

  /// SOF0, 1, 2: baseline, extended and progressive Huffman, the ones that browsers show.
  private mutating func frame(_ marker: UInt8, _ body: [UInt8]) throws(ImageError) {
    guard size == nil else { throw .damaged("two frames") }
    var fields = ImageBytes(body)
    let precision = try fields.byte()
    let height = try fields.bigEndian(2)
    let width = try fields.bigEndian(2)
    let components = Int(try fields.byte())
    guard precision == 8, [1, 3, 4].contains(components), body.count == 6 + 3 * components,
      width > 0, height > 0
    else { throw .damaged("frame header") }
    size = (width, height)
    keep(marker, body)
  }

  /// DQT, DHT and DRI must be filled to their end: bytes behind a table could be anything.
  private mutating func table(_ marker: UInt8, _ body: [UInt8]) throws(ImageError) {
    var rest = ImageBytes(body)
    switch marker {
    case 0xDB:
      while rest.rest > 0 { _ = try rest.take(try rest.byte() >> 4 == 0 ? 64 : 128) }
    case 0xC4:
      while rest.rest > 0 {
        _ = try rest.byte()
        _ = try rest.take(try rest.take(16).reduce(0) { $0 + Int($1) })
      }
    default:
      guard body.count == 2 else { throw .damaged("restart interval") }
    }
    keep(marker, body)
  }

  private mutating func scan(_ body: [UInt8]) throws(ImageError) {
    guard size != nil else { throw .damaged("scan before frame") }
    guard let components = body.first, (1...4).contains(components),
      body.count == 4 + 2 * Int(components)
    else { throw .damaged("scan header") }
    hasScan = true
    keep(0xDA, body)
    try entropy()
  }

  /// The coded data, up to the next marker that is no restart (B.1.1.5).
  private mutating func entropy() throws(ImageError) {
    let start = input.at
    var end = start
    let bytes = input.bytes
    while true {
      guard end + 1 < bytes.count else { throw .truncated }
      let isMarker = bytes[end] == 0xFF && bytes[end + 1] != 0
      if isMarker && !(0xD0...0xD7).contains(bytes[end + 1]) { break }
      end += bytes[end] == 0xFF ? 2 : 1
    }
    kept += try input.take(end - start)
  }

  private mutating func application(_ marker: UInt8, _ body: [UInt8]) {
    switch marker {
    case 0xE0 where body.starts(with: "JFIF\0".utf8) && body.count >= 14 && jfif.isEmpty:
      // Without its thumbnail, which may show what was cut away from the picture.
      jfif = Self.segment(0xE0, Array(body.prefix(12)) + [0, 0])
    case 0xE1 where body.starts(with: Exif.opening) && orientation == 1:
      orientation = Exif.orientation(Array(body.dropFirst(Exif.opening.count)))
    case 0xE2 where body.starts(with: "ICC_PROFILE\0".utf8): keep(marker, body)
    case 0xEE where body.starts(with: "Adobe".utf8) && body.count == 12: keep(marker, body)
    default: break
    }
  }

  private mutating func keep(_ marker: UInt8, _ body: [UInt8]) {
    kept += Self.segment(marker, body)
  }

  static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
    let length = UInt16(truncatingIfNeeded: body.count + 2)
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + body
  }
}
