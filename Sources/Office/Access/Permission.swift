/// A right inside one shop, such as `products.edit`. It names the roles that hold it, so that
/// a permission without a role is seen where it is declared.
public struct SellerPermission: Sendable, Hashable {
  public let name: String
  public let roles: RoleSet

  public init(_ name: String, _ roles: RoleSet) {
    self.name = name
    self.roles = roles
  }
}

/// A right of platform staff, such as `listings.moderate`: it spans sellers.
public struct PlatformPermission: Sendable, Hashable {
  public let name: String
  public let roles: RoleSet

  public init(_ name: String, _ roles: RoleSet) {
    self.name = name
    self.roles = roles
  }
}

/// What an API key may be used for.
public enum APIScope: String, CaseIterable, Sendable {
  /// The marketplace's shop front: reads the catalogue, places orders.
  case storefront
  /// A carrier: tells where its own parcels are.
  case carrier
}
