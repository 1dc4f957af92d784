import HTTP
import Testing

@Suite struct RouteTreeTests {
  private func tree() throws -> RouteTree {
    var tree = RouteTree()
    try tree.insert(.get, "/", 0)
    try tree.insert(.get, "/products", 1)
    try tree.insert(.get, "/products/:id", 2)
    try tree.insert(.get, "/products/new", 3)
    try tree.insert(.post, "/products/:id/price", 4)
    try tree.insert(.get, "/:shop/about", 5)
    return tree
  }

  @Test(
    "a path finds its route and parameters",
    arguments: [
      ("/", .found(0), []), ("/products", .found(1), []), ("/products/7", .found(2), ["7"]),
      ("/products/new", .found(3), []), ("/products/", .notFound, []),
      ("/products/7/", .notFound, []),
      ("/products//price", .notFound, []), ("/a/about", .found(5), ["a"]),
      ("/products/about", .found(2), ["about"]),
      ("/products/7/price", .wrongMethod([.post]), ["7"]),
      ("//", .notFound, []), ("", .notFound, []), ("*", .notFound, []),
      ("/PRODUCTS", .notFound, []),
    ] as [(String, RouteTree.Match, [String])])
  func match(_ path: String, _ expected: RouteTree.Match, _ captures: [String]) throws {
    var found: [Substring] = []
    #expect(try tree().match(.get, path, captures: &found) == expected)
    #expect(found.map(String.init) == captures)
  }

  @Test("HEAD is GET without a body, and Allow says so")
  func head() throws {
    var captures: [Substring] = []
    #expect(try tree().match(.head, "/products", captures: &captures) == .found(1))
    #expect(
      try tree().match(.post, "/products", captures: &captures) == .wrongMethod([.get, .head]))
    #expect(Response.methodNotAllowed([.get, .head]).headers["allow"] == "GET, HEAD")
  }

  @Test(
    "two routes for the same requests are refused",
    arguments: [
      "/products", "/products/:other", "products", "/a//b", "/a/", "/:",
    ])
  func conflict(_ pattern: String) throws {
    var tree = try tree()
    #expect(throws: RouteConflict.self) { try tree.insert(.get, pattern, 9) }
  }
}
