/// An entity tag (RFC 9110, 8.8.3).
struct EntityTag: Equatable {
  let isWeak: Bool
  /// With its quotes.
  let opaque: [UInt8]

  /// nil when the text is not exactly one tag.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var position = 0
    guard let tag = EntityTag.scan(bytes, &position), position == bytes.count else { return nil }
    self = tag
  }

  private init(isWeak: Bool, opaque: [UInt8]) {
    self.isWeak = isWeak
    self.opaque = opaque
  }

  /// Both strong and the same octets (RFC 9110, 8.8.3.2).
  func isStrongly(_ other: EntityTag) -> Bool {
    !isWeak && !other.isWeak && opaque == other.opaque
  }

  /// The same octets, whether weak or not.
  func isWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

  /// A comma inside the quotes is part of a tag; empty members are skipped (RFC 9110, 5.6.1.2).
  /// nil when anything else stands in the list.
  static func list(_ text: String) -> [EntityTag]? {
    let bytes = Array(text.utf8)
    var tags: [EntityTag] = []
    var position = 0
    var needsComma = false
    while position < bytes.count {
      if Octet.isBlank(bytes[position]) || bytes[position] == Octet.comma {
        if bytes[position] == Octet.comma { needsComma = false }
        position += 1
      } else {
        guard !needsComma, let tag = scan(bytes, &position) else { return nil }
        tags.append(tag)
        needsComma = true
      }
    }
    return tags
  }

  private static func scan(_ bytes: [UInt8], _ position: inout Int) -> EntityTag? {
    let isWeak = bytes[position...].starts(with: "W/".utf8)
    let start = position + (isWeak ? 2 : 0)
    guard start < bytes.count, bytes[start] == Octet.quote else { return nil }
    var end = start + 1
    while end < bytes.count, bytes[end] > Octet.space, bytes[end] != 0x7f {
      if bytes[end] == Octet.quote {
        position = end + 1
        return EntityTag(isWeak: isWeak, opaque: Array(bytes[start...end]))
      }
      end += 1
    }
    return nil
  }
}
