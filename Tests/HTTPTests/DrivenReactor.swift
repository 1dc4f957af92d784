import Glibc

@testable import HTTP

/// A reactor without a thread or a network: what it reads at once is exactly what the test gives it,
/// and everything that follows has happened when the call returns. Its clock is the test's.
final class DrivenReactor {
  private let reactor: Reactor
  private let workers: Workers
  private let handler: Handler

  init(
    _ application: TestApplication, _ change: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    let local = application.makeLocal(.inline)
    handler = Handler(
      plan: { application.plan($0, local) }, respond: { application.respond($0, local) })
    workers = try Workers(limit: 0, queueBound: 1) { _ in throw SystemError("no thread") }
    var configuration = ServerConfiguration()
    change(&configuration)
    reactor = try Reactor(
      configuration, handler, listeners: [], workers: workers, mailbox: Mailbox(),
      log: nil, counts: nil, rota: nil)
    // One second for all: answers to the same octets are the same octets.
    reactor.encoder.setTime(784_111_777)
  }

  /// A client with a connection of its own.
  func client() throws -> DrivenClient {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw SystemError("socketpair") }
    let connection = reactor.connections.insert(socket: pair[0], peer: .loopback)
    return DrivenClient(self, connection, FileDescriptor(owning: pair[1]))
  }

  func close(_ connection: Connection) { reactor.close(connection) }

  /// Something may be there to be read, or room to send on.
  fileprivate func work(_ connection: Connection) {
    if !connection.output.isEmpty { reactor.resumeOutput(connection) }
    connection.isReadable = true
    reactor.drive(connection)
    while connection.phase == .working, let job = workers.take() {
      reactor.answer(connection, handler.respond(job.request))
      reactor.drive(connection)
    }
  }

  /// What `Broadcast.send` makes a reactor do.
  func tell(_ topic: Int64, _ event: ServerEvent) {
    reactor.tell(topic, SharedBytes(event.bytes))
  }

  /// Lets time pass, and what is due by then happen.
  func pass(_ time: Duration) {
    reactor.now += time.nanoseconds
    for token in reactor.wheel.take(now: reactor.now) { reactor.look(at: token) }
  }
}

/// The client's end of a connection to a driven reactor.
final class DrivenClient {
  private let reactor: DrivenReactor
  private let connection: Connection
  private let socket: FileDescriptor
  /// Everything the client was told.
  private(set) var received: [UInt8] = []
  /// The server has said its last word.
  private(set) var isEnded = false

  fileprivate init(_ reactor: DrivenReactor, _ connection: Connection, _ socket: FileDescriptor) {
    self.reactor = reactor
    self.connection = connection
    self.socket = socket
  }

  deinit { reactor.close(connection) }

  /// The server has given the connection up.
  var isClosed: Bool { connection.phase == .closed }

  /// What the server refuses to take is lost.
  func send(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes {
      _ = Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    reactor.work(connection)
  }

  /// Takes at most `most` octets of what is there.
  func receive(_ most: Int) -> Int {
    withUnsafeTemporaryAllocation(byteCount: most, alignment: 1) { buffer in
      let count = recv(socket.number, buffer.baseAddress, most, 0)
      if count > 0 { received.append(contentsOf: buffer[..<count]) }
      if count == 0 { isEnded = true }
      return max(0, count)
    }
  }

  /// Takes everything, letting the server send on where the socket was full.
  func receiveAll() {
    while !isEnded {
      if receive(65536) > 0 { continue }
      guard !isEnded, !connection.output.isEmpty else { return }
      reactor.work(connection)
    }
  }
}
