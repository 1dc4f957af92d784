import HTTP
import Testing

/// The suites that block on sockets: one after another, so that they neither fill the test pool nor
/// disturb each other's times.
@Suite(.serialized) enum SocketTests {}

/// A real server on a free port, ended with its last reference.
final class TestServer {
  private let server: Server<TestApplication>
  let port: UInt16

  init(
    _ application: TestApplication = TestApplication(),
    _ change: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = ServerConfiguration()
    configuration.reactors = 1
    configuration.workers = 1
    change(&configuration)
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
  func client(timeout: Int = 5) -> RawClient { RawClient(port, timeout: timeout) }
}

/// Answers by path: what a scenario needs and nothing else.
struct TestApplication: Application {
  final class Local {}

  var plan: @Sendable (Request) -> Plan = TestApplication.plan
  var respond: @Sendable (Request) -> Response = TestApplication.respond

  func makeLocal(_ lane: Lane) -> Local { Local() }
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
