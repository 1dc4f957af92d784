import Glibc
import HTTP
import Office
import SQL

/// The office with its server, serving until it is stopped.
final class RunningOffice {
  let office: Office
  let url: String
  private let server: Server<Office>
  private let admin: Server<AdminDesk>?
  private let lock: DataLock

  /// Boots, verifies everything and listens.
  init(_ configuration: Configuration, lock: DataLock, clock: Clock = Clock()) throws {
    Signals.block([SIGHUP])
    OpenFiles.raise()
    self.lock = lock
    office = try Modules.boot.office(configuration, clock: clock)
    let inherited = try InheritedSockets.take(from: environmentVariable)
    InheritedSockets.forget()
    var settings = try ServerConfiguration(configuration)
    settings.traffic = office.traffic
    settings.broadcast = office.kernel.broadcast
    settings.inherited = inherited.all.filter { $0.name != Self.adminName }.map(\.socket)
    server = Server(office, configuration: settings)
    admin = try Self.admin(office, inherited)
    try server.start()
    try admin?.start()
    try office.startBackground()
    url = "http://\(server.addresses.first?.text ?? configuration.listen)"
  }

  /// `FileDescriptorName=` of the operator's socket.
  private static let adminName = "admin"

  private static func admin(
    _ office: Office, _ inherited: InheritedSockets
  ) throws -> Server<AdminDesk>? {
    let sockets = inherited.all.filter { $0.name == adminName }.map(\.socket)
    let wanted = try ServerConfiguration(admin: office.kernel.configuration)
    guard var settings = sockets.isEmpty ? wanted : ServerConfiguration(admin: []) else {
      return nil
    }
    settings.inherited = sockets
    return Server(AdminDesk(office), configuration: settings)
  }

  /// Serves until SIGTERM or SIGINT, then answers what is in flight and leaves. SIGHUP begins a new
  /// log and takes over changed templates and strings.
  func waitForSignal() {
    while Signals.wait(for: [SIGTERM, SIGINT, SIGHUP]) == SIGHUP { reload() }
    stop()
  }

  private func reload() {
    do {
      try server.reopenLog()
    } catch {
      Console.complain("sellerdesk: the access log stays where it was: \(error)")
    }
    do {
      try office.reload()
      Console.complain("sellerdesk: reloaded templates and strings")
    } catch {
      let problems = "\(error)".split(separator: "\n")
      let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
      Console.complain(
        "sellerdesk: templates and strings stay as they were: \(problems.first ?? "")\(more)")
    }
  }

  private func stop() {
    LastResort.arm()
    server.stop()
    server.wait()
    admin?.stop()
    admin?.wait()
    office.stopBackground()
    office.kernel.database.close()
  }
}

/// Ends a process that does not come to its end: after a second signal, or when the time that a
/// stop may take is over. The database loses nothing by it: what is committed is on the disk.
private enum LastResort {
  /// Longer than `Limits.drainTime`, shorter than the `TimeoutStopSec` of README's unit.
  private static let seconds = 22

  static func arm() {
    Worker.start("last resort") {
      let isImpatient = Signals.wait(for: [SIGTERM, SIGINT], seconds: seconds)
      Console.complain(
        "sellerdesk: stopped "
          + (isImpatient ? "by a second signal" : "after \(seconds) s") + ", with work unfinished")
      _exit(1)
    }
  }
}
