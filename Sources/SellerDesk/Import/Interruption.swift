import CLinux
import Glibc

/// A wish to stop, as it comes from Ctrl-C or a service manager. `Main` blocks these signals, so
/// they wait until somebody looks.
enum Interruption {
  /// Whether SIGINT or SIGTERM has come; each is seen once.
  static func hasCome() -> Bool {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    var none = timespec()
    return sigtimedwait(&set, nil, &none) > 0
  }
}
