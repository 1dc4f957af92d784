import Glibc

/// How many files and connections the process may have open.
enum OpenFiles {
  /// Takes as many as the system lets it have without asking anybody; returns how many that is.
  @discardableResult
  static func raise() -> Int {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(kind, &limit) == 0 else { return 1_024 }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      _ = setrlimit(kind, &limit)
      _ = getrlimit(kind, &limit)
    }
    return Int(clamping: limit.rlim_cur)
  }
}
