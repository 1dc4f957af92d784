import Glibc
import Office

/// What the disk alone needs for a durable commit: a few pages written over and synced, which no
/// database on it can go below.
enum DiskLoad {
  static let pages = 8
  private static let page = 4_096
  private static let slots = 256

  /// - Parameter folder: the data folder; the file is gone afterwards.
  static func run(in folder: String, seconds: Double) throws(BootError) -> LoadResult {
    let path = "\(folder)/sync.tmp"
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw BootError("\(path) can't be made.") }
    defer {
      close(descriptor)
      unlink(path)
    }
    let bytes = [UInt8](repeating: 7, count: pages * page)
    for slot in 0..<slots { try write(bytes, slot, descriptor) }
    fsync(descriptor)
    var times: [Int64] = []
    let start = MonotonicClock.nanoseconds()
    var now = start
    while now - start < Int64(seconds * 1e9) {
      try write(bytes, times.count % slots, descriptor)
      guard fdatasync(descriptor) == 0 else { throw BootError("\(path) can't be synced.") }
      let end = MonotonicClock.nanoseconds()
      times.append(end - now)
      now = end
    }
    times.sort()
    return LoadResult(
      name: "disk, 32 KiB synced", connections: 1, seconds: Double(now - start) / 1e9,
      times: times, failures: 0, bytes: bytes.count)
  }

  private static func write(
    _ bytes: [UInt8], _ slot: Int, _ descriptor: Int32
  ) throws(BootError) {
    let count = bytes.withUnsafeBytes {
      pwrite(descriptor, $0.baseAddress, $0.count, slot * $0.count)
    }
    guard count == bytes.count else { throw BootError("The disk takes no more.") }
  }
}
