import CZlib
import Glibc

/// Why a compressed file cannot be read.
public enum GzipError: Error, Hashable, Sendable {
  /// The file cannot be opened or read; `errno` says why.
  case file(errno: Int32)
  /// The content is not gzip, or is damaged.
  case damaged
  /// The file ends in the middle.
  case truncated
  /// More than the limit would come out.
  case tooLarge(limit: Int64)
  case outOfMemory
}

/// Reads a gzip file (RFC 1952) in pieces, with buffers of fixed size; members that follow each
/// other read as one text, zeros behind the last are ignored.
public struct GzipReader: ~Copyable {
  private static let inputSize = 64 << 10
  private static let outputSize = 256 << 10

  private let file: Int32
  private let limit: Int64
  private var total: Int64 = 0
  private let buffer: UnsafeMutableRawBufferPointer
  /// On the heap, because zlib keeps the address and refuses a stream that has moved.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = true
  private var hasMember = false
  /// zlib filled the output to the brim and may hold more that needs no further input.
  private var hasMore = false

  /// Opens the file. `limit` is the number of octets that may come out of it.
  public init(path: String, limit: Int64 = .max) throws(GzipError) {
    file = open(path, O_RDONLY | O_CLOEXEC)
    self.limit = limit
    buffer = .allocate(byteCount: Self.inputSize + Self.outputSize, alignment: 16)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let opened = errno
    // 16 asks for the gzip wrapper, 15 is the largest window.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard file >= 0 else { throw .file(errno: opened) }
    guard status == Z_OK else { throw .outOfMemory }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    buffer.deallocate()
    if file >= 0 { close(file) }
  }

  /// Calls `body` with the next piece until the text ends. The piece is valid during the call only.
  /// Throws `GzipError` and whatever `body` throws.
  public mutating func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    while let count = try next() {
      let output = UnsafeRawBufferPointer(buffer)[Self.inputSize..<Self.inputSize + count]
      if count > 0 { try body(UnsafeRawBufferPointer(rebasing: output)) }
    }
  }

  /// The number of octets that now lie in the output half, or nil at the end.
  private mutating func next() throws(GzipError) -> Int? {
    if stream.pointee.avail_in == 0, !hasMore, try fill() == 0 {
      guard isBetweenMembers && hasMember else { throw .truncated }
      return nil
    }
    if isBetweenMembers {
      if hasMember { skipZeros() }
      guard stream.pointee.avail_in > 0 else { return 0 }
      guard inflateReset(stream) == Z_OK else { throw .damaged }
      isBetweenMembers = false
    }
    return try inflatePiece()
  }

  private mutating func inflatePiece() throws(GzipError) -> Int {
    let output = buffer.baseAddress?.advanced(by: Self.inputSize)
    stream.pointee.next_out = output?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(Self.outputSize)
    switch inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: (isBetweenMembers, hasMember) = (true, true)
    case Z_MEM_ERROR: throw .outOfMemory
    default: throw .damaged
    }
    hasMore = stream.pointee.avail_out == 0 && !isBetweenMembers
    let count = Self.outputSize - Int(stream.pointee.avail_out)
    total += Int64(count)
    guard total <= limit else { throw .tooLarge(limit: limit) }
    return count
  }

  private mutating func fill() throws(GzipError) -> Int {
    while true {
      let count = read(file, buffer.baseAddress, Self.inputSize)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .file(errno: errno) }
      stream.pointee.next_in = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(count)
      return count
    }
  }

  private mutating func skipZeros() {
    while stream.pointee.avail_in > 0, stream.pointee.next_in?.pointee == 0 {
      stream.pointee.next_in = stream.pointee.next_in?.advanced(by: 1)
      stream.pointee.avail_in -= 1
    }
  }
}
