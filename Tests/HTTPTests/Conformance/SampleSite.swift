import Foundation
import HTTP

/// What the conformance cases ask: files, a few routes, and an echo that says what it understood.
enum SampleSite {
  static let css = String(repeating: "body{color:red}body{}", count: 100)
  static let digits = String(repeating: "0123456789", count: 10)
  static let modified = "Sun, 06 Nov 1994 08:49:37 GMT"

  /// Made once: reading and packing its files takes longer than most tests.
  static let application: TestApplication = {
    do { return try make() } catch { fatalError("the sample site cannot be made: \(error)") }
  }()

  private static func make() throws -> TestApplication {
    let (files, routes) = (try files(), try routes())
    return TestApplication(
      plan: { request in
        if request.path == "/refused" {
          var response = Response.plain(.unauthorized)
          response.headers.append("WWW-Authenticate", "Form realm=\"x\"")
          return .answer(response)
        }
        let lane = request.path.hasPrefix("/worker") ? Lane.worker : .inline
        return Plan(lane: lane, bodyLimit: 1000, spoolAbove: 100)
      },
      respond: { request in
        if let file = files.response(for: request) { return file }
        var captures: [Substring] = []
        switch routes.match(request.method, request.path, captures: &captures) {
        case .notFound: return .plain(.notFound)
        case .wrongMethod(let allowed): return .methodNotAllowed(allowed)
        case .found(let route): return answer(route, request)
        }
      })
  }

  private static func routes() throws -> RouteTree {
    var tree = RouteTree()
    for path in ["/", "/echo", "/worker", "/echo/:text"] {
      for method in [Method.get, .post, .put, .patch, .delete, .options] {
        try tree.insert(method, path, 0)
      }
    }
    for (index, path) in ["/page", "/empty", "/reset", "/tagged", "/weak", "/file"].enumerated() {
      try tree.insert(.get, path, index + 1)
    }
    return tree
  }

  private static func answer(_ route: Int, _ request: Request) -> Response {
    switch route {
    case 1: return .html(Array("<p>".utf8))
    case 2: return Response(.noContent)
    case 3: return .text("never sent", Status(205))
    case 4: return tagged("\"a,b\"", Response(.ok, .shared(SharedBytes(Array(digits.utf8)))))
    case 5: return tagged("W/\"1\"", Response(.ok, .shared(SharedBytes(Array(digits.utf8)))))
    case 6: return tagged("\"f\"", Response(.ok, file()))
    default: return echo(request)
    }
  }

  private static func echo(_ request: Request) -> Response {
    var text = "\(request.method.name) \(request.path) \(request.host)"
    if let bytes = try? request.body.bytes(upTo: 1 << 20), !bytes.isEmpty {
      text += " " + String(decoding: bytes, as: UTF8.self)
    }
    if let seen = request.header("x-seen") { text += " seen=\(seen)" }
    return .text(text)
  }

  private static func tagged(_ tag: String, _ response: Response) -> Response {
    var response = response
    response.headers.append("Content-Type", "text/plain; charset=utf-8")
    response.headers.append("ETag", tag)
    response.headers.append("Last-Modified", modified)
    response.headers.append("Cache-Control", "no-cache")
    return response
  }

  /// Digits inside a larger file: a part of it must not show what stands around.
  private static func file() -> Response.Content {
    guard let file = try? FileDescriptor.temporary(in: "/tmp"),
      (try? file.write(Array("<<<\(digits)>>>".utf8).span)) != nil
    else { return .none }
    return .file(file, range: 3..<103)
  }

  private static func files() throws -> StaticFiles {
    let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "sub/.git"), withIntermediateDirectories: true)
    let contents = [
      "app.css": css, "digits.bin": digits, "empty.txt": "", "sub/page.html": "<p>",
      ".env": "secret", "sub/.git/config": "secret",
      "wide.bin": String(repeating: digits, count: 1000),
      "large.bin": String(repeating: digits, count: 15000),
    ]
    for (name, content) in contents {
      try Data(content.utf8).write(to: folder.appending(path: name))
    }
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "passwd"), withDestinationURL: URL(filePath: "/etc/passwd"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "up"), withDestinationURL: URL(filePath: "/etc"))
    return try StaticFiles(folder: folder.path)
  }
}
