import Glibc
import Synchronization

/// One thread's event loop: its own listeners, poller, connections and application state. Built
/// inside its thread and never seen by another; others reach it through its mailbox.
final class Reactor {
  let configuration: ServerConfiguration
  let handler: Handler
  let workers: Workers
  let mailbox: Mailbox<Message>
  let log: AccessLog?
  let counts: AddressCounts?
  let rota: Rota?
  let tally: Tally?
  let limits: Deadlines

  var poller: Poller
  var listeners: [FileDescriptor]
  var connections = ConnectionTable()
  var wheel: TimerWheel
  /// Who listens to which topic.
  var audience: [Int64: Set<UInt64>] = [:]
  var encoder = ResponseEncoder()
  var lines = AccessLines()
  /// Every receive goes here first; only what cannot be used at once is copied to the connection.
  let input: UnsafeMutableRawBufferPointer
  /// Answers of the connection being driven, sent together at the end of its turn.
  var outgoing: [UInt8] = []
  /// Connections with more input than one turn may take.
  var unfinished: [UInt64] = []

  /// The clock, read once a turn, in nanoseconds.
  var now = Clock.monotonic()
  var logDue = Int64.max
  var acceptDue = Int64.max
  var drainDue = Int64.max
  var graceDue = Int64.max
  var isAccepting = true
  var isDraining = false

  /// Tokens of listeners and mailbox; those of connections are smaller.
  static let mailboxToken = UInt64.max
  static let firstListenerToken = UInt64.max - 1024

  init(
    _ configuration: ServerConfiguration, _ handler: Handler, listeners: [FileDescriptor],
    workers: Workers, mailbox: Mailbox<Message>, log: AccessLog?, counts: AddressCounts?,
    rota: Rota?
  ) throws(SystemError) {
    self.configuration = configuration
    self.handler = handler
    self.listeners = listeners
    self.workers = workers
    self.mailbox = mailbox
    self.log = log
    self.counts = counts
    self.rota = rota
    tally = configuration.traffic?.join()
    limits = Deadlines(configuration.limits)
    poller = try Poller()
    wheel = TimerWheel(now: now)
    input = .allocate(byteCount: 65536, alignment: 16)
    outgoing.reserveCapacity(65536)
    guard poller.watchInput(mailbox.number, Reactor.mailboxToken) else {
      throw SystemError("epoll_ctl")
    }
    startAccepting()
  }

  deinit { input.deallocate() }

  /// Runs until drained.
  func run() {
    while !isFinished {
      let count = poller.wait(timeout())
      beginTurn()
      for index in 0..<count { dispatch(poller[index]) }
      endTurn()
    }
    for connection in connections.all { close(connection) }
    tally?.connections.store(0, ordering: .relaxed)
    flushLog()
  }

  private var isFinished: Bool { isDraining && (isEmpty || now >= drainDue) }

  /// No connection, and none on its way from another reactor.
  private var isEmpty: Bool {
    connections.count == 0 && (rota.map { !$0.isAccepting && mailbox.isEmpty } ?? true)
  }

  /// Milliseconds until something is due; -1 when nothing is: an idle server sleeps.
  private func timeout() -> Int32 {
    guard unfinished.isEmpty else { return 0 }
    // Empty and not finished: another reactor is about to stop accepting.
    if isDraining, connections.count == 0 { return 1 }
    let due = min(wheel.nextDue() ?? .max, logDue, acceptDue, drainDue, graceDue)
    guard due < .max else { return -1 }
    let wait = (due - Clock.monotonic() + 999_999) / 1_000_000
    return Int32(clamping: max(0, wait))
  }

  private func beginTurn() {
    now = Clock.monotonic()
    let seconds = Clock.seconds()
    encoder.setTime(seconds)
    lines.setTime(seconds)
  }

  private func dispatch(_ event: Poller.Event) {
    if event.token >= Reactor.firstListenerToken {
      if event.token == Reactor.mailboxToken { return readMail() }
      return accept(listener: Int(event.token - Reactor.firstListenerToken))
    }
    guard let connection = connections[event.token] else { return }
    if event.isDead { return close(connection) }
    if event.isReadable { connection.isReadable = true }
    if event.isEnding { connection.isEnding = true }
    if event.isWritable, !connection.output.isEmpty { resumeOutput(connection) }
    drive(connection)
  }

  private func endTurn() {
    let again = unfinished
    unfinished.removeAll(keepingCapacity: true)
    for token in again { goOn(token) }
    for token in wheel.take(now: now) { look(at: token) }
    if now >= acceptDue { startAccepting() }
    if now >= graceDue { closeIdle() }
    if lines.bytes.count > 16384 || now >= logDue { flushLog() }
    if !lines.bytes.isEmpty, logDue == .max { logDue = now + Reactor.logDelay }
    tally?.connections.store(connections.count, ordering: .relaxed)
  }

  private func goOn(_ token: UInt64) {
    guard let connection = connections[token] else { return }
    if !connection.output.isEmpty { resumeOutput(connection) }
    drive(connection)
  }

  private static let logDelay: Int64 = 200_000_000

  private func flushLog() {
    logDue = .max
    if !lines.bytes.isEmpty { log?.append(lines.take()) }
  }

  private func readMail() {
    for message in mailbox.takeAll() {
      switch message {
      case .answer(let token, let response):
        guard let connection = connections[token], connection.phase == .working else { continue }
        answer(connection, response)
        drive(connection)
      case .connection(let socket, let peer): open(socket, peer)
      case .event(let topic, let event): tell(topic, event)
      case .drain: drain()
      }
    }
  }

  /// Connections end after their next answer; those on which nothing comes, when the grace is over.
  /// A client may be sending while we close (RFC 9112, 9.5), so that is done as rarely as possible.
  private func drain() {
    guard !isDraining else { return }
    isDraining = true
    drainDue = now &+ limits.drain
    graceDue = now &+ min(limits.grace, limits.drain)
    stopAccepting()
    for connection in connections.all where connection.phase == .listening {
      endListening(connection)
    }
  }

  private func closeIdle() {
    graceDue = .max
    for connection in connections.all where connection.isIdle {
      connection.isReadable = true
      drive(connection)
      if connection.isIdle { close(connection) }
    }
  }
}

/// Limits of time in nanoseconds.
struct Deadlines {
  let head, body, idle, stall, linger, grace, drain, beat, stream: Int64
  /// The slowest octets a second, of a body as of an answer.
  private let rate: Int64

  init(_ limits: Limits) {
    head = limits.headTime.nanoseconds
    body = limits.bodyTime.nanoseconds
    idle = limits.idleTime.nanoseconds
    stall = limits.writeStall.nanoseconds
    linger = limits.lingerTime.nanoseconds
    grace = limits.drainGrace.nanoseconds
    drain = limits.drainTime.nanoseconds
    beat = limits.beatTime.nanoseconds
    stream = limits.streamTime.nanoseconds
    rate = Int64(max(1, limits.bodyRate))
  }

  /// How long `octets` of a body may take at the slowest rate.
  func allowance(for octets: Int64) -> Int64 {
    let (product, overflow) = octets.multipliedReportingOverflow(by: 1_000_000_000)
    return min(overflow ? .max : product / rate, .max / 4)
  }

  /// What a client must take of its answer in the time of a stall.
  var leastTaken: Int64 {
    let (product, overflow) = rate.multipliedReportingOverflow(by: stall / 1_000_000)
    return overflow ? .max : max(1, product / 1000)
  }
}
