import Commerce

/// Why a mail cannot be written or handed over.
public enum MailError: Error, Sendable, Equatable {
  /// A header of the caller's that is none, or that would start another line.
  case badHeader(String)
  /// The folder refused; the text is the system's.
  case folder(String)
  /// The program could not be started, did not end in time, or said no.
  case program(String)
}

extension Mail {
  /// The message on the wire: RFC 5322 with MIME (RFC 2045 - 2047), lines ending in CRLF.
  public func message() throws(MailError) -> [UInt8] {
    var out: [UInt8] = []
    HeaderWriter.append("From", from, to: &out)
    HeaderWriter.append("To", to, to: &out)
    HeaderWriter.append("Subject", text: subject, to: &out)
    HeaderWriter.append("Date", MailDate.text(date), to: &out)
    HeaderWriter.append("Message-ID", messageID, to: &out)
    // RFC 3834 5: keeps holiday answers away.
    HeaderWriter.append("Auto-Submitted", "auto-generated", to: &out)
    for header in headers { try append(header, to: &out) }
    HeaderWriter.append("MIME-Version", "1.0", to: &out)
    HeaderWriter.append("Content-Type", "text/plain; charset=utf-8", to: &out)
    let lines = Self.lines(of: text)
    let isPlain = Self.fitsPlain(lines)
    HeaderWriter.append("Content-Transfer-Encoding", isPlain ? "7bit" : "base64", to: &out)
    out.append(contentsOf: HeaderWriter.lineEnd)
    out.append(contentsOf: isPlain ? lines : Self.base64(lines))
    return out
  }

  private static let own: Set<String> = [
    "from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version",
    "auto-submitted", "content-type", "content-transfer-encoding", "received", "return-path",
  ]

  private func append(_ header: Header, to out: inout [UInt8]) throws(MailError) {
    // RFC 5322 2.2: printable ASCII without the colon.
    let isName =
      !header.name.isEmpty && header.name.utf8.count <= 60
      && header.name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
    let isOneLine = header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    guard isName, isOneLine, !Self.own.contains(header.name.lowercased()),
      header.value.utf8.count <= 900
    else { throw .badHeader(header.name) }
    if header.value.utf8.allSatisfy({ $0 < 0x80 }) {
      HeaderWriter.append(header.name, header.value, to: &out)
    } else {
      HeaderWriter.append(header.name, text: header.value, to: &out)
    }
  }

  /// The text with CRLF at the end of every line.
  private static func lines(of text: String) -> [UInt8] {
    var out: [UInt8] = []
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0D || byte == 0x0A {
        if !(byte == 0x0A && last == 0x0D) { out.append(contentsOf: HeaderWriter.lineEnd) }
      } else {
        out.append(byte)
      }
      last = byte
    }
    if last != 0x0A && last != 0x0D && last != 0 { out.append(contentsOf: HeaderWriter.lineEnd) }
    return out
  }

  /// RFC 5322 2.1.1: ASCII in lines of at most 998 bytes.
  private static func fitsPlain(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }
      && bytes.split(separator: 0x0A).allSatisfy { $0.count <= 999 }
  }

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    // 57 bytes make a line of 76 characters (RFC 2045 6.8).
    for start in stride(from: 0, to: bytes.count, by: 57) {
      let line = Array(bytes[start..<min(start + 57, bytes.count)])
      out.append(contentsOf: Base64.encode(line).utf8)
      out.append(contentsOf: HeaderWriter.lineEnd)
    }
    return out
  }
}
