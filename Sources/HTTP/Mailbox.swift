import CLinux
import Glibc
import Synchronization

/// A counter in the kernel that wakes whoever waits for it (eventfd).
final class EventCounter: Sendable {
  private let file: FileDescriptor

  /// `isSemaphore`: each `raise` lets one `wait` through; otherwise a wait takes all raises at once.
  init(isSemaphore: Bool = false, isBlocking: Bool = true) throws(SystemError) {
    let flags =
      Int32(EFD_CLOEXEC) | (isSemaphore ? Int32(EFD_SEMAPHORE) : 0)
      | (isBlocking ? 0 : Int32(EFD_NONBLOCK))
    let number = eventfd(0, flags)
    guard number >= 0 else { throw SystemError("eventfd") }
    file = FileDescriptor(owning: number)
  }

  var number: Int32 { file.number }

  func raise() {
    var one: UInt64 = 1
    while write(file.number, &one, 8) < 0, errno == EINTR {}
  }

  /// Waits when blocking; else takes what is there.
  func wait() {
    var value: UInt64 = 0
    while read(file.number, &value, 8) < 0, errno == EINTR {}
  }
}

/// Messages from any thread to one reactor. The kernel is asked only when the box was empty.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let signal: EventCounter

  init() throws(SystemError) { signal = try EventCounter(isBlocking: false) }

  /// Readable when there are messages.
  var number: Int32 { signal.number }

  func post(_ message: Message) {
    let wasEmpty = messages.withLock { box in
      box.append(message)
      return box.count == 1
    }
    if wasEmpty { signal.raise() }
  }

  var isEmpty: Bool { messages.withLock { $0.isEmpty } }

  func takeAll() -> [Message] {
    signal.wait()
    return messages.withLock { box in
      defer { box = [] }
      return box
    }
  }
}
