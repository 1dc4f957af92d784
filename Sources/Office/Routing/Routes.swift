import HTTP
import SQL

/// The routes of a module, in the order they are written. A route without an access does not
/// compile; the access decides the type of the handler's context.
public struct Routes: Sendable {
  public private(set) var all: [Route] = []

  public init(_ build: (inout Routes) -> Void) { build(&self) }

  /// The routes of several files of a module.
  public static func + (first: Routes, second: Routes) -> Routes {
    var routes = first
    routes.all += second.all
    return routes
  }

  /// A page. It runs on the reactor unless it is slow; it can't write. What it reads is of one
  /// moment, and the database's locks are taken once for all its statements.
  public mutating func get<Scope, each V: PathValue>(
    _ pattern: String, _ access: Access<Scope>, lane: Lane = .inline,
    _ handler: @escaping @Sendable (PageContext<Scope>, repeat each V) throws -> Response
  ) {
    let count = PathValues<repeat each V>.count
    add(.get, pattern, access, lane, 0, count) { exchange, scope, values in
      let path = try PathValues<repeat each V>(values)
      return try exchange.local.reader.snapshot {
        try handler(PageContext(exchange: exchange, scope: scope), repeat each path.values)
      }
    }
  }

  /// An act. It runs on a worker; `bodyLimit` is in bytes.
  public mutating func post<Scope, each V: PathValue>(
    _ pattern: String, _ access: Access<Scope>, bodyLimit: Int = 256 << 10,
    _ handler: @escaping @Sendable (WorkContext<Scope>, repeat each V) throws -> Response
  ) {
    let count = PathValues<repeat each V>.count
    add(.post, pattern, access, .worker, bodyLimit, count) { exchange, scope, values in
      let path = try PathValues<repeat each V>(values)
      return try handler(WorkContext(exchange: exchange, scope: scope), repeat each path.values)
    }
  }

  private mutating func add<Scope>(
    _ method: Method, _ pattern: String, _ access: Access<Scope>, _ lane: Lane, _ bodyLimit: Int,
    _ values: Int, _ run: @escaping @Sendable (Exchange, Scope, [Substring]) throws -> Response
  ) {
    let route = Route(
      method: method, pattern: pattern, rule: access.rule, lane: lane, bodyLimit: bodyLimit,
      values: values
    ) { exchange, values in
      guard let scope = Scope.mint(for: exchange.identity) else { throw Failure.forbidden }
      return try run(exchange, scope, values)
    }
    all.append(route)
  }
}

/// The path's values, parsed in order.
struct PathValues<each V: PathValue> {
  let values: (repeat each V)

  static var count: Int {
    var count = 0
    for _ in repeat (each V).self { count += 1 }
    return count
  }

  init(_ segments: [Substring]) throws(Failure) {
    var rest = segments[...]
    func next<P: PathValue>(_: P.Type) throws(Failure) -> P {
      guard let segment = rest.popFirst(), let value = P(pathSegment: String(segment)) else {
        throw .notFound
      }
      return value
    }
    values = (repeat try next((each V).self))
  }
}
