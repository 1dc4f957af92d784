import Glibc

/// A child process without input or output, ended for certain.
///
/// Foundation's `Process` hands the caller's blocked signals to the child and waits on a run loop;
/// neither suits test threads.
final class WebDriverProcess {
  private let id: pid_t
  private var isOver = false

  init(_ path: String, _ arguments: [String]) throws(WebDriverError) {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    for descriptor in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, path, &files, &attributes, words + [nil], environ)
    guard failure == 0 else {
      throw .driver("cannot start \(path): \(String(cString: strerror(failure)))")
    }
    id = child
  }

  /// Whether it ended by itself. Takes the exit status, so that no zombie stays.
  var hasEnded: Bool {
    if !isOver { isOver = waitpid(id, nil, WNOHANG) != 0 }
    return isOver
  }

  /// Waits for its end, and kills it when it has not come in time.
  func end(within seconds: Int) {
    for _ in 0..<(seconds * 50) where !hasEnded { usleep(20_000) }
    guard !hasEnded else { return }
    kill(id, SIGKILL)
    waitpid(id, nil, 0)
    isOver = true
  }
}
