import Foundation
import Office
import OfficeTesting
import SellerDesk
import Testing

/// The real program, as an operator and systemd treat it.
@Suite(
  "Run as a daemon", .serialized, .aside,
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct DaemonTests {
  /// Waits at most 5 s.
  private static func waits(for condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<500 {
      if try condition() { return true }
      usleep(10_000)
    }
    return false
  }

  private static func serve(_ market: TestMarket, _ options: [String] = []) throws -> ServerProcess
  {
    try ServerProcess(
      data: market.configuration.data, home: market.configuration.home, options: options)
  }

  @Test("SIGTERM: what is in flight is answered, who is just sending too, then it ends with 0")
  func drain() throws {
    let market = try TestMarket(Modules.boot)
    defer { withExtendedLifetime(market) {} }
    let server = try Self.serve(market)
    let idle = try WireConnection(port: server.port)
    #expect(try !idle.get("/healthz").isLast)
    let late = try WireConnection(port: server.port)
    #expect(try !late.get("/healthz").isLast)
    let busy = try WireConnection(port: server.port)
    try busy.send(
      """
      POST /sign-in HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r
      Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n\r\nemail=a
      """)
    usleep(100_000)
    server.signal(SIGTERM)
    // However late the signal is seen: each answer is whole, and the first after it is the last.
    let isTold = try Self.waits {
      let answer = try late.get("/healthz")
      #expect(answer.status == 200)
      return answer.isLast
    }
    #expect(isTold)
    #expect(idle.isEnded())
    try busy.send("&email=")
    let last = try busy.reply()
    #expect(last.status == 422 && last.isLast)
    #expect(server.awaitEnd() == 0)
  }

  @Test("a second start on the same data is refused in one line; tools work beside the server")
  func lock() throws {
    let market = try TestMarket(Modules.boot)
    defer { withExtendedLifetime(market) {} }
    let (data, home) = (market.configuration.data, market.configuration.home)
    let server = try Self.serve(market)
    let line =
      "sellerdesk: The data folder \(data) is in use: another sellerdesk serves or fills it.\n"
    for command in [["serve", "--listen", "127.0.0.1:0", "--home", home], ["migrate"]] {
      let second = try ServerProcess.report(command + ["--data", data])
      #expect(second.status == 1 && second.errors == line, "\(second)")
    }
    let password = "\(data)/password"
    try "a long password of mine".write(toFile: password, atomically: true, encoding: .utf8)
    let person = ["--email", "new@one.example", "--name", "New", "--role", "admin"]
    #expect(
      try ServerProcess.report(["user", "add", "--data", data] + person, input: password).status
        == 0)
    #expect(try ServerProcess.run(["backup", "--data", data, "\(data)/copy"]) == 0)
    #expect(try ServerProcess.run(["check", "--data", data, "--home", home]) == 0)
    #expect(server.stop() == 0)
    #expect(try ServerProcess.run(["migrate", "--data", data]) == 0)
  }

  @Test("SIGHUP: a new log, changed strings and templates; wrong ones are named and not used")
  func reload() throws {
    let market = try TestMarket(Modules.boot)
    defer { withExtendedLifetime(market) {} }
    let home = try Home()
    let log = "\(market.configuration.data)/requests.log"
    let server = try ServerProcess(
      data: market.configuration.data, home: home.path, options: ["--access-log", log])
    let client = WireClient(port: server.port)
    #expect(try client.send("GET", "/sign-in").text.contains("</html>"))
    try #require(
      Self.waits { try String(contentsOfFile: log, encoding: .utf8).contains("/sign-in") })
    rename(log, log + ".1")
    try home.change("layouts/plain.html") { $0.replacing("</body>", with: "<i>second</i></body>") }
    try home.change("layouts/strings.en.json") {
      $0.replacing("There is nothing here", with: "Gone away")
    }
    server.signal(SIGHUP)
    #expect(server.awaitMessage("reloaded templates and strings"))
    let page = try client.send("GET", "/nowhere").text
    #expect(page.contains("<i>second</i>") && page.contains("Gone away"))

    try home.change("layouts/plain.html") { $0.replacing("<i>second</i>", with: "\n{{#lost}}") }
    server.signal(SIGHUP)
    #expect(server.awaitMessage("templates and strings stay as they were: layouts/plain.html:"))
    #expect(try client.send("GET", "/nowhere").text.contains("<i>second</i>"))
    #expect(server.stop() == 0)
    #expect(try String(contentsOfFile: log + ".1", encoding: .utf8).contains("GET /sign-in "))
    #expect(try String(contentsOfFile: log, encoding: .utf8).contains("GET /nowhere "))
  }

  @Test("a new binary takes over under load: no request fails, on kept connections or new ones")
  func upgrade() throws {
    let market = try TestMarket(Modules.boot)
    defer { withExtendedLifetime(market) {} }
    let (data, home) = (market.configuration.data, market.configuration.home)
    let listener = try WireListener()
    // A link, not a copy: a process that another test starts while a copy is written would hold it
    // open, and a file open for writing can't be executed.
    let second = "\(data)/sellerdesk-2"
    try FileManager.default.createSymbolicLink(
      atPath: second, withDestinationPath: try #require(ServerProcess.path))
    let old = try ServerProcess(
      data: data, home: home, port: listener.port, listener: listener.number)
    let load = SteadyLoad(port: listener.port)
    load.await(answers: 100)
    #expect(old.stop() == 0)
    let before = load.answers
    let new = try ServerProcess(
      data: data, home: home, port: listener.port, listener: listener.number, program: second)
    load.await(answers: before + 100)
    load.stop()
    #expect(load.failures == [])
    #expect(load.answers >= before + 100)
    #expect(new.stop() == 0)
  }

  @Test("uploads go to the disk as they come: 4 of 16 MB at once take less than 1 MB each")
  func upload() throws {
    let market = try TestMarket(Modules.boot)
    defer { withExtendedLifetime(market) {} }
    let server = try Self.serve(market)
    let form = "email=owner@one.example&password=\(TestMarket.password)"
      .replacing(" ", with: "+")
    let site = ("Sec-Fetch-Site", "same-origin")
    let signedIn = try WireClient(port: server.port).send(
      "POST", "/sign-in", [site, ("Content-Type", "application/x-www-form-urlencoded")],
      body: Array(form.utf8))
    let cookie = try #require(signedIn.header("set-cookie")?.prefix { $0 != ";" })
    let head = """
      POST /products/1 HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nCookie: \(cookie)\r
      Content-Type: multipart/form-data; boundary=b\r\nContent-Length: \(16 << 20)\r\n\r\n
      """
    let clients = try (0..<4).map { _ in try WireConnection(port: server.port) }
    // What every thread needs from its first upload on is there before the measurement.
    for _ in 0..<4 {
      _ = try WireClient(port: server.port).send(
        "POST", "/products/1",
        [site, ("Cookie", String(cookie)), ("Content-Type", "multipart/form-data; boundary=b")],
        body: [UInt8](repeating: 0x61, count: 1 << 20))
    }
    let before = try server.anonymousKibibytes()
    let piece = [UInt8](repeating: 0x61, count: 1 << 20)
    for client in clients { try client.send(head) }
    for turn in 0..<16 {
      for client in clients { try client.send(turn < 15 ? piece : Array(piece.dropLast())) }
    }
    let grown = try server.anonymousKibibytes() - before
    #expect(grown < 4 << 10, "\(grown) KiB for 4 uploads")
    for client in clients {
      try client.send([0x61])
      let reply = try client.reply()
      #expect(reply.status == 400, "\(reply.status) \(reply.text.suffix(700))")
    }
    let decoded = try server.anonymousKibibytes() - before
    #expect(decoded < 4 << 10, "\(decoded) KiB after 4 uploads")
  }
}

/// A copy of the folder of templates and assets, to be changed.
private final class Home {
  let path = NSTemporaryDirectory() + "home-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for folder in ["Templates", "Public"] {
      try FileManager.default.copyItem(
        atPath: "\(OfficeClient.home)/\(folder)", toPath: "\(path)/\(folder)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func change(_ name: String, _ edit: (String) -> String) throws {
    let file = "\(path)/Templates/\(name)"
    let old = try String(contentsOfFile: file, encoding: .utf8)
    let new = edit(old)
    #expect(new != old)
    try new.write(toFile: file, atomically: true, encoding: .utf8)
  }
}

extension ServerProcess {
  /// Memory that is the process's own.
  fileprivate func anonymousKibibytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return try #require(line?.split(separator: " ").dropLast().last.flatMap { Int($0) })
  }
}
