import Foundation
import Glibc
import Office
import OfficeTesting
import SellerDesk
import Testing

/// The real program on a disk of its own that is filled to the last byte. Only root may mount one.
@Suite("A full disk", .aside, .enabled(if: geteuid() == 0, "only root can mount a small disk"))
struct FullDiskTests {
  @Test("refuses writes with 503, lets reads go on, and is over when there is room again")
  func full() throws {
    let folder = FileManager.default.temporaryDirectory.path() + "/sellerdesk-disk-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { rmdir(folder) }
    guard mount("tmpfs", folder, "tmpfs", 0, "size=24m") == 0 else {
      print("A full disk: not tested, a small disk can't be mounted here (container).")
      return
    }
    defer { umount2(folder, Int32(MNT_DETACH)) }
    try walk(in: folder + "/data", filler: folder + "/filler")
  }

  private func walk(in data: String, filler: String) throws {
    let market = try TestMarket(Modules.boot, in: data)
    let product = try market.product(stock: "1000")
    let server = try ServerProcess(data: data, home: market.configuration.home)
    let browser = try Browser(port: server.port)
    #expect(order(product, "before", server.port).status == 201)
    #expect(try browser.create().status == 303)

    try fill(filler)
    // What there is room for in the log may still be written: first that is used up.
    for turn in 0..<2_000 {
      let isOrdered = order(product, "room-\(turn)", server.port).status == 201
      guard try browser.create().status == 303 || isOrdered else { break }
    }
    // A checkpoint meanwhile makes room in the log again: that is used up too.
    var refused = order(product, "full-0", server.port)
    for turn in 1..<200 where refused.status != 503 {
      refused = order(product, "full-\(turn)", server.port)
    }
    #expect(refused.status == 503)
    #expect(refused.header("content-type") == "application/json")
    #expect(refused.text.contains("unavailable"))
    var page = try browser.create()
    for _ in 0..<200 where page.status != 503 { page = try browser.create() }
    #expect(page.status == 503)
    #expect(HTMLChecker.problems(HTMLDocument(page.text)) == [])
    #expect(try browser.get("/products").status == 200)
    #expect(try browser.get("/products/\(product)").status == 200)
    #expect(try browser.get("/orders").status == 200)

    unlink(filler)
    #expect(order(product, "full", server.port).status == 201)
    #expect(try browser.create().status == 303)
    server.stop()
    #expect(
      try ServerProcess.run(["check", "--data", data, "--home", market.configuration.home]) == 0)
  }

  private func fill(_ path: String) throws {
    // A browser that another test starts meanwhile would keep the file, and so the disk full.
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    for size in [1 << 16, 1 << 12, 1] {
      let block = [UInt8](repeating: 1, count: size)
      while write(file, block, size) > 0 {}
    }
  }

  private func order(_ product: String, _ key: String, _ port: UInt16) -> WireClient.Reply {
    let headers = [
      ("Authorization", "Bearer \(TestMarket.key)"), ("Content-Type", "application/json"),
      ("Idempotency-Key", key),
    ]
    let body = ShopFront.body([(product, 1)]).bytes
    let reply = try? WireClient(port: port).send(
      "POST", "/storefront/v1/orders", headers, body: body)
    return reply ?? WireClient.Reply(status: 0, headers: [], body: [])
  }

  /// A signed-in owner, over the wire.
  private struct Browser {
    let wire: WireClient
    let cookie: String
    let token: String

    init(port: UInt16) throws {
      wire = WireClient(port: port)
      let reply = try wire.send(
        "POST", "/sign-in", [("Content-Type", "application/x-www-form-urlencoded")],
        body: FormBody.urlencoded([
          HTMLForm.Field(name: "email", value: "owner@one.example"),
          HTMLForm.Field(name: "password", value: TestMarket.password),
        ]))
      cookie = String((reply.header("set-cookie") ?? "").prefix { $0 != ";" })
      let page = try wire.send("GET", "/settings", [("Cookie", cookie)]).text
      token = HTMLDocument(page).forms(at: "/").lazy.compactMap { $0["_token"] }.first ?? ""
    }

    func get(_ path: String) throws -> WireClient.Reply {
      try wire.send("GET", path, [("Cookie", cookie)])
    }

    func create() throws -> WireClient.Reply {
      try wire.send(
        "POST", "/products",
        [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")],
        body: FormBody.urlencoded([
          HTMLForm.Field(name: "category", value: "11"),
          HTMLForm.Field(name: "_token", value: token),
        ]))
    }
  }
}
