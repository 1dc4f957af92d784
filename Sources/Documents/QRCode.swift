/// Why a text has no QR code.
public enum QRCodeError: Error, Hashable, Sendable {
  /// More octets than version 10 holds; `limit` is 213.
  case tooLong(limit: Int)
}

/// A QR code (ISO/IEC 18004): byte mode, error correction level M, versions 1 to 10.
public struct QRCode: Sendable {
  /// Octets of UTF-8 that version 10 holds.
  public static let lengthLimit = 213
  /// The light margin on each side, in modules (6.3.8).
  public static let quietZone = 4

  /// 1...10
  public let version: Int
  /// 0...7, the pattern with the lowest penalty (7.8.3).
  public let mask: Int
  /// Modules on a side, without the quiet zone: 21...57.
  public let size: Int
  /// Row by row from the top left, true is dark.
  public let modules: [Bool]

  /// Takes up to 213 octets of UTF-8 and the smallest version that holds them.
  public init(_ text: String) throws(QRCodeError) {
    let octets = Array(text.utf8)
    guard let version = QRVersion.all.first(where: { $0.byteLimit >= octets.count }) else {
      throw .tooLong(limit: Self.lengthLimit)
    }
    let codewords = QRCodewords(octets, version).interleaved
    let bare = QRMatrix(version, codewords)
    let masked = (0..<8).map { bare.masked($0) }
    let penalties = masked.map { QRPenalty($0).total }
    let mask = penalties.indices.min { penalties[$0] < penalties[$1] } ?? 0
    self.version = version.number
    self.mask = mask
    size = version.size
    modules = masked[mask].dark
  }

  /// The width and height with the quiet zones, in modules: those of the `viewBox`.
  public var width: Int { size + 2 * Self.quietZone }

  /// The dark modules as path data inside a `viewBox` of `width` x `width`.
  public var svgPath: String { runs.svgPath }
}
