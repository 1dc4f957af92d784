import Glibc

/// Wakes sleeping threads. A ring between looking for work and falling asleep is not lost: the
/// sleeper says which ring it has already heard.
final class Alarm: Sendable {
  // Pointers to initialised C objects that live as long as this; `rings` is touched only under
  // the mutex.
  private nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(
    capacity: 1)
  private nonisolated(unsafe) let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(
    capacity: 1)
  private nonisolated(unsafe) var rings = 0

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // So that setting the machine's clock makes nobody oversleep.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// The last ring.
  var heard: Int {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return rings
  }

  func ring() {
    pthread_mutex_lock(mutex)
    rings &+= 1
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Sleeps until a ring after `heard`, or for so long; nil sleeps until a ring.
  func sleep(after heard: Int, for duration: Duration?) {
    var deadline = timespec()
    if let duration { deadline = Self.deadline(duration) }
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while rings == heard {
      let code =
        duration == nil
        ? pthread_cond_wait(condition, mutex) : pthread_cond_timedwait(condition, mutex, &deadline)
      if code == ETIMEDOUT { return }
    }
  }

  private static func deadline(_ duration: Duration) -> timespec {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    // A day at most: nothing depends on one long sleep, and no sum can overflow.
    let parts = min(max(duration, .zero), .seconds(86_400)).components
    let nanoseconds = now.tv_nsec + Int(parts.attoseconds / 1_000_000_000)
    return timespec(
      tv_sec: now.tv_sec + Int(parts.seconds) + nanoseconds / 1_000_000_000,
      tv_nsec: nanoseconds % 1_000_000_000)
  }
}
