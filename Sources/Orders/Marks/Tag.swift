import Commerce

/// A word that a shop puts on its postings, to find them by.
struct Tag: Sendable, Hashable, Comparable {
  /// The most on one posting.
  static let most = 10
  /// In characters.
  static let longest = 24

  let text: String

  /// As it was typed: blanks are taken together and letters made small, so that "Gift" and "gift"
  /// are one. Nil where nothing is left, where it is too long, or has a comma, which parts tags, a
  /// sign that nobody sees, or "@" first, which marks members.
  init?(_ typed: some StringProtocol) {
    let words = typed.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard 1...Self.longest ~= words.unicodeScalars.count, !words.hasPrefix("@"),
      words.unicodeScalars.allSatisfy(Self.isFit)
    else { return nil }
    text = words
  }

  private static func isFit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: scalar != ","
    }
  }

  static func < (left: Tag, right: Tag) -> Bool { left.text < right.text }

  /// All of them as a posting's row has them.
  static func text(_ tags: some Sequence<Tag>) -> String {
    tags.sorted().map(\.text).joined(separator: ", ")
  }
}

/// Somebody of the staff who can take care of a posting.
struct Carer: Sendable, Hashable {
  let id: MemberID
  let name: String

  /// Stands among the tags, so that what somebody takes care of is found the same way.
  var mark: String { "@\(id)" }
}
