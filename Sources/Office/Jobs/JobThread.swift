import CLinux
import Glibc

/// A thread of the system that runs one closure, in the processor time that requests leave over.
struct JobThread: Sendable {
  private let handle: pthread_t

  /// Nil when the system has no thread left.
  init?(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Body(run: body))
    var handle = pthread_t()
    let code = pthread_create(
      &handle, nil,
      { pointer in
        guard let pointer else { return nil }
        // On Linux 0 is the calling thread alone (setpriority(2)). Where it is refused the jobs
        // run as everything else does.
        setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
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
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
