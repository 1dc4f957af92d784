/// What changed between two texts, word by word (a character is a word in Chinese).
enum TextDiff {
  enum Change: Sendable { case same, removed, added }

  struct Piece: Sendable, Hashable {
    var change: Change
    var text: String

    fileprivate var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
  }

  /// More words than this on both sides are compared as a whole: the table would be large.
  private static let mostWords = 1_000

  /// The pieces in order; one side is the pieces without the other side's.
  static func pieces(from old: String, to new: String) -> [Piece] {
    if old == new { return old.isEmpty ? [] : [Piece(change: .same, text: old)] }
    let before = words(old)
    let after = words(new)
    guard before.count <= mostWords, after.count <= mostWords else {
      return joined([Piece(change: .removed, text: old), Piece(change: .added, text: new)])
    }
    return joined(walk(before, after, lengths(before, after)))
  }

  /// The length of the longest common subsequence of every pair of tails.
  private static func lengths(_ old: [Substring], _ new: [Substring]) -> [[Int32]] {
    var table = [[Int32]](
      repeating: [Int32](repeating: 0, count: new.count + 1), count: old.count + 1)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        table[i][j] =
          old[i] == new[j] ? table[i + 1][j + 1] + 1 : max(table[i + 1][j], table[i][j + 1])
      }
    }
    return table
  }

  private static func walk(
    _ old: [Substring], _ new: [Substring], _ table: [[Int32]]
  ) -> [Piece] {
    var pieces: [Piece] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        pieces.append(Piece(change: .same, text: String(old[i])))
        (i, j) = (i + 1, j + 1)
      } else if j == new.count || i < old.count && table[i + 1][j] >= table[i][j + 1] {
        pieces.append(Piece(change: .removed, text: String(old[i])))
        i += 1
      } else {
        pieces.append(Piece(change: .added, text: String(new[j])))
        j += 1
      }
    }
    return pieces
  }

  /// Neighbours of one kind become one piece; a blank between two changes changes with them, so
  /// that a rewritten sentence is one removal and one addition.
  private static func joined(_ pieces: [Piece]) -> [Piece] {
    var result: [Piece] = []
    var removed = ""
    var added = ""
    func close() {
      if !removed.isEmpty { result.append(Piece(change: .removed, text: removed)) }
      if !added.isEmpty { result.append(Piece(change: .added, text: added)) }
      (removed, added) = ("", "")
    }
    for (index, piece) in pieces.enumerated() {
      let next = pieces.dropFirst(index + 1).first?.change ?? .same
      switch piece.change {
      case .removed: removed += piece.text
      case .added: added += piece.text
      case .same where next != .same && !(removed + added).isEmpty && piece.isBlank:
        removed += piece.text
        added += piece.text
      case .same:
        close()
        result.append(piece)
      }
    }
    close()
    return result.reduce(into: []) { all, piece in
      if piece.change == .same, all.last?.change == .same {
        all[all.count - 1].text += piece.text
      } else {
        all.append(piece)
      }
    }
  }

  /// Runs of letters and digits, runs of blanks, and every other character by itself.
  static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    var start = text.startIndex
    var last = Kind.other
    for index in text.indices {
      let kind = Kind(text[index])
      if index != start, kind != last || kind == .other {
        words.append(text[start..<index])
        start = index
      }
      last = kind
    }
    if start < text.endIndex { words.append(text[start...]) }
    return words
  }

  private enum Kind {
    case word, blank, other

    init(_ character: Character) {
      if character.isWhitespace {
        self = .blank
      } else if character.unicodeScalars.first?.isIdeograph == true {
        self = .other
      } else {
        self = character.isLetter || character.isNumber ? .word : .other
      }
    }
  }
}
