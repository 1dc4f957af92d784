import CLinux
import Glibc
import HTTP
import Office
import SQL

/// The office with its server, serving until it is stopped.
final class RunningOffice {
  let office: Office
  let url: String
  private let server: Server<Office>

  /// Boots, verifies everything and listens.
  init(_ configuration: Configuration, clock: Clock = Clock()) throws {
    office = try Modules.boot.office(configuration, clock: clock)
    server = Server(office, configuration: try ServerConfiguration(configuration))
    try server.start()
    try office.startBackground()
    let host = configuration.listen.split(separator: ":").dropLast().joined(separator: ":")
    url = "http://\(host):\(server.port)"
  }

  /// Serves until SIGTERM or SIGINT, then answers what is in flight and leaves.
  func waitForSignal() {
    Signals.wait(for: [SIGTERM, SIGINT])
    stop()
  }

  func stop() {
    server.stop()
    office.stopBackground()
    office.kernel.database.close()
  }
}

/// Signals, read by the thread that waits for them.
enum Signals {
  /// Blocks the signals in all threads that start later; call before any thread starts.
  static func block(_ signals: [Int32]) {
    var set = sigset(signals)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Lets the signals end the process again, in a command that serves nothing.
  static func unblock(_ signals: [Int32]) {
    var set = sigset(signals)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  static func wait(for signals: [Int32]) {
    var set = sigset(signals)
    var received: Int32 = 0
    while sigwait(&set, &received) != 0 {}
  }

  private static func sigset(_ signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
