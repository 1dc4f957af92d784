/// A mail that says what became of another: a delivery status notification (RFC 3464), as mail
/// systems send it to the sender of what they could not bring.
struct BounceReport: Sendable, Equatable {
  /// The addresses that were not reached, in lower case, as sent to and as forwarded.
  let recipients: [String]
  /// The mail system's words, one line.
  let reason: String
  /// The Message-ID of the mail that came back.
  let messageID: String

  /// Nil for what is no such report, and for one that says that a mail is late or has arrived.
  init?(_ message: [UInt8]) {
    let (head, body) = MailParts.split(message[...])
    let type = head["content-type"] ?? ""
    guard type.lowercased().hasPrefix("multipart/report"),
      let boundary = MailParts.parameter("boundary", of: type)
    else { return nil }
    let parts = MailParts.parts(body, boundary)
    var recipients: [String] = []
    var reason = ""
    var messageID = ""
    for part in parts {
      let (head, body) = MailParts.split(part)
      switch (head["content-type"] ?? "").lowercased().prefix(while: { $0 != ";" && $0 != " " }) {
      case "message/delivery-status", "message/global-delivery-status":
        Self.read(body, &recipients, &reason)
      case "message/rfc822", "text/rfc822-headers", "message/global",
        "message/global-headers":
        messageID = MailParts.split(body).head["message-id"] ?? messageID
      default: break
      }
    }
    guard !recipients.isEmpty, !messageID.isEmpty else { return nil }
    self.recipients = recipients
    self.reason = reason
    self.messageID = messageID
  }

  /// The number of our mail that came back; nil where it is not ours.
  func mail(from host: String) -> Int64? {
    let tail = ".mail@\(host)>"
    guard messageID.hasPrefix("<"), messageID.hasSuffix(tail) else { return nil }
    let digits = messageID.dropFirst().dropLast(tail.count)
    guard (1...19).contains(digits.utf8.count), digits.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      return nil
    }
    return Int64(digits)
  }

  /// The groups of fields, one for each recipient (RFC 3464 2.3).
  private static func read(
    _ body: ArraySlice<UInt8>, _ recipients: inout [String], _ reason: inout String
  ) {
    var rest = body
    while !rest.isEmpty {
      let (fields, after) = MailParts.split(rest)
      rest = after
      guard fields["action"]?.lowercased() == "failed" else { continue }
      for name in ["final-recipient", "original-recipient"] {
        // `rfc822; name@host`
        guard let value = fields[name]?.split(separator: ";").last else { continue }
        recipients.append(value.filter { $0 != " " && $0 != "<" && $0 != ">" }.lowercased())
      }
      let words = fields["diagnostic-code"] ?? fields["status"] ?? ""
      if reason.isEmpty { reason = String(words.unicodeScalars.prefix(200)) }
    }
  }
}

/// Just enough of MIME (RFC 2045, 2046) to take a report apart.
enum MailParts {
  /// The first value of each field by its name in lower case, folded lines joined, and what comes
  /// after the empty line.
  static func split(
    _ message: ArraySlice<UInt8>
  ) -> (head: [String: String], body: ArraySlice<UInt8>) {
    var head: [String: String] = [:]
    var name = ""
    var rest = message
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      var line = rest[rest.startIndex..<end]
      rest = end < rest.endIndex ? rest[(end + 1)...] : []
      if line.last == 0x0D { line = line.dropLast() }
      if line.isEmpty { break }
      let text = String(decoding: line.prefix(4_096), as: UTF8.self)
      if text.hasPrefix(" ") || text.hasPrefix("\t") {
        head[name]?.append(" " + FormReader.trimmed(text))
      } else if let colon = text.firstIndex(of: ":") {
        name = text[..<colon].lowercased()
        if head[name] == nil {
          head[name] = FormReader.trimmed(String(text[text.index(after: colon)...]))
        }
      }
    }
    return (head, rest)
  }

  /// `boundary="x"` of a Content-Type.
  static func parameter(_ name: String, of field: String) -> String? {
    for piece in field.split(separator: ";").dropFirst() {
      let pair = piece.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, FormReader.trimmed(String(pair[0])).lowercased() == name else {
        continue
      }
      let value = FormReader.trimmed(String(pair[1])).filter { $0 != "\"" }
      return value.isEmpty ? nil : value
    }
    return nil
  }

  /// What lies between the lines `--boundary`.
  static func parts(_ body: ArraySlice<UInt8>, _ boundary: String) -> [ArraySlice<UInt8>] {
    let mark = Array("--\(boundary)".utf8)
    var parts: [ArraySlice<UInt8>] = []
    var start: Int?
    var place = body.startIndex
    while place < body.endIndex {
      let end = body[place...].firstIndex(of: 0x0A) ?? body.endIndex
      if body[place..<end].starts(with: mark) {
        if let start, start <= place { parts.append(body[start..<place]) }
        start = min(end + 1, body.endIndex)
      }
      place = min(end + 1, body.endIndex)
    }
    return parts
  }
}
