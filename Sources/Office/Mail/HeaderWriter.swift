import Commerce

/// Header lines of a mail. What people typed can never start a line of its own.
enum HeaderWriter {
  static let lineEnd: [UInt8] = [0x0D, 0x0A]

  /// A value that is known to be one line of ASCII.
  static func append(_ name: String, _ value: String, to out: inout [UInt8]) {
    out.append(contentsOf: "\(name): \(value)".utf8)
    out.append(contentsOf: lineEnd)
  }

  /// Text for people: as it is where that is short ASCII, else as encoded words.
  static func append(_ name: String, text: String, to out: inout [UInt8]) {
    append(name, phrase(oneLine(text), after: name.utf8.count + 2), to: &out)
  }

  static func append(_ name: String, _ mailbox: MailAddress, to out: inout [UInt8]) {
    let label = oneLine(mailbox.name)
    if label.isEmpty { return append(name, mailbox.address, to: &out) }
    let shown =
      isPlain(label, after: name.utf8.count + 4)
      ? quoted(label) : EncodedWord.encode(label, after: name.utf8.count + 2)
    let fits = name.utf8.count + shown.utf8.count + mailbox.address.utf8.count <= 73
    append(name, "\(shown)\(fits ? "" : "\r\n") <\(mailbox.address)>", to: &out)
  }

  private static func phrase(_ text: String, after column: Int) -> String {
    isPlain(text, after: column) ? text : EncodedWord.encode(text, after: column)
  }

  /// Control characters and line separators become spaces.
  private static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let breaks =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029
      line.append(breaks ? " " : scalar)
    }
    return String(line)
  }

  /// Whether it can stand as it is in a line of 78 (RFC 5322 2.1.1) without being taken for an
  /// encoded word.
  private static func isPlain(_ text: String, after column: Int) -> Bool {
    text.utf8.count + column <= 78 && text.utf8.allSatisfy { $0 < 0x80 } && !text.contains("=?")
      && text.utf8.first != 0x20 && text.utf8.last != 0x20
  }

  /// RFC 5322 3.2.4.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { out += "\\" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
