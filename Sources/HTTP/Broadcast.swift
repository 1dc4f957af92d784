import Synchronization

/// Events for clients that keep a request open and listen (WHATWG HTML, 9.2, server-sent events).
///
/// An answer made by `Response.events(of:)` listens to one topic. It costs its connection and a
/// timer, never a thread. Whoever listens at the moment of `send` gets the event; nothing is kept
/// for others, so an event says that something has changed and not what it is now.
public final class Broadcast: Sendable {
  private struct State {
    var mailboxes: [Mailbox<Message>] = []
    var audience: [Int64: Int] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// How many clients listen, to any topic.
  public var count: Int { state.withLock(\.count) }

  /// Sends to all who listen to the topic, from any thread; next to nothing where nobody does.
  public func send(_ event: ServerEvent, to topic: Int64) {
    let mailboxes = state.withLock { $0.audience[topic] == nil ? [] : $0.mailboxes }
    guard !mailboxes.isEmpty else { return }
    let bytes = SharedBytes(event.bytes)
    for mailbox in mailboxes { mailbox.post(.event(topic: topic, bytes)) }
  }

  func join(_ mailboxes: [Mailbox<Message>]) { state.withLock { $0.mailboxes += mailboxes } }

  func enter(_ topic: Int64) {
    state.withLock { state in
      state.audience[topic, default: 0] += 1
      state.count += 1
    }
  }

  func leave(_ topic: Int64) {
    state.withLock { state in
      guard let count = state.audience[topic] else { return }
      state.audience[topic] = count > 1 ? count - 1 : nil
      state.count -= 1
    }
  }
}

/// One event as a client hears it.
public struct ServerEvent: Sendable {
  /// As it goes out: `event`, the lines of `data`, an empty line.
  let bytes: [UInt8]

  /// - Parameters:
  ///   - name: what a listener subscribes to; no line breaks.
  ///   - data: text of any number of lines. Clients ignore an event without data, so that an empty
  ///     text is one empty line.
  public init(_ name: StaticString, data: String = "") {
    var bytes: [UInt8] = []
    bytes.append("event: ")
    bytes.append(name)
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      bytes.append("\ndata: ")
      bytes.append(contentsOf: line.utf8)
    }
    bytes.append("\n\n")
    self.bytes = bytes
  }
}
