import Commerce

/// A product's free stock that crossed its threshold downwards.
public struct LowStock: Sendable, Hashable {
  public let product: ProductID
  /// Free pieces over all warehouses, now.
  public let available: Int64
  public let threshold: Int64

  public init(product: ProductID, available: Int64, threshold: Int64) {
    self.product = product
    self.available = available
    self.threshold = threshold
  }
}

/// Products of a shop ran low by one act; each is named once per crossing.
public struct StockRanLow: Event, Hashable {
  public let seller: SellerID
  /// At least one.
  public let products: [LowStock]

  public init(seller: SellerID, products: [LowStock]) {
    self.seller = seller
    self.products = products
  }
}
