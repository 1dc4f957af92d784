/// The one thing worth keeping of an Exif block (CIPA DC-008): which side of the picture is up.
enum Exif {
  static let opening = Array("Exif\0\0".utf8)
  private static let orientationTag = 0x0112

  /// The orientation, 1...8, of a TIFF block; 1 for anything unreadable.
  static func orientation(_ tiff: [UInt8]) -> Int {
    let isLittle = tiff.starts(with: [0x49, 0x49, 0x2A, 0])
    guard isLittle || tiff.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return 1 }
    func number(_ at: Int, _ count: Int) -> Int? {
      guard at >= 0, at <= tiff.count - count else { return nil }
      let bytes = tiff[at..<at + count]
      return isLittle
        ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        : bytes.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return 1 }
    for entry in 0..<count {
      let at = directory + 2 + entry * 12
      guard let tag = number(at, 2) else { return 1 }
      guard tag == orientationTag, number(at + 2, 2) == 3, number(at + 4, 4) == 1 else { continue }
      return number(at + 8, 2).flatMap { (1...8).contains($0) ? $0 : nil } ?? 1
    }
    return 1
  }

  /// A JPEG segment with nothing but the orientation.
  static func segment(orientation: Int) -> [UInt8] {
    let value = UInt8(truncatingIfNeeded: orientation)
    let tiff: [UInt8] = [
      0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8,
      0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0,
    ]
    return JPEGCleaner.segment(0xE1, opening + tiff)
  }
}
