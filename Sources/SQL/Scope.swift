/// The right to see and change one seller's rows. Only the access check and a job row mint it.
public struct SellerScope: Hashable, Sendable {
  public let seller: Int64

  @_spi(Minting)
  public init(seller: Int64) { self.seller = seller }
}

/// The right of platform staff to read across sellers.
public struct PlatformScope: Sendable {
  @_spi(Minting)
  public init() {}

  /// To change a seller's rows the platform acts inside that seller.
  public func entering(seller: Int64) -> SellerScope { SellerScope(seller: seller) }
}
