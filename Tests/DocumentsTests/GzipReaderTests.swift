import CZlib
import Documents
import Foundation
import Testing

@Suite struct GzipReaderTests {
  @Test(arguments: [0, 1, 1000, 262_144, 262_145, 1_000_000])
  func `one member`(_ size: Int) throws {
    let content = pattern(size)
    #expect(try read(gzip(content)) == content)
  }

  @Test func `members and zeros that follow each other`() throws {
    let first = pattern(100_000)
    let file = gzip(first) + gzip([]) + gzip([1, 2, 3]) + [UInt8](repeating: 0, count: 600)
    #expect(try read(file) == first + [1, 2, 3])
  }

  @Test func `much from little, within the limit`() throws {
    let file = gzip([UInt8](repeating: 0, count: 5_000_000))
    #expect(try read(file).count == 5_000_000)
    #expect(throws: GzipError.tooLarge(limit: 4_999_999)) { try read(file, limit: 4_999_999) }
    #expect(try read(file, limit: 5_000_000).count == 5_000_000)
  }

  @Test func `every cut is noticed`() {
    let file = gzip(pattern(300))
    for length in 0..<file.count {
      #expect(throws: GzipError.truncated) { try read(Array(file[..<length])) }
    }
  }

  @Test func `damage and other files are noticed`() {
    let content = pattern(300)
    let file = gzip(content)
    for index in 10..<file.count {
      var damaged = file
      damaged[index] ^= 0x40
      // The bits that fill up the last octet before the check sum mean nothing.
      let result = try? read(damaged)
      #expect(result == nil || result == content)
    }
    #expect(throws: GzipError.damaged) { try read(Array("a,b\n1,2\n".utf8)) }
    #expect(throws: GzipError.damaged) { try read(file + Array("tail".utf8)) }
    #expect(throws: GzipError.file(errno: ENOENT)) { _ = try GzipReader(path: "/nowhere/x.gz") }
    #expect(throws: GzipError.file(errno: EISDIR)) {
      var reader = try GzipReader(path: "/tmp")
      try reader.forEachPiece { _ in }
    }
  }

  @Test func `a CSV file reads the same compressed and plain`() throws {
    let text = (0..<50_000).map { "\($0),\"name, \($0)\"\n" }.joined()
    let half = text.utf8.count / 2
    let bytes = Array(text.utf8)
    let packed = gzip(Array(bytes[..<half])) + gzip(Array(bytes[half...]))
    for content in [bytes, packed] {
      try withFile(content) { path in
        var count = 0
        try CSVFile.read(path) { row in
          #expect(row.line == count + 1 && row.count == 2)
          count += 1
        }
        #expect(count == 50_000)
      }
    }
    #expect(throws: GzipError.file(errno: ENOENT)) { try CSVFile.read("/nowhere/x.csv") { _ in } }
  }
}

private func pattern(_ size: Int) -> [UInt8] {
  (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3 ^ $0) }
}

private func read(_ content: [UInt8], limit: Int64 = .max) throws -> [UInt8] {
  var all: [UInt8] = []
  try withFile(content) { path in
    var reader = try GzipReader(path: path, limit: limit)
    try reader.forEachPiece { piece in
      #expect(piece.count <= 256 << 10)
      all.append(contentsOf: piece)
    }
  }
  return all
}

private func withFile(_ content: [UInt8], _ body: (String) throws -> Void) throws {
  let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try Data(content).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  try body(url.path)
}

private func gzip(_ content: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = content
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))) + 64)
  input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
    }
  }
  return Array(output.prefix(Int(stream.total_out)))
}
