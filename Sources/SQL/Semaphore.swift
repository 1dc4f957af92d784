import Glibc

/// A counting semaphore (sem_overview(7)): one thread sleeps until another one posts.
final class Semaphore: Sendable {
  // Only sem_* functions touch it, and they are made for several threads.
  private nonisolated(unsafe) let raw: UnsafeMutablePointer<sem_t>

  init() {
    raw = .allocate(capacity: 1)
    sem_init(raw, 0, 0)
  }

  deinit {
    sem_destroy(raw)
    raw.deallocate()
  }

  func post() { sem_post(raw) }

  func wait() {
    while sem_wait(raw) != 0, errno == EINTR {}
  }
}
