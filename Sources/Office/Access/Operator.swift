import Commerce
@_spi(Minting) import SQL

/// Whoever runs commands on the server's own machine: they hold the database file, so every
/// shop's scope is theirs. Only the executable's commands may use it; a source rule keeps that.
public enum Operator {
  public static func scope(of seller: SellerID) -> SellerScope { SellerScope(seller: seller.raw) }

  public static var platform: PlatformScope { PlatformScope() }
}
