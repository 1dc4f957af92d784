import Commerce
import Foundation
import Testing

@testable import Office

@Suite("mail")
struct MailTests {
  static let moment = Instant(milliseconds: 1_795_473_481_500)

  static func mail(
    id: Int64 = 42, to: String = "buyer@x.example", name: String = "", subject: String = "Shipped",
    text: String = "Hello\n", headers: [Mail.Header] = []
  ) throws -> Mail {
    Mail(
      id: id, date: moment, from: try #require(MailAddress("shop@demo.example", name: "Demo")),
      to: try #require(MailAddress(to, name: name)), subject: subject, text: text, headers: headers)
  }

  private func lines(_ mail: Mail) throws -> [String] {
    String(decoding: try mail.message(), as: UTF8.self).components(separatedBy: "\r\n")
  }

  @Test("a plain mail, whole")
  func whole() throws {
    let mail = try Self.mail(headers: [Mail.Header("List-Unsubscribe", "<https://x.example/u>")])
    #expect(
      try lines(mail) == [
        #"From: "Demo" <shop@demo.example>"#,
        "To: buyer@x.example",
        "Subject: Shipped",
        "Date: Mon, 23 Nov 2026 22:38:01 +0000",
        "Message-ID: <42.mail@demo.example>",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe: <https://x.example/u>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 7bit",
        "",
        "Hello",
        "",
      ])
  }

  @Test(
    "any subject comes back from encoded words of at most 75 characters",
    arguments: [
      "Ваш заказ отправлен", "您的包裹已发货 🚚", "a", "", " leading", "=?utf-8?B?eA==?=",
      String(repeating: "long words ", count: 30), String(repeating: "订单", count: 200),
      "mixed Заказ №17 of \"Shop\"",
    ])
  func subjects(subject: String) throws {
    let mail = try Self.mail(subject: subject)
    for line in try lines(mail) {
      #expect(line.utf8.count <= 78)
      #expect(line.utf8.allSatisfy { $0 < 0x80 })
    }
    #expect(StoredMail(message: try mail.message(), id: 42).subject == subject)
  }

  @Test(
    "what people type never starts a header of its own",
    arguments: [
      "x\r\nBcc: spy@x.example", "x\nBcc: spy@x.example", "x\rBcc: y", "\r\n\r\nbody",
      "x\u{2028}Bcc: y", "x\u{85}Bcc: y", "x\0Bcc: y",
    ])
  func injection(text: String) throws {
    let mail = try Self.mail(name: text, subject: text)
    let lines = try lines(mail)
    #expect(!lines.contains { $0.hasPrefix("Bcc") })
    #expect(lines.filter { $0.isEmpty }.count == 2)
  }

  @Test(
    "a header that is none is refused",
    arguments: [
      ("X-A", "x\r\nBcc: y"), ("X A", "x"), ("X:A", "x"), ("", "x"), ("Bcc", "x"), ("to", "x"),
      ("Ключ", "x"), ("X-A", "x\0"), ("X-A", String(repeating: "x", count: 901)),
    ])
  func badHeader(name: String, value: String) throws {
    let mail = try Self.mail(headers: [Mail.Header(name, value)])
    #expect(throws: MailError.badHeader(name)) { try mail.message() }
  }

  @Test(
    "addresses",
    arguments: [
      ("a@b.example", true), ("first.last+tag@mail.x.example", true), ("a@localhost", true),
      ("a@xn--80ak6aa92e.example", true), ("", false), ("a", false), ("@x.example", false),
      ("a@", false), ("a@b@c", false), ("a b@x.example", false), (".a@x.example", false),
      ("a..b@x.example", false), ("a@-x.example", false), ("a@x..example", false),
      ("a@x.example\r\nBcc: y@z", false), ("<a@x.example>", false), ("имя@x.example", false),
      ("a,b@x.example", false), ("a@[192.0.2.1]", false), ("-oQ/tmp@x.example", true),
      (String(repeating: "a", count: 65) + "@x.example", false),
    ])
  func addresses(text: String, isGood: Bool) {
    #expect((MailAddress(text) != nil) == isGood)
  }

  @Test(
    "any text comes back",
    arguments: [
      "Hello\n", "Здравствуйте!\nВаш заказ отправлен.\n", "发货了\n",
      "a\n\n\n.\n..\nFrom x\n", String(repeating: "x", count: 2_000) + "\n", "\u{1F}\n",
      String(repeating: "Строка письма. ", count: 500) + "\n",
    ])
  func texts(text: String) throws {
    let message = try Self.mail(text: text).message()
    #expect(StoredMail(message: message, id: 1).text == text)
    #expect(message.split(separator: 0x0A).allSatisfy { $0.count <= 999 })
    #expect(message.allSatisfy { $0 < 0x80 })
  }

  @Test("lines end with CRLF whatever they ended with")
  func lineEnds() throws {
    let message = try Self.mail(text: "a\nb\r\nc\rd").message()
    #expect(String(decoding: message, as: UTF8.self).hasSuffix("\r\n\r\na\r\nb\r\nc\r\nd\r\n"))
  }

  @Test("a mail survives being the payload of a job")
  func payload() throws {
    let mail = try Self.mail(
      name: "Анна", subject: "x", text: "a\0b", headers: [Mail.Header("X-A", "1")])
    #expect(Mail(json: try JSON(parsing: mail.json.text)) == mail)
    #expect(Mail(json: ["id": 1]) == nil)
  }

  @Test("random bytes are read as a mail without a trap")
  func randomFiles() throws {
    var random = SeededRandom(seed: 3)
    let seed = try Self.mail(name: "Анна", subject: "Заказ", text: "Здравствуйте").message()
    for _ in 0..<3_000 {
      var bytes = seed
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = StoredMail(
        message: Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))), id: 1)
    }
  }
}
