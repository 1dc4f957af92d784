import Commerce
import Foundation
import OfficeTesting
import SQL
import Testing

@testable import Office

@Suite("Addresses of people") struct ContactTests {
  /// The path of the link in the newest check mail to an address.
  private func link(_ house: NoticeHouse, to address: String) throws -> String {
    let mail = try #require(try house.mails(to: address).last)
    let line = mail.text.split(separator: "\n").first { $0.contains("/contacts/confirmation/") }
    return "/" + (line ?? "").split(separator: "/").dropFirst(2).joined(separator: "/")
  }

  private func contacts(_ house: NoticeHouse) throws -> [Contact] {
    try house.client.platform { try $0.all(ContactStore.all, house.owner.member.raw) }
  }

  /// Adds and confirms a second address.
  private func confirmSecond(_ house: NoticeHouse, _ address: String) throws {
    let answer = try house.client.post(
      "/settings/contacts/second", [("second", address)], as: house.owner)
    #expect(answer.status == 303)
    try house.client.office.runDueJobs()
    #expect(try house.client.post(link(house, to: address)).status == 200)
  }

  @Test("row 153: an address is confirmed by a link that works once, for 72 hours")
  func link() throws {
    let house = try NoticeHouse()
    let address = house.address(of: house.owner)
    #expect(try house.client.post("/settings/contacts/check", as: house.owner).status == 303)
    try house.client.office.runDueJobs()
    let first = try link(house, to: address)
    // A mail program that looks at links confirms nothing.
    #expect(try house.client.get(first).status == 200)
    #expect(try contacts(house).first?.verifiedAt == nil)
    // Another one at once is not sent.
    #expect(try house.client.post("/settings/contacts/check", as: house.owner).status == 303)
    try house.client.office.runDueJobs()
    #expect(try house.mails(to: address).count == 1)
    house.client.advance(.minutes(2))
    #expect(try house.client.post("/settings/contacts/check", as: house.owner).status == 303)
    try house.client.office.runDueJobs()
    let second = try link(house, to: address)
    #expect(try house.client.post(first).status == 404, "an older link ends with the newer")
    #expect(try house.client.post(second).status == 200)
    #expect(try contacts(house).first?.verifiedAt != nil)
    #expect(try house.client.post(second).status == 404)
    #expect(try house.client.get(second).status == 404)
    house.client.advance(.minutes(2))
    _ = try house.client.post("/settings/contacts/check", as: house.owner)
    try house.client.office.runDueJobs()
    let late = try link(house, to: address)
    house.client.advance(.hours(72))
    #expect(try house.client.post(late).status == 404)
  }

  @Test("row 153: a confirmed address is asked again after 180 days, once in a fortnight")
  func recheck() throws {
    let house = try NoticeHouse()
    try confirmSecond(house, "vera@elsewhere.example")
    // The daily look is a row; its first one lies before the time.
    try house.client.office.startBackground()
    house.client.office.stopBackground()
    #expect(try house.mails(to: "vera@elsewhere.example").count == 1)
    for (days, mails) in [(179, 1), (2, 2), (13, 2), (2, 3)] as [(Int64, Int)] {
      house.client.advance(.days(days))
      try house.client.office.runDueJobs()
      #expect(try house.mails(to: "vera@elsewhere.example").count == mails)
    }
    let now = house.client.clock.now()
    #expect(try contacts(house).first { $0.slot == 2 }?.state(at: now) == .stale)
    #expect(try house.client.post(link(house, to: "vera@elsewhere.example")).status == 200)
    #expect(try contacts(house).first { $0.slot == 2 }?.state(at: now) == .fine)
  }

