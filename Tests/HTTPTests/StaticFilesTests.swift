import CLinux
import Foundation
import HTTP
import Testing

@Suite struct StaticFilesTests {
  private let files: StaticFiles
  private let css = String(repeating: "body{color:red}body{}", count: 100)

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "static-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "icons"), withIntermediateDirectories: true)
    try Data(css.utf8).write(to: folder.appending(path: "app.css"))
    try Data("<svg/>".utf8).write(to: folder.appending(path: "icons/cart.svg"))
    try Data("secret".utf8).write(to: folder.appending(path: ".env"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "passwd"), withDestinationURL: URL(filePath: "/etc/passwd"))
    files = try StaticFiles(folder: folder.path)
  }

  private func get(_ path: String, _ headers: [(name: String, value: String)] = []) throws
    -> Response?
  {
    files.response(for: try Request(.get, path, headers: headers))
  }

  @Test("files are found by name and by hashed name; nothing else is")
  func names() throws {
    #expect(files.names == ["app.css", "icons/cart.svg"])
    let url = try #require(files.url(for: "app.css"))
    let hashed = try #require(try get(url))
    #expect(hashed.headers["cache-control"]?.contains("immutable") == true)
    #expect(hashed.headers["content-type"] == "text/css; charset=utf-8")
    #expect(hashed.headers["x-content-type-options"] == "nosniff")
    #expect(hashed.body.count == Int64(css.utf8.count))
    #expect(try get("/assets/app.css")?.headers["cache-control"] == "no-cache")
    #expect(try get("/products") == nil)
  }

  @Test(
    "there is no way out of the folder",
    arguments: [
      "/assets/.env", "/assets/passwd", "/assets/../etc/passwd", "/assets/%2e%2e/etc/passwd",
      "/assets/icons", "/assets/icons/", "/assets/", "/assets//app.css", "/assets/app.css%5c",
    ])
  func escape(_ path: String) throws {
    #expect(try get(path)?.status == .notFound)
  }

  @Test("an unchanged file is 304, each encoding by its own strong tag")
  func conditions() throws {
    let plain = try #require(try get("/assets/app.css"))
    let packed = try #require(try get("/assets/app.css", [("Accept-Encoding", "gzip")]))
    #expect(packed.headers["content-encoding"] == "gzip")
    #expect(packed.headers["vary"] == "Accept-Encoding")
    #expect(packed.body.count < plain.body.count)
    let tag = try #require(plain.headers["etag"])
    #expect(tag != packed.headers["etag"])
    for condition in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let answer = try #require(try get("/assets/app.css", [("If-None-Match", condition)]))
      #expect(answer.status == .notModified)
      #expect(answer.headers["etag"] == tag)
      #expect(answer.body.count == 0)
    }
    #expect(try get("/assets/app.css", [("If-None-Match", "\"x\"")])?.status == .ok)
  }

  @Test("only reading is allowed")
  func methods() throws {
    let answer = files.response(for: try Request(.post, "/assets/app.css"))
    #expect(answer?.status == .methodNotAllowed)
    #expect(answer?.headers["allow"] == "GET, HEAD, OPTIONS")
  }

  @Test(
    "Accept-Encoding is weighed",
    arguments: [
      ("gzip", true), ("GZIP", true), ("br, gzip;q=0.5", true), ("gzip;q=0", false),
      ("gzip;q=0.000", false),
      ("*", true), ("*;q=0", false), ("identity", false), ("", false), ("gzip;q=0, *", false),
      ("*;q=0, gzip", true),
    ])
  func encoding(_ field: String, _ expected: Bool) throws {
    let request = try Request(.get, "/", headers: [("Accept-Encoding", field)])
    #expect(Compression.isAccepted(by: request) == expected)
  }
}
