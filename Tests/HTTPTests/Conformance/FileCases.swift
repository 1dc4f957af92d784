/// Files and the ways out of their folder.
enum FileCases {
  private static func file(_ path: String, _ expected: Expected) -> Case {
    Case("GET \(path)", request("GET \(path)"), expected)
  }

  private static let types: [Case] = [
    file(
      "/assets/app.css",
      Expected(
        200, nil, ("content-type", "text/css; charset=utf-8"),
        ("x-content-type-options", "nosniff"), ("cache-control", "no-cache"))),
    file(
      "/assets/sub/page.html", Expected(200, "<p>", ("content-type", "text/html; charset=utf-8"))),
    file("/assets/empty.txt", Expected(200, "", ("content-length", "0"))),
    file(
      "/assets/digits.bin",
      Expected(
        200, SampleSite.digits,
        ("content-type", "application/octet-stream"), ("vary", nil),
        ("x-content-type-options", "nosniff"))),
    file("/assets/large.bin", Expected(200, nil, ("content-length", "1500000"))),
    file("/assets/app.css?x=/../y", 200),
    file("/assets/%61pp.css", 200),
  ]

  private static let escapes: [Case] = [
    "/assets/", "/assets/sub", "/assets/sub/", "/assets//app.css", "/assets/./app.css",
    "/assets/.env", "/assets/%2eenv", "/assets/sub/.git/config", "/assets/passwd",
    "/assets/up/passwd",
    "/assets/up", "/assets/../etc/passwd", "/assets/%2e%2e/etc/passwd", "/assets/..%5cetc%5cpasswd",
    "/assets/sub/../app.css", "/assets/....//etc/passwd", "/assets/..;/etc/passwd",
    "/../etc/passwd",
    "/etc/passwd", "//etc/passwd", "/assets/app.css/", "/assets/app.css%20", "/assets/APP.CSS",
    "/assets/app.css.", "/assets/%252e%252e/etc/passwd", "/assets/C:/x", "/assets/~root",
    "/assets/app.css::$DATA", "/assets/%E2%80%AE",
  ].map { file($0, 404) }

  private static let refused: [Case] = [
    "/assets/%00", "/assets/app.css%00.png", "/assets/..%2fetc%2fpasswd", "/assets/..\\etc\\passwd",
    "/assets/%c0%ae%c0%ae/x", "/assets/%c0%af", "/assets/%u002e", "/assets/%0a", "/assets/%7f",
  ].map { file($0, 400) }

  static let all = types + escapes + refused
}
