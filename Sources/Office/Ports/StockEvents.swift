import Commerce

/// The free stock of a product crossed its threshold downwards; once per crossing.
public struct StockRanLow: Event, Hashable {
  public let seller: SellerID
  public let product: ProductID
  /// Free pieces over all warehouses, now.
  public let available: Int64
  public let threshold: Int64

  public init(seller: SellerID, product: ProductID, available: Int64, threshold: Int64) {
    self.seller = seller
    self.product = product
    self.available = available
    self.threshold = threshold
  }
}
