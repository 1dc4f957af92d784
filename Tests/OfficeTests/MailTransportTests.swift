import Commerce
import Foundation
import HTTP
import Testing

@testable import Office

@Suite("mail transports")
struct MailTransportTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("mail-\(UUID().uuidString)").path

  private func cleaning<T>(_ body: () throws -> T) rethrows -> T {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body()
  }

  @Test("a mail lies in the maildir once, however often it is sent")
  func once() throws {
    try cleaning {
      let maildir = try MaildirTransport(folder: folder)
      let mail = try MailTests.mail(subject: "Ваш заказ", text: "Отправлен\n")
      for _ in 0..<3 { try maildir.send(mail) }
      #expect(
        try maildir.newest(10) == [
          StoredMail(message: try mail.message(), id: 42)
        ])
      #expect(try maildir.mail(42)?.subject == "Ваш заказ")
      #expect(try maildir.mail(43) == nil)
      let name = "0000000000000000042.mail"
      try FileManager.default.moveItem(
        atPath: "\(folder)/new/\(name)", toPath: "\(folder)/cur/\(name):2,S")
      try maildir.send(mail)
      #expect(try maildir.newest(10).count == 1)
      #expect(try maildir.mail(42)?.text == "Отправлен\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/tmp").isEmpty)
    }
  }

  @Test("the newest mails come first, as many as are wanted")
  func newest() throws {
    try cleaning {
      let maildir = try MaildirTransport(folder: folder)
      for id in [9, 10, 11, 1_000_000_000_000] as [Int64] {
        try maildir.send(try MailTests.mail(id: id))
      }
      #expect(try maildir.newest(3).map(\.id) == [1_000_000_000_000, 11, 10])
      let mail = try #require(try maildir.newest(1).first)
      #expect(mail.to == "buyer@x.example")
      #expect(mail.date?.milliseconds == 1_795_473_481_000)
    }
  }

  @Test("of mails sent together, one that cannot be written keeps back none of the others")
  func together() throws {
    try cleaning {
      let maildir = try MaildirTransport(folder: folder)
      let mails = try [1, 2, 3].map { try MailTests.mail(id: $0) }
      try FileManager.default.createDirectory(
        atPath: "\(folder)/tmp/\(MaildirTransport.name(2))", withIntermediateDirectories: false)
      #expect(Array(maildir.send(mails).keys) == [2])
      #expect(try maildir.newest(10).map(\.id) == [3, 1])
      try FileManager.default.removeItem(atPath: "\(folder)/tmp/\(MaildirTransport.name(2))")
      #expect(maildir.send(mails).isEmpty)
      #expect(try maildir.newest(10).map(\.id) == [3, 2, 1])
    }
  }

  @Test("a folder that cannot be written is said")
  func noFolder() throws {
    #expect(throws: MailError.self) { try MaildirTransport(folder: "\(folder)/not/there") }
    try cleaning {
      let maildir = try MaildirTransport(folder: folder)
      try FileManager.default.removeItem(atPath: folder)
      #expect(throws: MailError.self) { try maildir.send(try MailTests.mail()) }
    }
  }

  /// A program of a few lines in place of sendmail.
  private func program(_ script: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/sendmail"
    // Closed on exec: what a process of another test holds open for writing can't be executed.
    let file = FileDescriptor(owning: open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o755))
    try file.write(Array("#!/bin/sh\n\(script)\n".utf8).span)
    return path
  }

  @Test("sendmail gets the whole message and its flags")
  func sendmail() throws {
    try cleaning {
      let path = try program("echo \"$@\" > '\(folder)/flags'; cat > '\(folder)/message'")
      let mail = try MailTests.mail(text: String(repeating: "Строка\n", count: 20_000))
      try SendmailTransport(path: path).send(mail)
      #expect(try String(contentsOfFile: "\(folder)/flags", encoding: .utf8) == "-t -i\n")
      let message = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/message"))
      #expect(Array(message) == (try mail.message()))
    }
  }

  @Test(
    "what sendmail does wrong is an error with its reason",
    arguments: [
      ("echo 'no such user' >&2; exit 67", "status 67 no such user"),
      ("kill -9 $$", "status 137"), ("sleep 20 & sleep 20", "not done after 0.3 seconds"),
    ])
  func failure(script: String, reason: String) throws {
    try cleaning {
      let sendmail = SendmailTransport(path: try program(script), patience: .milliseconds(300))
      let error = #expect(throws: MailError.self) { try sendmail.send(try MailTests.mail()) }
      guard case .program(let text)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(text.contains(reason))
    }
  }

  @Test("a program that is not there is an error")
  func noProgram() throws {
    #expect(throws: MailError.self) {
      try SendmailTransport(path: "\(folder)/none").send(try MailTests.mail())
    }
  }
}
