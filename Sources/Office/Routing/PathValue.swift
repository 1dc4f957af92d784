import Commerce

/// A value in a route's path, such as `:id`. A segment that does not parse is a 404.
public protocol PathValue: Sendable, SendableMetatype {
  init?(pathSegment: String)
  var pathSegment: String { get }
}

extension ID: PathValue {
  public init?(pathSegment: String) { self.init(text: pathSegment) }
  public var pathSegment: String { String(raw) }
}

extension String: PathValue {
  public init?(pathSegment: String) {
    guard !pathSegment.isEmpty, pathSegment.utf8.count <= 200 else { return nil }
    self = pathSegment
  }
  public var pathSegment: String { self }
}
