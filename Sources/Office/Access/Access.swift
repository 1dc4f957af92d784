import Commerce
import SQL

/// Who may use a route. Its type decides what the handler can reach: a route that asks for a
/// shop's permission gets that shop's `SellerScope`, and nothing else can make one.
public struct Access<Scope: AccessScope>: Sendable {
  let rule: AccessRule
}

enum AccessRule: Sendable, Hashable {
  case anyone
  case signedIn
  case seller(SellerPermission)
  case platform(PlatformPermission)
  case key(APIScope)
  case program(KeyRight)

  /// How it talks.
  var dialect: Dialect {
    switch self {
    case .key: .storefront
    case .program: .seller
    case .anyone, .signedIn, .seller, .platform: .pages
    }
  }

  var isAPI: Bool { dialect != .pages }

  /// Decides before any handler code runs.
  func verdict(for identity: Identity) -> AccessVerdict {
    switch (self, identity) {
    case (.anyone, _), (.signedIn, .member): .granted
    case (.seller(let permission), .member(let member)):
      member.may(permission) ? .granted : .forbidden
    case (.platform(let permission), .member(let member)):
      member.may(permission) ? .granted : .forbidden
    case (.key(let scope), .client(let client)):
      client.scope == scope ? .granted : .forbidden
    case (.program(let right), .program(let client)):
      client.may(right) ? .granted : .forbidden
    default: .unauthenticated
    }
  }
}

enum AccessVerdict: Sendable {
  case granted, unauthenticated, forbidden
}

/// Who sent the request.
public enum Identity: Sendable {
  case visitor
  case member(Member)
  case client(APIClient)
  case program(SellerClient)
}

/// What a granted access hands to the handler.
public protocol AccessScope: Sendable {
  /// The scope for the one who sent the request; nil where they can't have one.
  static func mint(for identity: Identity) -> Self?
}

/// Somebody who need not be signed in.
public struct Visitor: AccessScope {
  /// The member, if one happens to be signed in.
  public let member: Member?

  public static func mint(for identity: Identity) -> Visitor? {
    if case .member(let member) = identity { Visitor(member: member) } else { Visitor(member: nil) }
  }
}

/// Anybody signed in: of a shop or of the platform.
public struct Account: AccessScope {
  public let member: Member
  /// The shop's data, for the staff of a shop.
  public let seller: SellerScope?
  /// All data, for platform staff.
  public let platform: PlatformScope?

  public static func mint(for identity: Identity) -> Account? {
    guard case .member(let member) = identity else { return nil }
    return Account(
      member: member, seller: member.sellerScope, platform: member.platformScope)
  }
}

extension SellerScope: AccessScope {
  public static func mint(for identity: Identity) -> SellerScope? {
    if case .member(let member) = identity { member.sellerScope } else { nil }
  }
}

extension PlatformScope: AccessScope {
  public static func mint(for identity: Identity) -> PlatformScope? {
    switch identity {
    case .member(let member): member.platformScope
    default: nil
    }
  }
}

extension APIClient: AccessScope {
  public static func mint(for identity: Identity) -> APIClient? {
    if case .client(let client) = identity { client } else { nil }
  }
}

extension Access where Scope == Visitor {
  /// Open to everybody. Each use is listed by a sweep test.
  public static var anyone: Access { Access(rule: .anyone) }
}

extension Access where Scope == Account {
  public static var signedIn: Access { Access(rule: .signedIn) }
}

extension Access where Scope == SellerScope {
  public static func requires(_ permission: SellerPermission) -> Access {
    Access(rule: .seller(permission))
  }
}

extension Access where Scope == PlatformScope {
  public static func requires(_ permission: PlatformPermission) -> Access {
    Access(rule: .platform(permission))
  }
}

extension Access where Scope == APIClient {
  public static func key(_ scope: APIScope) -> Access { Access(rule: .key(scope)) }
}
