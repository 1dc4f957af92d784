/// The extensions behind a chunk's size (RFC 9112, 7.1.1), checked octet by octet and dropped:
/// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`.
struct ChunkExtensions {
  private enum Stage {
    case blank, nameStart, name, nameBlank, valueStart, token, quoted, escaped, quotedEnd
  }

  private var stage: Stage

  /// nil when `octet`, the first behind the size, begins no extension.
  init?(_ octet: UInt8) {
    guard octet == Octet.semicolon || Octet.isBlank(octet) else { return nil }
    stage = octet == Octet.semicolon ? .nameStart : .blank
  }

  /// Whether the line may end here. A blank must be followed by an extension.
  var mayEnd: Bool { stage == .name || stage == .token || stage == .quotedEnd }

  /// False when the octet does not fit.
  mutating func accept(_ octet: UInt8) -> Bool {
    guard let next = successor(octet) else { return false }
    stage = next
    return true
  }

  private func successor(_ octet: UInt8) -> Stage? {
    switch stage {
    case .quoted: quotedSuccessor(octet)
    case .escaped: Octet.isText(octet) ? .quoted : nil
    case .nameStart:
      Octet.isBlank(octet) ? .nameStart : Octet.isToken(octet) ? .name : nil
    case .valueStart:
      octet == Octet.quote
        ? .quoted : Octet.isBlank(octet) ? .valueStart : Octet.isToken(octet) ? .token : nil
    case .name where Octet.isToken(octet): .name
    case .token where Octet.isToken(octet): .token
    case .name where Octet.isBlank(octet), .nameBlank where Octet.isBlank(octet): .nameBlank
    case .name where octet == Octet.equals, .nameBlank where octet == Octet.equals: .valueStart
    default: octet == Octet.semicolon ? .nameStart : Octet.isBlank(octet) ? .blank : nil
    }
  }

  private func quotedSuccessor(_ octet: UInt8) -> Stage? {
    if octet == Octet.quote { return .quotedEnd }
    if octet == Octet.backslash { return .escaped }
    return Octet.isText(octet) ? .quoted : nil
  }
}