  @Test("row 153: the test button reaches the list, the mailbox and the second address")
  func test() throws {
    let house = try NoticeHouse()
    try confirmSecond(house, "vera@elsewhere.example")
    #expect(try house.client.post("/settings/contacts/test", as: house.owner).status == 303)
    try house.client.office.runDueJobs()
    #expect(try house.mails(to: house.owner).last?.subject == "This is a test notice")
    #expect(
      try house.mails(to: "vera@elsewhere.example").last?.subject == "This is a test notice")
    #expect(try house.count(of: house.owner) == 1)
    let page = try house.client.get("/settings/contacts", as: house.owner).text
    #expect(page.contains("This is a test notice") && page.contains("badge--ok\">Sent"))
  }

  @Test("row 153: a bounce raises the banner, the notice goes to the second address, it is logged")
  func bounce() throws {
    let house = try NoticeHouse()
    let viewer = try house.client.signIn(.viewer, of: house.shop)
    try confirmSecond(house, "vera@elsewhere.example")
    try house.tell(.rang, 1)
    let mail = try #require(try house.mails(to: house.owner).first { $0.subject.contains("1-1") })
    #expect(try !house.client.get("/notices", as: house.owner).text.contains("note--bad"))
    try house.deliver(Report(id: mail.id, recipient: house.address(of: house.owner)).text)
    try house.client.office.takeBounces()
    try house.client.office.runDueJobs()
    let page = try house.client.get("/notices", as: house.owner).text
    #expect(page.contains("note--bad") && page.contains("/settings/contacts"))
    #expect(try !house.client.get("/notices", as: viewer).text.contains("note--bad"))
    let second = try house.mails(to: "vera@elsewhere.example").map(\.subject)
    #expect(second.contains { $0.hasPrefix("New posting 1-1") })
    #expect(second.contains { $0.hasPrefix("Mails to Vera come back") })
    let log = try house.client.get("/settings/deliveries", as: house.owner).text
    #expect(log.contains("Came back") && log.contains("550 5.1.1 no such user"))
    // What comes now goes to the second address at once.
    try house.tell(.rang, 2)
    #expect(
      try house.mails(to: "vera@elsewhere.example").last?.subject.hasPrefix("New posting 2-1")
        == true)
    // A link to the first address that is opened mends it.
    _ = try house.client.post("/settings/contacts/check", as: house.owner)
    try house.client.office.runDueJobs()
    #expect(try house.client.post(link(house, to: house.address(of: house.owner))).status == 200)
    #expect(try !house.client.get("/notices", as: house.owner).text.contains("note--bad"))
  }

  @Test("row 153: the same report twice is one; what is forged or another's does nothing")
  func forged() throws {
    let house = try NoticeHouse()
    try house.tell(.rang, 1)
    let mail = try #require(try house.mails(to: house.owner).first)
    let address = house.address(of: house.owner)
    let good = Report(id: mail.id, recipient: address)
    for report in [
      Report(id: mail.id, recipient: "other@test.example"),
      Report(id: mail.id + 1, recipient: address),
      Report(id: mail.id, recipient: address, action: "delayed"),
      Report(id: mail.id, recipient: address, action: "delivered"),
      Report(id: mail.id, recipient: address, host: "evil.example"),
    ] {
      try house.deliver(report.text)
      try house.client.office.takeBounces()
      #expect(try contacts(house).isEmpty)
    }
    try house.deliver(good.text)
    try house.deliver(good.text)
    try house.client.office.takeBounces()
    try house.client.office.runDueJobs()
    #expect(try contacts(house).count == 1)
    #expect(try house.rows(of: house.owner).count { $0.kind == "contacts.bounced" } == 1)
    #expect(try house.waiting().isEmpty)
  }

  @Test("row 153: a report that is damaged anywhere is read or refused, never more")
  func damaged() throws {
    let text = Array(Report(id: 7, recipient: "vera@test.example").text.utf8)
    #expect(BounceReport(text)?.mail(from: "localhost.localdomain") == 7)
    var random = SeededRandom(seed: 153)
    for _ in 0..<2_000 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.removeSubrange(place...)
        }
        if bytes.isEmpty { break }
      }
      _ = BounceReport(bytes)?.mail(from: "localhost.localdomain")
    }
    for text in ["", "\n", "Content-Type: multipart/report; boundary=\"\"\n\n--\n"] {
      #expect(BounceReport(Array(text.utf8)) == nil)
    }
  }
}

/// A report as postfix writes it.
private struct Report {
  let id: Int64
  let recipient: String
  var action = "failed"
  var host = "localhost.localdomain"

  var text: String {
    """
    From: MAILER-DAEMON@mail.example
    To: desk@localhost.localdomain
    Subject: Undelivered Mail Returned to Sender
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="4fXq.1795/mail.example"

    This is a MIME-encapsulated message.

    --4fXq.1795/mail.example
    Content-Description: Notification
    Content-Type: text/plain; charset=us-ascii

    I'm sorry to have to inform you that your message could not be delivered.

    --4fXq.1795/mail.example
    Content-Description: Delivery report
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mail.example
    Arrival-Date: Mon, 23 Nov 2026 14:05:00 +0000

    Final-Recipient: rfc822; \(recipient)
    Original-Recipient: rfc822;\(recipient)
    Action: \(action)
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 5.1.1 no such user

    --4fXq.1795/mail.example
    Content-Type: text/rfc822-headers

    From: SellerDesk <desk@localhost.localdomain>
    Message-ID: <\(id).mail@\(host)>
    Subject: New posting

    --4fXq.1795/mail.example--

    """
  }
}

extension NoticeHouse {
  private var folder: String { "\(client.folder)/bounces" }

  /// Puts a mail where the system's mail program does.
  fileprivate func deliver(_ text: String) throws {
    try client.office.takeBounces()
    try text.write(
      toFile: "\(folder)/new/\(UUID().uuidString)", atomically: true, encoding: .utf8)
  }

  fileprivate func waiting() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/new")
  }
}
