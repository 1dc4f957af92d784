import Commerce

/// The kinds of pictures that every browser shows and that carry no scripts.
public enum ImageKind: String, Sendable, CaseIterable {
  case jpeg
  case png
  case webp

  public var mediaType: String { "image/\(rawValue)" }
  /// With its dot.
  public var fileEnding: String { self == .jpeg ? ".jpg" : ".\(rawValue)" }
}

/// A picture that may be stored and shown: nothing in it but the picture.
public struct SanitisedImage: Sendable, Equatable {
  public let bytes: [UInt8]
  public let kind: ImageKind
  /// Pixels, as shown: a JPEG that lies on its side is counted upright.
  public let width: Int
  public let height: Int
  /// Of `bytes`.
  public let sha256: [UInt8]
}

/// Takes pictures from strangers. The kind is told by the first bytes, never by the name; the
/// container is read to its end by the format's rules and written anew without places, names,
/// times, thumbnails, comments and whatever follows the picture. The pixels are not decoded.
public struct ImageInspector: Sendable {
  /// Bytes of the file.
  public var byteLimit = 10_000_000
  /// Pixels of a side.
  public var sides = 16...12_000

  public init() {}

  public func sanitise(_ bytes: [UInt8]) throws(ImageError) -> SanitisedImage {
    guard bytes.count <= byteLimit else { throw .tooManyBytes(limit: byteLimit) }
    let kind = try Self.kind(bytes)
    let picture: Picture
    switch kind {
    case .jpeg: picture = try JPEGCleaner.clean(bytes)
    case .png: picture = try PNGCleaner.clean(bytes)
    case .webp: picture = try WebPCleaner.clean(bytes)
    }
    try check(picture.width, picture.height)
    return SanitisedImage(
      bytes: picture.bytes, kind: kind, width: picture.width, height: picture.height,
      sha256: SHA256.hash(picture.bytes))
  }

  private func check(_ width: Int, _ height: Int) throws(ImageError) {
    if max(width, height) > sides.upperBound { throw .tooLarge(width: width, height: height) }
    if min(width, height) < sides.lowerBound { throw .tooSmall(width: width, height: height) }
  }

  private static func kind(_ bytes: [UInt8]) throws(ImageError) -> ImageKind {
    if bytes.isEmpty { throw .truncated }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: PNGCleaner.signature) { return .png }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      return .webp
    }
    if isSVG(bytes) { throw .svgRefused }
    if let name = otherKind(bytes) { throw .otherKind(name) }
    throw .notAnImage
  }

  private static func isSVG(_ bytes: [UInt8]) -> Bool {
    let start = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
    return start.contains("<svg") || start.contains("<!doctype svg")
  }

  private static func otherKind(_ bytes: [UInt8]) -> String? {
    let starts: [(String, [UInt8])] = [
      ("GIF", Array("GIF8".utf8)), ("BMP", Array("BM".utf8)), ("PDF", Array("%PDF-".utf8)),
      ("TIFF", [0x49, 0x49, 0x2A, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A]),
    ]
    if let match = starts.first(where: { bytes.starts(with: $0.1) }) { return match.0 }
    // ISO 14496-12: a box `ftyp` with the brand after it.
    guard bytes.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
    let brand = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
    if brand.hasPrefix("avi") { return "AVIF" }
    return ["heic", "heix", "heim", "heis", "mif1", "msf1"].contains(brand) ? "HEIC" : nil
  }
}

/// What a cleaner makes of a file.
struct Picture {
  let bytes: [UInt8]
  let width: Int
  let height: Int
}

/// Reads a file from the front; every reading is checked.
struct ImageBytes {
  let bytes: [UInt8]
  private(set) var at: Int

  init(_ bytes: [UInt8], at: Int = 0) {
    self.bytes = bytes
    self.at = at
  }

  var rest: Int { bytes.count - at }

  mutating func byte() throws(ImageError) -> UInt8 {
    guard rest >= 1 else { throw .truncated }
    defer { at += 1 }
    return bytes[at]
  }

  mutating func take(_ count: Int) throws(ImageError) -> ArraySlice<UInt8> {
    guard count >= 0, rest >= count else { throw .truncated }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func bigEndian(_ count: Int) throws(ImageError) -> Int {
    try take(count).reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func littleEndian(_ count: Int) throws(ImageError) -> Int {
    try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
