import CZlib
import Glibc

/// The parts of a zip file (APPNOTE.TXT 4.3), found by its central directory and unpacked in
/// pieces. What the directory claims is held against a limit before anything is unpacked, and what
/// comes out against the claim.
struct ZipArchive: ~Copyable {
  struct Entry: Sendable {
    let name: String
    let isEncrypted: Bool
    let method: Int
    let packed: Int64
    let size: Int64
    let offset: Int64
  }

  private static let directoryLimit = 1 << 20
  private static let endSize = 22

  private let file: Int32
  private(set) var entries: [Entry] = []

  init(path: String) throws(XLSXError) {
    file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .file(errno: errno) }
    entries = try Self.directory(of: file)
  }

  deinit { if file >= 0 { close(file) } }

  func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  private static func directory(of file: Int32) throws(XLSXError) -> [Entry] {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .file(errno: errno) }
    let size = Int64(status.st_size)
    let tailStart = max(0, size - 65_557)
    let tail = try read(file, at: tailStart, count: Int(size - tailStart))
    guard tail.count >= endSize,
      let end = stride(from: tail.count - endSize, through: 0, by: -1).first(where: {
        tail.little32($0) == 0x0605_4B50
      })
    else { throw .notWorkbook }
    let count = Int(tail.little16(end + 10))
    let length = Int(tail.little32(end + 12))
    let offset = Int64(tail.little32(end + 16))
    guard length <= directoryLimit, offset + Int64(length) <= size else { throw .damaged }
    let bytes = try read(file, at: offset, count: length)
    return try parse(bytes, count)
  }

  private static func parse(_ bytes: [UInt8], _ count: Int) throws(XLSXError) -> [Entry] {
    var entries: [Entry] = []
    var place = 0
    for _ in 0..<count {
      guard place + 46 <= bytes.count, bytes.little32(place) == 0x0201_4B50 else { throw .damaged }
      let nameLength = Int(bytes.little16(place + 28))
      let extra = Int(bytes.little16(place + 30)) + Int(bytes.little16(place + 32))
      let nameStart = place + 46
      guard nameStart + nameLength <= bytes.count else { throw .damaged }
      entries.append(
        Entry(
          name: String(decoding: bytes[nameStart..<nameStart + nameLength], as: UTF8.self),
          isEncrypted: bytes.little16(place + 8) & 1 != 0,
          method: Int(bytes.little16(place + 10)), packed: Int64(bytes.little32(place + 20)),
          size: Int64(bytes.little32(place + 24)), offset: Int64(bytes.little32(place + 42))))
      place = nameStart + nameLength + extra
    }
    return entries
  }

  /// Unpacks a part and calls `body` with each piece, which is valid during the call only.
  /// - Parameter budget: octets that may still come out; what came out is taken off.
  func unpack(
    _ entry: Entry, budget: inout Int64, limit: Int64,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if entry.isEncrypted { throw XLSXError.encrypted }
    guard entry.size <= budget else { throw XLSXError.tooLarge(limit: limit) }
    let head = try Self.read(file, at: entry.offset, count: 30)
    guard head.count == 30, head.little32(0) == 0x0403_4B50 else { throw XLSXError.damaged }
    let start = entry.offset + 30 + Int64(head.little16(26)) + Int64(head.little16(28))
    var inflater = try Inflater(isStored: entry.method == 0)
    guard entry.method == 0 || entry.method == 8 else { throw XLSXError.damaged }
    var made: Int64 = 0
    var taken: Int64 = 0
    while taken < entry.packed {
      let count = Int(min(64 << 10, entry.packed - taken))
      let piece = try Self.read(file, at: start + taken, count: count)
      guard piece.count == count else { throw XLSXError.damaged }
      taken += Int64(count)
      try inflater.push(piece) { output in
        made += Int64(output.count)
        guard made <= entry.size else { throw XLSXError.damaged }
        try body(output)
      }
    }
    guard made == entry.size else { throw XLSXError.damaged }
    budget -= made
  }

  private static func read(
    _ file: Int32, at offset: Int64, count: Int
  ) throws(XLSXError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(file, base + filled, count - filled, off_t(offset + Int64(filled)))
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        guard got > 0 else { return }
        filled += got
      }
    }
    if failure != 0 { throw .file(errno: failure) }
    return bytes
  }
}

extension [UInt8] {
  /// Two octets, the low one first; 0 behind the end.
  func little16(_ at: Int) -> UInt16 {
    guard at >= 0, at + 2 <= count else { return 0 }
    return UInt16(self[at]) | UInt16(self[at + 1]) << 8
  }

  func little32(_ at: Int) -> UInt32 { UInt32(little16(at)) | UInt32(little16(at + 2)) << 16 }
}

/// Unpacks raw deflate (RFC 1951) in pieces.
private struct Inflater: ~Copyable {
  private static let outputSize = 256 << 10
  private let isStored: Bool
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer
  private var isOver = false

  init(isStored: Bool) throws(XLSXError) {
    self.isStored = isStored
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: Self.outputSize, alignment: 16)
    // -15: the largest window, without a header.
    let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .outOfMemory }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  mutating func push(
    _ piece: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if isStored { return try piece.withUnsafeBytes(body) }
    var copy = piece
    try copy.withUnsafeMutableBufferPointer { buffer in
      stream.pointee.next_in = buffer.baseAddress
      stream.pointee.avail_in = UInt32(buffer.count)
      while !isOver {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(Self.outputSize)
        let status = inflate(stream, Z_NO_FLUSH)
        let count = Self.outputSize - Int(stream.pointee.avail_out)
        if count > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<count])) }
        switch status {
        case Z_STREAM_END: isOver = true
        case Z_OK: break
        case Z_BUF_ERROR: return
        case Z_MEM_ERROR: throw XLSXError.outOfMemory
        default: throw XLSXError.damaged
        }
        if stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 { return }
      }
    }
  }
}
