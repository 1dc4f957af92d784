/// Routes by method and path. Segments are compared octet by octet; a literal wins over a
/// parameter (`:id`). Two routes that could answer the same request are refused at boot.
public struct RouteTree: Sendable {
  /// What a path leads to.
  public enum Match: Equatable, Sendable {
    case found(Int)
    /// The path exists for these methods only: 405.
    case wrongMethod([Method])
    case notFound
  }

  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: Int?
    /// By the method's raw value; empty when no route ends here.
    var routes: [(route: Int, pattern: String)?] = []

    subscript(method: Method) -> (route: Int, pattern: String)? {
      routes.isEmpty ? nil : routes[Int(method.rawValue)]
    }
  }

  private var nodes = [Node()]

  public init() {}

  /// Adds a route; `route` is whatever number the caller wants back.
  /// - Throws: `RouteConflict` when the pattern is malformed or already taken for that method.
  public mutating func insert(
    _ method: Method, _ pattern: String, _ route: Int
  ) throws(RouteConflict) {
    guard pattern.utf8.first == Octet.slash else {
      throw RouteConflict(pattern: pattern, other: nil)
    }
    var node = 0
    for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard segment != ":", !segment.isEmpty || pattern == "/" else {
        throw RouteConflict(pattern: pattern, other: nil)
      }
      if !segment.isEmpty { node = child(of: node, String(segment)) }
    }
    if let taken = nodes[node][method] {
      throw RouteConflict(pattern: pattern, other: taken.pattern)
    }
    if nodes[node].routes.isEmpty {
      nodes[node].routes = Array(repeating: nil, count: Method.allCases.count)
    }
    nodes[node].routes[Int(method.rawValue)] = (route, pattern)
  }

  private mutating func child(of node: Int, _ segment: String) -> Int {
    let isParameter = segment.utf8.first == Octet.colon
    let known = isParameter ? nodes[node].parameter : nodes[node].literals[segment]
    if let known { return known }
    let new = nodes.count
    nodes.append(Node())
    if isParameter { nodes[node].parameter = new } else { nodes[node].literals[segment] = new }
    return new
  }

  /// Finds the route of a decoded path. `captures` is emptied and gets the parameters in order.
  /// HEAD is answered by GET's route where it has none of its own.
  public func match(_ method: Method, _ path: String, captures: inout [Substring]) -> Match {
    captures.removeAll(keepingCapacity: true)
    guard path.utf8.first == Octet.slash else { return .notFound }
    let rest = path.dropFirst()
    var found: Int?
    if rest.isEmpty {
      found = nodes[0].routes.isEmpty ? nil : 0
    } else {
      found = descend(0, rest, &captures)
    }
    guard let found else { return .notFound }
    let node = nodes[found]
    if let hit = node[method] ?? (method == .head ? node[.get] : nil) { return .found(hit.route) }
    return .wrongMethod(
      Method.allCases.filter { node[$0] != nil || ($0 == .head && node[.get] != nil) })
  }

  /// Depth first, the literal before the parameter; the depth is bounded by the patterns, not by
  /// the path.
  private func descend(_ node: Int, _ rest: Substring, _ captures: inout [Substring]) -> Int? {
    let end = rest.utf8.firstIndex(of: Octet.slash)
    let segment = end.map { rest[..<$0] } ?? rest
    let tail = end.map { rest[rest.utf8.index(after: $0)...] }
    if let next = nodes[node].literals[String(segment)], let hit = step(next, tail, &captures) {
      return hit
    }
    guard let next = nodes[node].parameter, !segment.isEmpty else { return nil }
    let depth = captures.count
    captures.append(segment)
    if let hit = step(next, tail, &captures) { return hit }
    captures.removeSubrange(depth...)
    return nil
  }

  private func step(_ node: Int, _ tail: Substring?, _ captures: inout [Substring]) -> Int? {
    if let tail { return descend(node, tail, &captures) }
    return nodes[node].routes.isEmpty ? nil : node
  }
}

/// A pattern that cannot be added: malformed, or `other` answers the same requests.
public struct RouteConflict: Error, Sendable, CustomStringConvertible {
  /// The refused pattern.
  public let pattern: String
  /// The route that was there first; nil when the pattern is malformed.
  public let other: String?

  public var description: String {
    other.map { "route \(pattern) conflicts with \($0)" } ?? "route \(pattern) is malformed"
  }
}
