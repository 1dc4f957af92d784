/// What a member is in a shop or on the platform. A member has one role per shop.
public enum Role: String, CaseIterable, Sendable {
  case owner, manager, catalogue, warehouse, marketing, accountant, care, viewer
  case admin, moderator, treasurer, support

  /// Platform staff work for the marketplace and belong to no shop.
  public var isPlatform: Bool {
    switch self {
    case .admin, .moderator, .treasurer, .support: true
    default: false
    }
  }

  /// Its place in `allCases`.
  var index: Int {
    switch self {
    case .owner: 0
    case .manager: 1
    case .catalogue: 2
    case .warehouse: 3
    case .marketing: 4
    case .accountant: 5
    case .care: 6
    case .viewer: 7
    case .admin: 8
    case .moderator: 9
    case .treasurer: 10
    case .support: 11
    }
  }

  var bit: UInt16 { 1 << UInt16(index) }
}

/// A set of roles.
public struct RoleSet: Sendable, Hashable, ExpressibleByArrayLiteral {
  private let bits: UInt16

  public init(arrayLiteral roles: Role...) {
    bits = roles.reduce(0) { $0 | $1.bit }
  }

  /// Every role of a shop's staff.
  public static let shop: RoleSet = [
    .owner, .manager, .catalogue, .warehouse, .marketing, .accountant, .care, .viewer,
  ]

  public func contains(_ role: Role) -> Bool { bits & role.bit != 0 }

  /// Whether any role is in the set.
  public var isEmpty: Bool { bits == 0 }
}
