import CLinux
import Glibc

/// Signals, read by the thread that waits for them.
enum Signals {
  /// Blocks the signals in all threads that start later; call before any thread starts.
  static func block(_ signals: [Int32]) {
    var set = sigset(signals)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Lets the signals end the process again, in a command that serves nothing.
  static func unblock(_ signals: [Int32]) {
    var set = sigset(signals)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Returns the one that came.
  @discardableResult
  static func wait(for signals: [Int32]) -> Int32 {
    var set = sigset(signals)
    var received: Int32 = 0
    while sigwait(&set, &received) != 0 {}
    return received
  }

  /// Returns whether one came in that time.
  static func wait(for signals: [Int32], seconds: Int) -> Bool {
    var set = sigset(signals)
    var patience = timespec(tv_sec: seconds, tv_nsec: 0)
    return sigtimedwait(&set, nil, &patience) > 0
  }

  private static func sigset(_ signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
