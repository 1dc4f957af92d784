import HTTP

/// One line of the route table: what a sweep test and the server both read.
public struct Route: Sendable {
  public let method: Method
  public let pattern: String
  let rule: AccessRule
  public let lane: Lane
  /// The largest body the route takes, in bytes.
  public let bodyLimit: Int
  /// How many values of the path the handler takes.
  let values: Int
  let run: @Sendable (Exchange, [Substring]) throws -> Response

  /// The name of the permission asked for, or `anyone`, `signedIn`, `key:storefront`,
  /// `program:products.read`.
  public var access: String {
    switch rule {
    case .anyone: "anyone"
    case .signedIn: "signedIn"
    case .seller(let permission): permission.name
    case .platform(let permission): permission.name
    case .key(let scope): "key:\(scope.rawValue)"
    case .program(let right): "program:\(right.rawValue)"
    }
  }

  /// What the route answers before its handler runs: nil when the handler runs.
  public func refusal(of role: Role?) -> Status? {
    switch rule {
    case .anyone: nil
    case .key, .program: .unauthorized
    case .signedIn: role == nil ? unauthenticated : nil
    case .seller(let permission): refusal(role, permission.roles)
    case .platform(let permission): refusal(role, permission.roles)
    }
  }

  /// A page leads to the sign-in; an act must not be repeated as a page.
  private var unauthenticated: Status { method == .get ? .seeOther : .unauthorized }

  private func refusal(_ role: Role?, _ allowed: RoleSet) -> Status? {
    guard let role else { return unauthenticated }
    return allowed.contains(role) ? nil : .forbidden
  }

  /// Refuses a body that its head announces as too long; a chunked one is cut off by the server.
  func checkLength(of request: Request) throws(Failure) {
    guard let length = request.header("content-length").flatMap(Int.init) else { return }
    if length > bodyLimit { throw .tooLarge }
  }
}
