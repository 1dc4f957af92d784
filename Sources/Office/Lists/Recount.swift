import SQL

/// A kept count of shops, held against its rows.
public struct Recount: Sendable {
  public let prefix: String
  /// Yields (seller_id, name, count) over all sellers.
  public let rows: PlatformQuery<RecountRow>

  /// Yields the same where the count is kept elsewhere than among the counters; else nil.
  public let kept: PlatformQuery<RecountRow>?

  public init(
    prefix: String, rows: PlatformQuery<RecountRow>, kept: PlatformQuery<RecountRow>? = nil
  ) {
    self.prefix = prefix
    self.rows = rows
    self.kept = kept
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
