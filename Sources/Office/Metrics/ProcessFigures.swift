import Glibc

/// What the kernel says of this process.
struct ProcessFigures {
  /// Octets of memory in use, mapped files that are in memory included.
  let residentBytes: Int
  let openFiles: Int
  let processorNanoseconds: Int

  init() {
    let pages = Self.words("/proc/self/statm").dropFirst().first.flatMap { Int($0) } ?? 0
    residentBytes = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    openFiles = (try? Files.list("/proc/self/fd").count) ?? 0
    var usage = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &usage)
    processorNanoseconds = usage.tv_sec * 1_000_000_000 + usage.tv_nsec
  }

  private static func words(_ path: String) -> [Substring] {
    let bytes = (try? Files.read(path, limit: 4 << 10)) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: " ")
  }
}
