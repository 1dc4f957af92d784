/// One mailbox that mail can be sent to or from: `local@domain`, with a name for people.
public struct MailAddress: Sendable, Hashable {
  /// `local@domain`; plain ASCII.
  public let address: String
  /// As shown by mail readers; may be empty.
  public let name: String

  /// Nil for what is no address that every relay takes: a dot-atom of up to 64 bytes (RFC 5322
  /// 3.2.3, RFC 5321 4.5.3.1.1), an @ and a host name (RFC 1123 2.1). Hosts in other scripts
  /// are written in their `xn--` form.
  public init?(_ address: String, name: String = "") {
    let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isLocal(parts[0]), Self.isHost(parts[1]) else { return nil }
    self.address = address
    self.name = name
  }

  /// The part after the @.
  public var host: String { address.split(separator: "@").last.map(String.init) ?? "" }

  private static func isLocal(_ text: Substring.UTF8View) -> Bool {
    let marks = "!#$%&'*+-/=?^_`{|}~".utf8
    let atoms = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return text.count <= 64
      && atoms.allSatisfy { atom in
        !atom.isEmpty && atom.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
      }
  }

  private static func isHost(_ text: Substring.UTF8View) -> Bool {
    let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return text.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
          && label.allSatisfy { isAlphanumeric($0) || $0 == 0x2D }
      }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
  }
}
