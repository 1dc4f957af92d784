import Glibc
import Synchronization

/// An HTTP/1.1 server: reactors, workers and the log as threads, an application on top.
public final class Server<App: Application>: Sendable {
  private let makeHandler: HandlerFactory
  private let configuration: ServerConfiguration
  private let running = Mutex<RunningServer?>(nil)

  /// Takes no resources yet.
  public init(_ application: App, configuration: ServerConfiguration = ServerConfiguration()) {
    self.configuration = configuration
    makeHandler = { lane in
      let local = try application.makeLocal(lane)
      return Handler(
        plan: { application.plan($0, local) }, respond: { application.respond($0, local) })
    }
  }

  /// Returns when every thread is ready and the sockets listen.
  /// - Throws: `ServerError` when an address cannot be had or a thread cannot make its local state;
  ///   nothing runs then.
  public func start() throws(ServerError) {
    let server = try RunningServer(configuration, makeHandler)
    running.withLock { $0 = server }
  }

  /// The addresses listened on, with the ports taken; empty before `start`.
  public var addresses: [ListenAddress] { running.withLock { $0?.addresses ?? [] } }

  /// The first port listened on, 0 before `start`.
  public var port: UInt16 { addresses.first?.port ?? 0 }

  /// Goes on logging into a new file of the same name, after the old one was moved away.
  /// - Throws: `SystemError` when that cannot be opened; the old file stays in use.
  public func reopenLog() throws(SystemError) { try running.withLock { $0 }?.reopenLog() }

  /// Stops accepting, answers what is in flight with `Connection: close`, and cuts what is left
  /// after `Limits.drainTime`. Returns at once; may be called from any thread, also twice.
  public func stop() { running.withLock { $0 }?.stop() }

  /// Returns when everything has ended. One thread may wait.
  public func wait() { running.withLock { $0 }?.wait() }
}

/// Why a server did not start.
public enum ServerError: Error, Sendable, CustomStringConvertible {
  /// The address is in use, not ours or not permitted.
  case listen(ListenAddress, SystemError)
  case system(SystemError)
  /// `Application.makeLocal` threw.
  case application(String)

  public var description: String {
    switch self {
    case .listen(let address, let error): "cannot listen on \(address.text): \(error)"
    case .system(let error): "\(error)"
    case .application(let text): text
    }
  }
}

/// The application, bound to one thread's local state.
struct Handler {
  let plan: (Request) -> Plan
  let respond: (Request) -> Response
}

typealias HandlerFactory = @Sendable (Lane) throws -> Handler
