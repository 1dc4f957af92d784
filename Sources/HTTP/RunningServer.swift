import Glibc
import Synchronization

/// The threads of a started server.
final class RunningServer: Sendable {
  let addresses: [ListenAddress]
  private let workers: Workers
  private let log: AccessLog?
  private let counts: AddressCounts?
  private let rota: Rota?
  private let mailboxes: [Mailbox<Message>]
  private let threads = Mutex(Threads())

  private struct Threads {
    var reactors: [Thread] = []
    var log: Thread?
  }

  init(
    _ configuration: ServerConfiguration, _ makeHandler: @escaping HandlerFactory
  ) throws(ServerError) {
    // sendfile has no flag for it, and a client that goes away must not end the process.
    signal(SIGPIPE, SIG_IGN)
    let count = max(1, configuration.reactors)
    let ports = try ListenerSet(configuration, copies: count)
    addresses = ports.addresses
    counts = AddressCounts(limit: configuration.limits.connectionsPerAddress)
    do throws(SystemError) {
      workers = try Workers(
        limit: configuration.workers, queueBound: configuration.queueBound, makeHandler)
      log = try AccessLog(configuration.accessLog)
      var boxes: [Mailbox<Message>] = []
      for _ in 0..<count { boxes.append(try Mailbox()) }
      mailboxes = boxes
    } catch { throw .system(error) }
    configuration.traffic?.watch(workers)
    configuration.broadcast?.join(mailboxes)
    rota = configuration.inherited.isEmpty ? nil : Rota(mailboxes)
    do throws(ServerError) {
      let gate = try StartGate()
      try startThreads(configuration, makeHandler, ports, gate)
      try gate.wait(for: count + 1)
    } catch {
      rota?.dissolve()
      stop()
      wait()
      throw error
    }
  }

  private func startThreads(
    _ configuration: ServerConfiguration, _ makeHandler: @escaping HandlerFactory,
    _ ports: ListenerSet, _ gate: StartGate
  ) throws(ServerError) {
    do throws(SystemError) {
      if let log {
        let thread = try Thread("log") { log.run() }
        threads.withLock { $0.log = thread }
      }
      try workers.start(gate)
      for (index, mailbox) in mailboxes.enumerated() {
        let (workers, log, counts, rota) = (workers, log, counts, rota)
        let listeners = ports.copies[index]
        let thread = try Thread("reactor-\(index)") {
          gate.enter {
            try Reactor(
              configuration, try makeHandler(.inline), listeners: listeners, workers: workers,
              mailbox: mailbox, log: log, counts: counts, rota: rota)
          }?.run()
        }
        threads.withLock { $0.reactors.append(thread) }
      }
    } catch { throw .system(error) }
  }

  func reopenLog() throws(SystemError) { try log?.reopen() }

  func stop() {
    for mailbox in mailboxes { mailbox.post(.drain) }
  }

  /// Reactors first: they need the workers for what is in flight.
  func wait() {
    let threads = threads.withLock { threads in
      defer { threads = Threads() }
      return threads
    }
    for thread in threads.reactors { thread.join() }
    workers.close()
    log?.close()
    threads.log?.join()
  }
}

/// Lets `start` return when every thread is ready or one has failed.
final class StartGate: Sendable {
  private let failure = Mutex<String?>(nil)
  private let signal: EventCounter

  init() throws(ServerError) {
    do { signal = try EventCounter(isSemaphore: true) } catch { throw .system(error) }
  }

  /// On the new thread: makes what it will run.
  func enter<Loop>(_ make: () throws -> Loop) -> Loop? {
    defer { signal.raise() }
    do {
      return try make()
    } catch {
      failure.withLock { $0 = "\(error)" }
      return nil
    }
  }

  func wait(for count: Int) throws(ServerError) {
    for _ in 0..<count { signal.wait() }
    if let text = failure.withLock({ $0 }) { throw .application(text) }
  }
}
