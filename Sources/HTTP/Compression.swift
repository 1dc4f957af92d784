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

  /// Whether the client takes gzip (RFC 9110, 12.5.3): named, or by `*`, with a weight above 0.
  public static func isAccepted(by request: Request) -> Bool {
    guard let field = request.header("accept-encoding") else { return false }
    var wildcard = false
    for member in field.split(separator: ",") {
      var scanner = ParameterScanner(Array(member.utf8.drop { Octet.isBlank($0) }))
      guard let coding = scanner.token()?.lowercased() else { continue }
      let weight = scanner.parameters()?.first { $0.name == "q" }?.value ?? "1"
      let isWanted = weight.utf8.contains { $0 &- 0x31 < 9 }
      if coding == "gzip" || coding == "x-gzip" { return isWanted }
      if coding == "*" { wildcard = isWanted }
    }
    return wildcard
  }
}
