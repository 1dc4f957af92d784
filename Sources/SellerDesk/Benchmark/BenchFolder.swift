import Glibc
import Office

/// The benchmark's own data folder. A mark in it says for which plan it is whole; without that
/// mark nothing in it is reused, and a database that no benchmark made is never touched.
struct BenchFolder {
  let path: String

  private var mark: String { "\(path)/bench.txt" }
  private static let unfinished = "sellerdesk bench: unfinished\n"

  /// Whether the folder holds the whole marketplace of the plan.
  func holds(_ plan: SeedPlan) -> Bool { (try? read()) == plan.mark }

  /// Makes the folder and empties it of an earlier marketplace.
  func begin() throws {
    try Files.makeFolder(path)
    let hasDatabase = access("\(path)/sellerdesk.sqlite", F_OK) == 0
    if hasDatabase, (try? read())?.hasPrefix("sellerdesk bench") != true {
      throw BootError("\(path) holds a database that is no benchmark's; choose another --data.")
    }
    try write(Self.unfinished, to: mark)
    for name in ["sellerdesk.sqlite", "sellerdesk.sqlite-wal", "sellerdesk.sqlite-shm"] {
      unlink("\(path)/\(name)")
    }
  }

  func finish(_ plan: SeedPlan) throws { try write(plan.mark, to: mark) }

  /// A file for outside programs; it may hold secrets, so it is the owner's alone.
  /// - Returns: its path.
  func store(_ lines: [String], as name: String) throws -> String {
    let file = "\(path)/\(name)"
    try write(lines.map { "\($0)\n" }.joined(), to: file)
    return file
  }

  private func read() throws -> String {
    String(decoding: try Files.read(mark, limit: 1 << 10), as: UTF8.self)
  }

  private func write(_ text: String, to file: String) throws {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw BootError("\(file) can't be written: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BootError("\(file) can't be written.") }
      rest = rest.dropFirst(count)
    }
  }
}
