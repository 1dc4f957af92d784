import Commerce
import HTTP
import SQL
import Template

/// How a feature's things are found from the box on every page, declared by its module.
public struct SearchProvider: Sendable {
  /// The string key of the group's heading.
  public let title: String
  public let permission: SellerPermission
  /// The list that takes the same text as `q`, such as `/products` or `/orders?tab=all`.
  public let list: String
  /// The pages of the things that bear this very number: an order, a posting, an offer id.
  public let jumps: @Sendable (SellerReader, String) throws(SQLError) -> [String]
  /// The newest things whose words it names, at most `limit`.
  public let finds: @Sendable (SellerReader, String, _ limit: Int) throws(SQLError) -> [SearchHit]

  public init(
    _ title: String, for permission: SellerPermission, list: String,
    jumps: @escaping @Sendable (SellerReader, String) throws(SQLError) -> [String],
    finds:
      @escaping @Sendable (SellerReader, String, _ limit: Int) throws(SQLError) -> [SearchHit]
  ) {
    self.title = title
    self.permission = permission
    self.list = list
    self.jumps = jumps
    self.finds = finds
  }

  /// The list of all that the text finds.
  func all(_ text: String) -> URLText {
    let mark = list.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
    let query = URLText(path: "/", query: [("q", text)]).text.dropFirst(2)
    return URLText(path: list + mark + query)
  }
}

/// One thing that was found.
public struct SearchHit: Sendable, Hashable {
  /// Its page.
  public let path: String
  /// Its name; empty where it has none yet.
  public let title: String
  /// What tells it from its like: the offer id, the goods of a posting.
  public let note: String
  /// The file of its picture; empty where it has none.
  public let picture: String

  public init(path: String, title: String, note: String, picture: String = "") {
    self.path = path
    self.title = title
    self.note = note
    self.picture = picture
  }
}
