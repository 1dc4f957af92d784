import HTTP

extension Traffic {
  /// The place of static files among the labels.
  static let assetLabel = 1

  /// The place of the route with that number.
  static func label(ofRoute index: Int) -> Int { index + 2 }

  /// A label for each route, behind those of what has none: patterns, never paths, so that their
  /// number is bounded and no secret is among them.
  convenience init(routes: [Route]) {
    self.init(
      labels: [
        Label(method: "any", route: "unrouted"), Label(method: "GET", route: "/assets/*"),
      ] + routes.map { Label(method: "\($0.method.name)", route: $0.pattern) })
  }
}
