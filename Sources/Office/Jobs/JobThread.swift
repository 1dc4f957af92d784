import CLinux
import Glibc

/// A thread of the system that runs one closure.
struct JobThread: Sendable {
  private let handle: pthread_t

  /// Nil when the system has no thread left.
  /// - Parameter isBackground: whether it runs in the processor time that requests leave over.
  init?(_ name: String, isBackground: Bool = false, _ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Body(run: body, isBackground: isBackground))
    var handle = pthread_t()
    let code = pthread_create(
      &handle, nil,
      { pointer in
        guard let pointer else { return nil }
        let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
        // On Linux 0 is the calling thread alone (setpriority(2)).
        if body.isBackground { setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10) }
        body.run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      return nil
    }
    _ = pthread_setname_np(handle, name)
    self.handle = handle
  }

  func join() { pthread_join(handle, nil) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    let isBackground: Bool

    init(run: @escaping @Sendable () -> Void, isBackground: Bool) {
      self.run = run
      self.isBackground = isBackground
    }
  }
}
