import Commerce

/// Where a page of a list begins: behind a row or, going back, before it.
///
/// The row is known by its number and by what it had of what the list is sorted by, so that a row
/// that was changed or deleted meanwhile moves no page.
public struct ListPlace: Sendable, Hashable {
  /// Whether the page ends before the row.
  public var isBefore: Bool
  public let id: Int64
  /// What the row had of what the list is sorted by; empty where that is its number.
  public let key: String

  public init(_ id: Int64, key: String = "", isBefore: Bool = false) {
    self.id = id
    self.key = key
    self.isBefore = isBefore
  }

  /// As it stands in the address: `123`, `123~key`, or with `-` before it to go back. Nil where the
  /// text is no such place.
  public init?(_ text: String) {
    let isBefore = text.hasPrefix("-")
    let rest = isBefore ? text.dropFirst() : text[...]
    let parts = rest.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let id = ID<ListPlace>(text: first) else { return nil }
    self.init(id.raw, key: parts.count > 1 ? String(parts[1]) : "", isBefore: isBefore)
  }

  public var text: String { "\(isBefore ? "-" : "")\(id)\(key.isEmpty ? "" : "~\(key)")" }
}
