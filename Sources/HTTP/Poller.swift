import CLinux
import Glibc

/// epoll, with its constants wrapped once. Connections are registered once, edge-triggered for
/// everything, and never touched again: whoever gets an edge works until EAGAIN.
struct Poller: ~Copyable {
  struct Event {
    let token: UInt64
    fileprivate let bits: UInt32

    var isReadable: Bool { bits & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 }
    var isWritable: Bool { bits & EPOLLOUT.rawValue != 0 }
    /// The client has sent its last octet.
    var isEnding: Bool { bits & EPOLLRDHUP.rawValue != 0 }
    var isDead: Bool { bits & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 }
  }

  private let number: Int32
  private let events: UnsafeMutableBufferPointer<epoll_event>
  private var count = 0

  init() throws(SystemError) {
    number = epoll_create1(Int32(EPOLL_CLOEXEC))
    events = .allocate(capacity: 256)
    events.initialize(repeating: epoll_event())
    if number < 0 { throw SystemError("epoll_create1") }
  }

  deinit {
    close(number)
    events.deallocate()
  }

  /// Level-triggered input: listeners and mailboxes.
  func watchInput(_ descriptor: Int32, _ token: UInt64) -> Bool {
    add(descriptor, token, EPOLLIN.rawValue)
  }

  /// A listener that other pollers watch too: a connection does not wake them all.
  func watchShared(_ descriptor: Int32, _ token: UInt64) -> Bool {
    add(descriptor, token, EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue)
  }

  /// Edge-triggered input, output and half-close: connections.
  func watchEdges(_ descriptor: Int32, _ token: UInt64) -> Bool {
    #if DEBUG
      Faults.watch(descriptor, token)
    #endif
    return add(descriptor, token, Poller.edges)
  }

  private static var edges: UInt32 {
    EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
  }

  func forget(_ descriptor: Int32) {
    var event = epoll_event()
    epoll_ctl(number, EPOLL_CTL_DEL, descriptor, &event)
  }

  private func add(_ descriptor: Int32, _ token: UInt64, _ bits: UInt32) -> Bool {
    var event = epoll_event()
    event.events = bits
    event.data.u64 = token
    return perform(.watch, descriptor) { _ in
      Int(epoll_ctl(number, EPOLL_CTL_ADD, descriptor, &event))
    } == 0
  }

  /// Waits at most `milliseconds`, for ever when negative; returns the number of events.
  mutating func wait(_ milliseconds: Int32) -> Int {
    #if DEBUG
      for stalled in Faults.takeStalled() { change(stalled.descriptor, stalled.token) }
    #endif
    let found = perform(.poll, number) { _ in
      Int(epoll_wait(number, events.baseAddress, Int32(events.count), milliseconds))
    }
    // Interrupted is the same as nothing: the caller comes back.
    count = max(0, found)
    return count
  }

  #if DEBUG
    /// Asks for the present state of a connection as a new edge.
    private func change(_ descriptor: Int32, _ token: UInt64) {
      var event = epoll_event()
      event.events = Poller.edges
      event.data.u64 = token
      epoll_ctl(number, EPOLL_CTL_MOD, descriptor, &event)
    }
  #endif

  subscript(index: Int) -> Event {
    let event = events[index]
    return Event(token: event.data.u64, bits: event.events)
  }
}
