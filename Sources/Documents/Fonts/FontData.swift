import Glibc

/// The octets of a font file, mapped into memory; every read checks its bounds.
// Sendable by hand: the memory is never written after `init` and lives as long as the object.
public final class FontData: @unchecked Sendable {
  private let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Larger files than this are not taken; the largest fonts in use have some 30 MB.
  static let sizeLimit = 64 << 20

  /// Maps a file. The system shares its pages and drops those that nobody reads.
  public init(path: String) throws(FontError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .unreadable }
    let size = Int(status.st_size)
    guard 12...Self.sizeLimit ~= size else { throw .unreadable }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
      throw .unreadable
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    isMapped = true
  }

  /// Copies octets that are in memory already.
  public init(_ octets: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: octets.count, alignment: 8)
    copy.copyBytes(from: octets)
    bytes = UnsafeRawBufferPointer(copy)
    isMapped = false
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    } else {
      bytes.deallocate()
    }
  }

  var count: Int { bytes.count }

  /// The big-endian number of two octets; nil beyond the end.
  func word(_ at: Int) -> Int? {
    guard at >= 0, at <= bytes.count - 2 else { return nil }
    return Int(bytes[at]) << 8 | Int(bytes[at + 1])
  }

  /// The same with a sign.
  func short(_ at: Int) -> Int? {
    word(at).map { $0 < 0x8000 ? $0 : $0 - 0x10000 }
  }

  /// The big-endian number of four octets; nil beyond the end.
  func long(_ at: Int) -> Int? {
    guard at >= 0, at <= bytes.count - 4 else { return nil }
    return Int(bytes[at]) << 24 | Int(bytes[at + 1]) << 16 | Int(bytes[at + 2]) << 8
      | Int(bytes[at + 3])
  }

  /// A piece; nil where it is not whole.
  func slice(_ at: Int, _ length: Int) -> ArraySlice<UInt8>? {
    guard at >= 0, length >= 0, at <= bytes.count, length <= bytes.count - at else { return nil }
    return ArraySlice(bytes[at..<at + length])
  }
}

/// Why a file is no font that documents can carry.
public enum FontError: Error, Hashable, Sendable {
  /// It can't be opened, or is too small or too large.
  case unreadable
  /// It has no TrueType outlines (`glyf`): PostScript outlines are not embedded.
  case noOutlines
  /// A table is missing or reaches beyond the file.
  case damaged(table: String)
}
