import Foundation
import Office
import OfficeTesting
import SellerDesk
import Testing

/// The real program behind the real nginx, with the very lines of README.
@Suite(
  "Behind nginx", .serialized, .aside,
  .enabled(
    if: ServerProcess.path != nil && Nginx.path != nil,
    "nginx, openssl, curl or the program sellerdesk is missing"))
struct NginxTests {
  private let market: TestMarket
  private let server: ServerProcess
  private let nginx: Nginx
  private let log: String
  private let admin: UInt16

  init() throws {
    market = try TestMarket(Modules.boot)
    log = "\(market.configuration.data)/requests.log"
    admin = try WireClient.freePort()
    server = try ServerProcess(
      data: market.configuration.data, home: market.configuration.home,
      options: [
        "--public-url", "https://\(Nginx.host)", "--trusted-proxies", "127.0.0.1", "--access-log",
        log, "--admin-listen", "127.0.0.1:\(admin)",
      ])
    nginx = try Nginx(server: server.port)
  }

  @Test("sign-in with a Secure cookie over HTTP/2, kept connections, a large upload")
  func pages() throws {
    let page = try nginx.curl("/sign-in", ["--http2"])
    #expect(page.hasPrefix("HTTP/2 200"))
    #expect(page.lowercased().contains("strict-transport-security: max-age=31536000"))
    let cookie = try signIn()
    #expect(cookie.hasPrefix("__Host-session="))
    for _ in 0..<20 {
      #expect(try nginx.curl("/", ["--cookie", cookie]).contains("Vera Orlova"))
    }
    let figures = try OpenMetricsReader(WireClient(port: admin).send("GET", "/metrics").text)
    // The test's own look whether the server is ready, and what nginx keeps.
    #expect(try #require(figures.value("http_connections_accepted_total")) <= 6)

    let file = "\(market.configuration.data)/upload"
    try Data(repeating: 0x61, count: 32 << 20).write(to: URL(filePath: file))
    let answer = try nginx.curl(
      "/products/1",
      [
        "--cookie", cookie, "--header", "Sec-Fetch-Site: same-origin", "--header",
        "Content-Type: multipart/form-data; boundary=b", "--data-binary", "@" + file,
      ])
    // It was read to its end, and then found to be no form.
    #expect(answer.hasPrefix("HTTP/2 400"), "\(answer.prefix(300))")
    #expect(server.stop() == 0)
    #expect(try requests().contains { $0.contains(" 400 POST /products/1 ") })
  }

  @Test("the client's address is believed from nginx, and from nobody else")
  func addresses() throws {
    let forged = ["--header", "X-Forwarded-For: 203.0.113.7"]
    _ = try nginx.curl("/sign-in?through", forged + ["--interface", "127.1.2.3"])
    _ = try Nginx.run(
      "curl",
      forged + [
        "--silent", "--interface", "127.4.5.6", "http://127.0.0.1:\(server.port)/healthz",
      ])
    #expect(server.stop() == 0)
    let lines = try requests()
    #expect(lines.contains { $0.contains(" GET /sign-in ") && $0.contains(" 127.1.2.0 ") })
    #expect(lines.contains { $0.contains(" GET /healthz ") && $0.contains(" 127.4.5.0 ") })
    #expect(!lines.contains { $0.contains("203.0.113.") })
  }

  private func signIn() throws -> String {
    let form = "email=owner@one.example&password=\(TestMarket.password)"
    let answer = try nginx.curl(
      "/sign-in",
      ["--header", "Origin: https://\(Nginx.host)", "--data", form.replacing(" ", with: "+")])
    let line = try #require(
      answer.split(whereSeparator: \.isNewline).first { $0.hasPrefix("set-cookie: __Host-") },
      "\(answer)")
    #expect(line.contains("; Secure") && line.contains("; HttpOnly") && line.contains("; Path=/"))
    return String(line.dropFirst("set-cookie: ".count).prefix { $0 != ";" })
  }

  private func requests() throws -> [Substring] {
    try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
  }
}

/// nginx with the server block of README, on a free port, with a certificate of its own.
final class Nginx {
  static let host = "desk.example.com"
  static let path: String? = {
    let isThere = ["openssl", "curl"].allSatisfy { access("/usr/bin/\($0)", X_OK) == 0 }
    return isThere ? ["/usr/sbin/nginx"].first { access($0, X_OK) == 0 } : nil
  }()

  private let folder = NSTemporaryDirectory() + "nginx-\(UUID().uuidString)"
  private let port: UInt16
  private let process = Process()

  init(server: UInt16) throws {
    port = try WireClient.freePort()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try Self.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=\(Self.host)", "-addext", "subjectAltName=DNS:\(Self.host)",
        "-keyout", "\(folder)/key.pem", "-out", "\(folder)/certificate.pem",
      ])
    try configuration(server).write(
      toFile: "\(folder)/nginx.conf", atomically: true, encoding: .utf8)
    process.executableURL = URL(filePath: try #require(Self.path))
    process.arguments = ["-p", folder, "-c", "\(folder)/nginx.conf", "-e", "\(folder)/errors.log"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<300 {
      if (try? WireConnection(port: port)) != nil { return }
      usleep(10_000)
    }
    let errors = try? String(contentsOfFile: "\(folder)/errors.log", encoding: .utf8)
    throw ServerProcess.Failed(description: "nginx does not start: \(errors ?? "")")
  }

  deinit {
    // Threads of the tests keep SIGTERM blocked, and a process without a master inherits that.
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// README's lines, with this machine's ports and files.
  private func configuration(_ server: UInt16) throws -> String {
    let readme = try String(contentsOfFile: "\(OfficeClient.home)/README.md", encoding: .utf8)
    let start = try #require(readme.range(of: "upstream sellerdesk {"))
    let end = try #require(readme[start.lowerBound...].range(of: "\n```"))
    var text = String(readme[start.lowerBound..<end.lowerBound])
    let own = [
      "127.0.0.1:8080": "127.0.0.1:\(server)", "listen 443 ": "listen 127.0.0.1:\(port) ",
      "/etc/ssl/desk.example.com.pem": "\(folder)/certificate.pem",
      "/etc/ssl/desk.example.com.key": "\(folder)/key.pem",
    ]
    for (old, new) in own {
      #expect(text.contains(old), "README's nginx lines lack \(old)")
      text = text.replacing(old, with: new)
    }
    return """
      daemon off;
      master_process off;
      pid \(folder)/pid;
      events {}
      http {
        access_log off;
        client_body_temp_path \(folder)/body;
        proxy_temp_path \(folder)/proxy;
        fastcgi_temp_path \(folder)/fastcgi;
        uwsgi_temp_path \(folder)/uwsgi;
        scgi_temp_path \(folder)/scgi;
        \(text)
      }
      """
  }

  /// The answer to a request for a path, head and body; given up when nothing moves for 10 s.
  func curl(_ path: String, _ options: [String] = []) throws -> String {
    try Self.run(
      "curl",
      [
        "--silent", "--show-error", "--include", "--connect-timeout", "10", "--speed-time", "10",
        "--speed-limit", "1", "--cacert",
        "\(folder)/certificate.pem", "--connect-to", "\(Self.host):443:127.0.0.1:\(port)",
      ] + options + ["https://\(Self.host)\(path)"])
  }

  /// Runs a program and returns what it printed.
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/\(program)")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
