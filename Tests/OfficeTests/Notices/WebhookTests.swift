import Commerce
import Foundation
import Glibc
import OfficeTesting
import SQL
import Testing

@testable import Office

private let hasCurl = {
  let paths: [String] = ["/usr/bin/curl", "/bin/curl", "/usr/local/bin/curl"]
  return paths.contains { access($0, X_OK) == 0 }
}()

@Suite("Webhooks", .enabled(if: hasCurl, "curl is not installed")) struct WebhookTests {
  /// Makes a webhook as the owner does.
  private func make(
    _ house: NoticeHouse, _ url: String, events: [NoticeKind] = [.rang, .burnt]
  ) throws -> (path: String, secret: String) {
    let fields = [("url", url)] + events.map { (WebhookForm.field($0), "1") }
    let page = try house.client.post("/settings/webhooks", fields, as: house.owner)
    #expect(page.status == 200)
    let start = try #require(page.text.firstRange(of: "whsec_"))
    let secret = String(page.text[start.lowerBound...].prefix { $0 != "<" && $0 != "\"" })
    let list = try house.client.get("/settings/webhooks", as: house.owner).text
    #expect(!list.contains(secret), "the secret is shown once")
    let link = try #require(list.firstRange(of: "/settings/webhooks/"))
    let path = String(list[link.lowerBound...].prefix { $0 != "\"" })
    #expect(try !house.client.get(path, as: house.owner).text.contains(secret))
    return (path, secret)
  }

  private func states(_ house: NoticeHouse, _ path: String) throws -> [WebhookDelivery] {
    let id = try #require(Int64(path.split(separator: "/").last ?? ""))
    return try house.client.rows(of: house.shop) {
      try $0.all(WebhookDeliverySQL.ofWebhook, id, Int64.max, 100)
    }
  }

  @Test("row 154: a delivery is signed so that an implementation of others verifies it")
  func signature() throws {
    let receiver = try Receiver()
    defer { receiver.stop() }
    let house = try NoticeHouse()
    let (path, secret) = try make(house, receiver.url)
    try house.tell(.rang, 7)
    try house.client.office.webhooks.sendDue()
    let call = try #require(receiver.calls.first)
    #expect(receiver.calls.count == 1)
    let body = try JSON(parsing: Array(call.body.utf8))
    #expect(body["type"]?.string == "orders.placed")
    #expect(body["data"]?["number"]?.string == "7-1")
    #expect(body["data"]?["amount"]?["amount"]?.string == "2490.00")
    #expect(body["id"]?.string == call.field("sellerdesk-delivery"))
    let signature = try #require(call.field("sellerdesk-signature"))
    let parts = signature.split(separator: ",").map { $0.split(separator: "=").last ?? "" }
    #expect(try Self.reference(secret, "\(parts[0]).\(call.body)") == String(parts[1]))
    #expect(Int64(parts[0]) == house.client.clock.now().seconds)
    #expect(try states(house, path).map(\.state) == [.delivered])
    // Another shop sees nothing of it.
    let other = try house.client.addSeller("Second Shop")
    let stranger = try house.client.signIn(.owner, of: other)
    #expect(try house.client.get(path, as: stranger).status == 404)
    let delivery = try #require(try states(house, path).first)
    let replay = "\(path)/deliveries/\(delivery.id)/replay"
    #expect(try house.client.post(replay, as: stranger).status == 404)
    try house.tell(.rang, 8, in: other)
    try house.client.office.webhooks.sendDue()
    #expect(receiver.calls.count == 1)
  }

  /// HMAC-SHA256 as the system's openssl computes it.
  private static func reference(_ key: String, _ text: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = ["dgst", "-sha256", "-hmac", key, "-hex"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let line = String(decoding: bytes, as: UTF8.self)
    return String(line.split(separator: " ").last ?? "").trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  @Test(
    "row 154: what is not taken is tried for three days, then the webhook is off and it is told")
  func retries() throws {
    let receiver = try Receiver(Receiver.status(503))
    defer { receiver.stop() }
    let house = try NoticeHouse()
    let (path, _) = try make(house, receiver.url)
    try house.tell(.rang, 1)
    var tries: [Int64] = []
    let start = house.client.clock.now()
    while let delivery = try states(house, path).first, delivery.state == .waiting {
      let wait = delivery.dueAt - house.client.clock.now()
      if wait > .zero { house.client.advance(wait + .seconds(1)) }
      guard try house.client.office.webhooks.sendDue() == 1, tries.count < 50 else { break }
      tries.append((house.client.clock.now() - start).components.seconds / 60)
    }
    #expect(tries.count >= 12 && tries.last.map { 48 * 60...72 * 60 ~= $0 } == true, "\(tries)")
    #expect(tries.prefix(4) == [0, 0, 0, 2])
    #expect(try states(house, path).first?.state == .failed)
    try house.client.office.runDueJobs()
    let told = try house.rows(of: house.owner).filter { $0.kind == "webhooks.failed" }
    #expect(told.count == 1)
    #expect(try house.mails(to: house.owner).last?.subject.contains("127.0.0.1") == true)
    #expect(
      try house.client.get(path, as: house.owner).text.contains("Switched off: nothing got through")
    )
    // Nothing is sent while it is off.
    let count = receiver.calls.count
    try house.tell(.rang, 2)
    try house.client.office.webhooks.sendDue()
    #expect(receiver.calls.count == count)
    receiver.answer(Receiver.ok)
    _ = try house.client.post("\(path)/state", [("state", "on")], as: house.owner)
    let failed = try #require(try states(house, path).first { $0.state == .failed })
    let replay = "\(path)/deliveries/\(failed.id)/replay"
    #expect(try house.client.post(replay, as: house.owner).status == 303)
    try house.client.office.webhooks.sendDue()
    #expect(receiver.calls.last?.body == failed.body, "a replay sends the same bytes")
    #expect(try states(house, path).allSatisfy { $0.state == .delivered })
  }

  @Test("row 154: what waits while a webhook is off is sent when it is on again")
  func pause() throws {
    let receiver = try Receiver(Receiver.status(500))
    defer { receiver.stop() }
    let house = try NoticeHouse()
    let (path, _) = try make(house, receiver.url)
    try house.tell(.rang, 1)
    try house.client.office.webhooks.sendDue()
    _ = try house.client.post("\(path)/state", [("state", "off")], as: house.owner)
    house.client.advance(.hours(5))
    #expect(try house.client.office.webhooks.sendDue() == 0)
    #expect(try house.client.post("\(path)/test", as: house.owner).status == 409)
    receiver.answer(Receiver.ok)
    _ = try house.client.post("\(path)/state", [("state", "on")], as: house.owner)
    #expect(try house.client.office.webhooks.sendDue() == 1)
    #expect(try house.client.post("\(path)/test", as: house.owner).status == 303)
    #expect(try house.client.office.webhooks.sendDue() == 1)
    #expect(try JSON(parsing: Array((receiver.calls.last?.body ?? "").utf8))["type"] == "ping")
    _ = try house.client.post("\(path)/removal", as: house.owner)
    #expect(try house.client.get(path, as: house.owner).status == 404)
    // 410 is the receiver's own word.
    let (other, _) = try make(house, receiver.url)
    receiver.answer(Receiver.status(410))
    try house.tell(.rang, 2)
    try house.client.office.webhooks.sendDue()
    #expect(try house.client.get(other, as: house.owner).text.contains("Switched off"))
  }

  @Test("row 154: a receiver that is silent holds up no other")
  func silence() throws {
    let silent = try Receiver("")
    let receiver = try Receiver()
    let house = try NoticeHouse()
    let sender = house.client.office.webhooks
    _ = try make(house, silent.url)
    _ = try make(house, receiver.url)
    sender.start(threads: 2)
    for count in 1...3 {
      try house.tell(.rang, Int64(count))
      for _ in 0..<1_000 where receiver.calls.count < count || silent.calls.isEmpty {
        usleep(10_000)
      }
      #expect(receiver.calls.count == count)
      #expect(silent.calls.count == 1)
    }
    silent.stop()
    receiver.stop()
    sender.stop()
  }

  @Test("row 154: a redirect is not followed, an answer is capped, silence ends")
  func answers() throws {
    let aim = try Receiver()
    let receiver = try Receiver(Receiver.status(302, "Location: \(aim.url)\r\n"))
    defer {
      receiver.stop()
      aim.stop()
    }
    let post = WebhookPost(program: "curl", allowsPrivate: true, patience: .seconds(1))
    let redirect = post.send("{}", to: receiver.url, [])
    #expect(redirect.status == 302 && aim.calls.isEmpty)
    receiver.answer("*")
    let clock = ContinuousClock()
    var answer = redirect
    let endless = clock.measure { answer = post.send("{}", to: receiver.url, []) }
    #expect(endless < .seconds(3))
    #expect(answer.status == 200 && answer.body.count <= Curl.limit)
    let silent = try Receiver("")
    defer { silent.stop() }
    let silence = clock.measure { answer = post.send("{}", to: silent.url, []) }
    #expect(silence < .seconds(3))
    #expect(answer.status == 0 && !answer.error.isEmpty)
    receiver.answer("nonsense\r\n\r\n")
    #expect(post.send("{}", to: receiver.url, []).status == 0)
    // The body is quoted into a configuration, whatever is in it.
    receiver.answer(Receiver.ok)
    let body = "{\"a\":\"\\u0000 \\\\ \\\" \n\t é 中 url = http://x\"}"
    #expect(post.send(body, to: receiver.url, ["X-A: b"]).status == 204)
    #expect(receiver.calls.last?.body == body && receiver.calls.last?.field("x-a") == "b")
    let none = WebhookPost(program: "no-such-program", allowsPrivate: true).send(
      "{}", to: aim.url, [])
    #expect(none.status == 0 && none.error.contains("no-such-program"))
  }

  @Test("row 154: addresses of private nets are refused, however they are written")
  func privateAddresses() throws {
    let receiver = try Receiver()
    defer { receiver.stop() }
    let house = try NoticeHouse(privateWebhooks: false)
    let hosts = [
      "127.0.0.1", "10.0.0.8", "172.16.3.4", "172.31.255.255", "192.168.1.1", "169.254.169.254",
      "100.64.0.1", "0.0.0.0", "192.0.0.8", "198.18.0.1", "224.0.0.1", "255.255.255.255",
      "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]",
      "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]",
      "[2001:db8::1]", "localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.1.",
      "user@127.0.0.1", "127.0.0.1#@example.com", "exa mple.com", "example..com", "-a.com",
    ]
    for host in hosts {
      let answer = try house.client.post(
        "/settings/webhooks",
        [("url", "https://\(host):\(receiver.port)/"), ("event_orders_placed", "1")],
        as: house.owner)
      #expect(answer.status == 422, "\(host)")
      let sent = WebhookPost(program: "curl", allowsPrivate: false)
        .send("{}", to: "https://\(host):\(receiver.port)/", [])
      #expect(sent.status == 0 && !sent.error.isEmpty, "\(host)")
    }
    for url in [
      "http://example.com/", "ftp://example.com/", "https://", "example.com", "https://a",
    ] {
      let answer = try house.client.post(
        "/settings/webhooks", [("url", url), ("event_orders_placed", "1")], as: house.owner)
      #expect(answer.status == 422, "\(url)")
    }
    #expect(receiver.calls.isEmpty)
    for text in ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "172.32.0.1", "100.128.0.1"] {
      #expect(NetworkAddress(text)?.isPublic == true, "\(text)")
    }
  }

  @Test("row 154: a name that means this machine is refused at the moment of the call")
  func rebinding() throws {
    // Every machine has this name for itself, as an attacker's name server would answer.
    let post = WebhookPost(program: "curl", allowsPrivate: false)
    let receiver = try Receiver()
    defer { receiver.stop() }
    let answer = post.send("{}", to: "https://localhost:\(receiver.port)/", [])
    #expect(answer.error.contains("private net"))
    // The connection goes to the address that was checked, not to what the name means to curl.
    let url = try WebhookURL("http://example.invalid:\(receiver.port)/x", allowsPlain: true)
    let sent = Curl(program: "curl").post("{}", url, addresses: ["127.0.0.1"], [], .seconds(3))
    #expect(sent.status == 204 && receiver.calls.count == 1)
  }

  @Test("row 154: kill at any moment of a try sends it again, with the same id")
  func again() throws {
    let receiver = try Receiver()
    defer { receiver.stop() }
    let house = try NoticeHouse()
    let (path, _) = try make(house, receiver.url)
    try house.tell(.rang, 1)
    let delivery = try #require(try states(house, path).first)
    // As it stands when the process ends after the claim: counted, leased, unfinished.
    let now = house.client.clock.now()
    _ = try house.client.write(in: house.shop) {
      try $0.run(
        WebhookDeliverySQL.claim, house.shop.raw, delivery.id.raw,
        (now + .seconds(60)).milliseconds,
        now.milliseconds)
    }
    #expect(try house.client.office.webhooks.sendDue() == 0)
    house.client.advance(.seconds(61))
    #expect(try house.client.office.webhooks.sendDue() == 1)
    #expect(receiver.calls.first?.field("sellerdesk-delivery") == "\(delivery.id)")
  }
}
