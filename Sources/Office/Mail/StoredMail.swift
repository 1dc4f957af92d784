import Commerce

/// A mail read back from a maildir, for the page that shows what was sent.
public struct StoredMail: Sendable, Equatable {
  /// The number of the outbox row; 0 for a mail that is not ours.
  public let id: Int64
  public let date: Instant?
  public let to: String
  public let subject: String
  /// At most 64 KiB of it.
  public let text: String
}

extension MaildirTransport {
  private static let readLimit = 64 << 10

  /// The newest mails first, read or not. Files that vanish meanwhile are left out.
  public func newest(_ limit: Int) throws(MailError) -> [StoredMail] {
    let new = try Folder.names("\(folder)/new").map { (name: $0, path: "\(folder)/new/\($0)") }
    let read = try Folder.names("\(folder)/cur").map { (name: $0, path: "\(folder)/cur/\($0)") }
    let files = (new + read).sorted { $0.name > $1.name }.prefix(max(0, limit))
    return files.compactMap { file in
      guard let bytes = try? Folder.read(file.path, limit: Self.readLimit) else { return nil }
      return StoredMail(message: bytes, id: Self.id(file.name))
    }
  }

  /// One mail, read or not; nil when it is not there.
  public func mail(_ id: Int64) throws(MailError) -> StoredMail? {
    let name = Self.name(id)
    var paths = ["\(folder)/new/\(name)"]
    paths += try Folder.names("\(folder)/cur").filter { $0.hasPrefix(name) }
      .map { "\(folder)/cur/\($0)" }
    for path in paths {
      guard let bytes = try? Folder.read(path, limit: Self.readLimit) else { continue }
      return StoredMail(message: bytes, id: id)
    }
    return nil
  }

  private static func id(_ name: String) -> Int64 {
    name.split(separator: ".").first.flatMap { Int64($0) } ?? 0
  }
}

extension StoredMail {
  /// Reads what `Mail.message` writes; anything else as well as it goes.
  init(message: [UInt8], id: Int64) {
    let (head, body) = Self.parts(message)
    let headers = Self.headers(head)
    self.id = id
    date = headers["date"].flatMap(MailDate.instant)
    to = EncodedWord.decode(headers["to"] ?? "")
    subject = EncodedWord.decode(headers["subject"] ?? "")
    let isBase64 = headers["content-transfer-encoding"]?.lowercased() == "base64"
    let decoded = isBase64 ? Self.base64(body) : Array(body)
    text = String(decoding: decoded.filter { $0 != 0x0D }, as: UTF8.self)
  }

  /// Head and body, parted by the first empty line.
  private static func parts(_ message: [UInt8]) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    for index in message.indices.dropFirst(2)
    where message[index] == 0x0A && message[index - 1] == 0x0D && message[index - 2] == 0x0A {
      return (message[..<index], message[(index + 1)...])
    }
    return (message[...], [])
  }

  /// The first value of each header by its name in lower case; folded lines joined.
  private static func headers(_ head: ArraySlice<UInt8>) -> [String: String] {
    var headers: [String: String] = [:]
    var name = ""
    for line in head.split(separator: 0x0A) {
      var text = String(decoding: line, as: UTF8.self)
      if text.utf8.last == 0x0D { text.unicodeScalars.removeLast() }
      if text.hasPrefix(" ") || text.hasPrefix("\t") {
        headers[name]?.append(" " + text.drop { $0 == " " || $0 == "\t" })
      } else if let colon = text.firstIndex(of: ":") {
        name = text[..<colon].lowercased()
        let value = text[text.index(after: colon)...].drop { $0 == " " }
        if headers[name] == nil { headers[name] = String(value) }
      }
    }
    return headers
  }

  /// Whole groups of four only: the file may have been cut at the limit.
  private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8] {
    let letters = body.filter { $0 > 0x20 }
    let whole = letters.prefix(letters.count / 4 * 4)
    return Base64.decode(String(decoding: whole, as: UTF8.self)) ?? []
  }
}
