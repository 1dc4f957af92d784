import CZlib

/// Writes a zip file in pieces (APPNOTE.TXT 4.3): sizes follow each part, so nothing is held but
/// the directory. Without times, so that equal content is equal octets.
final class ZipWriter {
  private struct Part {
    let name: String
    let offset: UInt32
    var crc: UInt32 = 0
    var packed: UInt32 = 0
    var size: UInt32 = 0
  }

  private(set) var bytes: [UInt8] = []
  private var drained = 0
  private var parts: [Part] = []
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer

  init() throws(XLSXError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: 64 << 10, alignment: 16)
    let status = deflateInit2_(
      stream, 4, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .outOfMemory }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  func drain() -> [UInt8] {
    drained += bytes.count
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  func begin(_ name: String) {
    parts.append(Part(name: name, offset: UInt32(clamping: drained + bytes.count)))
    put32(0x0403_4B50)
    // Version 2.0, sizes behind the part, deflate, 1 January 1980.
    for value: UInt16 in [20, 8, 8, 0, 0x21] { put16(value) }
    for _ in 0..<3 { put32(0) }
    put16(UInt16(clamping: name.utf8.count))
    put16(0)
    bytes += Array(name.utf8)
    deflateReset(stream)
  }

  func write(_ content: [UInt8]) throws(XLSXError) {
    try pack(content, Z_NO_FLUSH)
  }

  func end() throws(XLSXError) {
    try pack([], Z_FINISH)
    guard let part = parts.last else { return }
    put32(0x0807_4B50)
    for value in [part.crc, part.packed, part.size] { put32(value) }
  }

  func finish() {
    let start = drained + bytes.count
    for part in parts {
      put32(0x0201_4B50)
      for value: UInt16 in [20, 20, 8, 8, 0, 0x21] { put16(value) }
      for value in [part.crc, part.packed, part.size] { put32(value) }
      put16(UInt16(clamping: part.name.utf8.count))
      for _ in 0..<4 { put16(0) }
      put32(0)
      put32(part.offset)
      bytes += Array(part.name.utf8)
    }
    let size = drained + bytes.count - start
    put32(0x0605_4B50)
    put32(0)
    for _ in 0..<2 { put16(UInt16(clamping: parts.count)) }
    put32(UInt32(clamping: size))
    put32(UInt32(clamping: start))
    put16(0)
  }

  private func pack(_ content: [UInt8], _ flush: Int32) throws(XLSXError) {
    guard var part = parts.popLast() else { return }
    defer { parts.append(part) }
    var content = content
    let count = content.count
    part.size &+= UInt32(clamping: count)
    var failed = false
    content.withUnsafeMutableBufferPointer { buffer in
      part.crc = UInt32(
        truncatingIfNeeded: crc32(UInt(part.crc), buffer.baseAddress, UInt32(clamping: count)))
      stream.pointee.next_in = buffer.baseAddress
      stream.pointee.avail_in = UInt32(clamping: count)
      while true {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let status = deflate(stream, flush)
        let made = output.count - Int(stream.pointee.avail_out)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: output[..<made]))
        part.packed &+= UInt32(clamping: made)
        if status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR { failed = true }
        if stream.pointee.avail_out > 0 || status == Z_STREAM_END || failed { return }
      }
    }
    if failed { throw .outOfMemory }
  }

  private func put16(_ value: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: value))
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
  }

  private func put32(_ value: UInt32) {
    put16(UInt16(truncatingIfNeeded: value))
    put16(UInt16(truncatingIfNeeded: value >> 16))
  }
}
