import Glibc
import Synchronization
import Testing

@testable import HTTP

/// The suites that block on sockets: one after another, so that they neither fill the test pool nor
/// disturb each other's times.
@Suite(.serialized) enum SocketTests {}

/// A real server on a free port, ended with its last reference.
final class TestServer {
  private let server: Server<TestApplication>
  private let clocks: ThreadClocks
  let port: UInt16

  init(
    _ application: TestApplication = TestApplication(),
    _ change: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = ServerConfiguration()
    configuration.reactors = 1
    configuration.workers = 1
    change(&configuration)
    clocks = application.clocks
    server = Server(application, configuration: configuration)
    try server.start()
    port = server.port
  }

  deinit {
    stop()
    wait()
  }

  func stop() { server.stop() }
  func wait() { server.wait() }
  /// What the reactors of this server have cost the processor, in nanoseconds.
  func processorTime() -> Int64 { clocks.time() }

  func client(timeout: Int = 5) -> RawClient { RawClient(port, timeout: timeout) }
}

/// The processor clocks of threads; readable while they run.
final class ThreadClocks: Sendable {
  private let clocks = Mutex<[clockid_t]>([])

  func addThisThread() {
    var clock = clockid_t()
    guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
    clocks.withLock { $0.append(clock) }
  }

  func time() -> Int64 {
    clocks.withLock { clocks in
      clocks.reduce(0) { sum, clock in
        var time = timespec()
        clock_gettime(clock, &time)
        return sum + Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
      }
    }
  }
}

/// Answers by path: what a scenario needs and nothing else.
struct TestApplication: Application {
  final class Local {}

  let clocks = ThreadClocks()
  /// Whether the threads of its server meet planned faults.
  var meetsFaults = false
  var plan: @Sendable (Request) -> Plan = TestApplication.plan
  var respond: @Sendable (Request) -> Response = TestApplication.respond

  func makeLocal(_ lane: Lane) -> Local {
    if lane == .inline { clocks.addThisThread() }
    if meetsFaults { Faults.admitThisThread() }
    return Local()
  }
  func plan(_ request: Request, _ local: Local) -> Plan { plan(request) }
  func respond(_ request: Request, _ local: Local) -> Response { respond(request) }

  @Sendable static func plan(_ request: Request) -> Plan {
    if request.path == "/refused" { return .answer(.plain(.unauthorized)) }
    return Plan(
      lane: request.path.hasPrefix("/worker") ? .worker : .inline, bodyLimit: 1 << 20,
      spoolAbove: 65536)
  }

  /// Says what it understood.
  @Sendable static func respond(_ request: Request) -> Response {
    switch request.path {
    case "/empty": return Response(.noContent)
    case "/large": return .text(String(repeating: "x", count: 8 << 20))
    default: break
    }
    let kind =
      switch request.body {
      case .empty: "none"
      case .bytes: "memory"
      case .file: "file"
      }
    return .text("\(request.method.name) \(request.path) \(request.body.count) \(kind)")
  }
}
