import CLinux
import Glibc

/// A POSIX thread.
struct Thread: Sendable {
  private let handle: pthread_t

  private final class Start {
    let name: String
    let body: () -> Void

    init(_ name: String, _ body: @escaping () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Runs `body` on a new thread. `name` is shown by tools, cut at 15 octets.
  init(_ name: String, _ body: sending @escaping () -> Void) throws(SystemError) {
    let start = Unmanaged.passRetained(Start(name, body))
    var handle = pthread_t()
    let code = perform(.makeThread, -1) { _ in
      Int(
        pthread_create(
          &handle, nil,
          { raw in
            guard let raw else { return nil }
            let start = Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
            _ = pthread_setname_np(
              pthread_self(), String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
            start.body()
            return nil
          }, start.toOpaque()))
    }
    guard code == 0 else {
      start.release()
      throw SystemError("pthread_create", Int32(truncatingIfNeeded: code))
    }
    self.handle = handle
  }

  func join() { pthread_join(handle, nil) }
}
