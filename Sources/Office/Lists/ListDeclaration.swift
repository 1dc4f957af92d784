import SQL

/// A list page as its module declares it: what its address may say. By that every list has saved
/// views.
public struct ListDeclaration: Sendable {
  /// Its path, such as `/products`.
  public let path: String
  /// The string key of its name.
  public let title: String
  public let permission: SellerPermission
  /// The first is shown when none is named.
  public let tabs: [String]
  /// The names of the filters that it knows.
  public let filters: [String]
  /// The names of its orders; the first is used when none is named.
  public let sorts: [String]
  /// How many rows it has as asked for, counted no further than the limit: the badge of a view.
  public let count: @Sendable (SellerReader, ListRequest, _ limit: Int) throws(SQLError) -> Int

  public init(
    _ title: String, path: String, for permission: SellerPermission, tabs: [String],
    filters: [String], sorts: [String] = [],
    count:
      @escaping @Sendable (SellerReader, ListRequest, _ limit: Int) throws(SQLError) -> Int
  ) {
    self.path = path
    self.title = title
    self.permission = permission
    self.tabs = tabs
    self.filters = filters
    self.sorts = sorts
    self.count = count
  }
}
