import Glibc

/// Whole small files and folders, read at boot.
public enum Files {
  /// The bytes of a file of at most `limit` bytes.
  public static func read(_ path: String, limit: Int = 64 << 20) throws(BootError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw BootError("\(path): \(reason())") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var status = stat()
    // One more byte than it has: a file that has grown is read on.
    let size = fstat(file, &status) == 0 ? Int(clamping: status.st_size) : 0
    var chunk = [UInt8](repeating: 0, count: min(size, 64 << 10) + 1)
    while true {
      let count = Glibc.read(file, &chunk, chunk.count)
      guard count >= 0 else { throw BootError("\(path): \(reason())") }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk.prefix(count))
      guard bytes.count <= limit else { throw BootError("\(path): larger than \(limit) bytes") }
    }
  }

  /// The paths of all files below a folder, relative to it, sorted; dot-files are left out.
  public static func list(_ folder: String) throws(BootError) -> [String] {
    var found: [String] = []
    try walk(folder, "", into: &found)
    return found.sorted()
  }

  /// Makes a folder and those above it.
  public static func makeFolder(_ path: String) throws(BootError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? "\(part)" : "/\(part)"
      if mkdir(made, 0o755) != 0 && errno != EEXIST {
        throw BootError("The folder \(path) can't be made: \(reason())")
      }
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw BootError("The folder \(path) can't be written: \(reason())")
    }
  }

  private static func walk(
    _ root: String, _ prefix: String, into found: inout [String]
  ) throws(BootError) {
    guard let folder = opendir("\(root)/\(prefix)") else {
      throw BootError("The folder \(root)/\(prefix) can't be read: \(reason())")
    }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      if Int32(entry.pointee.d_type) == Int32(DT_DIR) {
        try walk(root, "\(prefix)\(name)/", into: &found)
      } else {
        found.append(prefix + name)
      }
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
