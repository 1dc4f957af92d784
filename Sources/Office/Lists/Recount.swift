import SQL

/// A kept counter of shops, held against its rows.
public struct Recount: Sendable {
  public let prefix: String
  /// Yields (seller_id, name, count) over all sellers.
  public let rows: PlatformQuery<RecountRow>

  public init(prefix: String, rows: PlatformQuery<RecountRow>) {
    self.prefix = prefix
    self.rows = rows
  }
}

/// What a recount found.
public struct RecountRow: Sendable, Hashable {
  /// 0 for a counter of the platform.
  public let seller: Int64
  public let name: String
  public let value: Int64

  public init(seller: Int64, name: String, value: Int64) {
    self.seller = seller
    self.name = name
    self.value = value
  }
}
