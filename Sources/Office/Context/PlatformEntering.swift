import Commerce
import SQL

extension RequestContext where Scope == PlatformScope {
  /// The rows of one shop, which platform staff enter to look at one of its objects.
  public func reader(of seller: SellerID) -> SellerReader {
    exchange.exchange.local.reader.seller(scope.entering(seller: seller.raw))
  }
}
