import Glibc

/// Reads a CSV file, compressed or not, in bounded memory.
public enum CSVFile {
  /// Calls `row` for every row; a file that begins with the gzip mark is decompressed on the way.
  /// Throws `CSVError`, `GzipError` (also when the file cannot be read) and whatever `row` throws.
  public static func read(
    _ path: String, options: CSVOptions = CSVOptions(), row: (CSVRow) throws -> Void
  ) throws {
    var reader = CSVReader(options)
    if try isGzip(path) {
      var gzip = try GzipReader(path: path)
      try gzip.forEachPiece { try reader.push($0, row: row) }
    } else {
      try forEachPiece(of: path) { try reader.push($0, row: row) }
    }
    try reader.finish(row: row)
  }

  private static func isGzip(_ path: String) throws(GzipError) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .file(errno: errno) }
    defer { close(file) }
    var mark: UInt16 = 0
    let count = Glibc.read(file, &mark, 2)
    guard count >= 0 else { throw .file(errno: errno) }
    return count == 2 && UInt16(littleEndian: mark) == 0x8B1F
  }

  private static func forEachPiece(
    of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw GzipError.file(errno: errno) }
    defer { close(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(file, buffer.baseAddress, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw GzipError.file(errno: errno) }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
