import CZlib

/// gzip (RFC 1952) through the system's zlib.
public enum Compression {
  /// Compresses at once. `level` 1 (fast)...9 (small). nil when zlib has no memory.
  public static func gzip(_ bytes: [UInt8], level: Int = 6) -> [UInt8]? {
    var stream = z_stream()
    // 15 window bits and 16 for the gzip wrapper; 8 is zlib's default memory level.
    let ready = deflateInit2_(
      &stream, Int32(min(9, max(1, level))), Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard ready == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    guard bytes.count < UInt32.max else { return nil }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    var input = bytes
    return input.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: bound) { target, filled in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        filled =
          deflate(&stream, Z_FINISH) == Z_STREAM_END ? target.count - Int(stream.avail_out) : 0
      }
    }
  }

  /// Whether the client would rather have gzip than the content as it is (RFC 9110, 12.5.3).
  public static func isAccepted(by request: Request) -> Bool {
    AcceptedCodings(request.header("accept-encoding")).prefersGzip
  }
}
