/// Where a line stands to its place.
public enum TextAlign: Sendable {
  case start, middle, end
}

extension PaperPage {
  /// One line on its base line. Where it is wider than `within` it is set smaller, down to seven
  /// tenths, and then cut with an ellipsis.
  public mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ style: TextStyle, _ align: TextAlign = .start,
    within: Double? = nil
  ) {
    var style = style
    var text = text
    if let within {
      let width = book.width(text, style)
      if width > within { style.size *= max(0.7, within / width) }
      text = book.cut(text, style, within)
    }
    let width = book.width(text, style)
    let start =
      switch align {
      case .start: x
      case .middle: x - width / 2
      case .end: x - width
      }
    guard !text.isEmpty else { return }
    marks.append(.text(TextMark(text: text, x: start, y: y, style: style, width: width)))
  }

  /// A block of lines, its first line's top at `y`.
  /// - Returns: where the block ends.
  @discardableResult
  public mutating func text(_ block: TextBlock, _ x: Double, _ y: Double) -> Double {
    var top = y
    for line in block.lines {
      text(line, x, top + block.lineHeight * 0.76, block.style)
      top += block.lineHeight
    }
    return top
  }
}

/// Lines of one style.
public struct TextBlock: Sendable {
  public let lines: [String]
  public let style: TextStyle
  /// Whether words were left out for want of space.
  public let isCut: Bool

  /// In mm.
  public var lineHeight: Double { style.size * Paper.millimetresPerPoint * 1.28 }
  public var height: Double { lineHeight * Double(lines.count) }
}

extension FontBook {
  /// Breaks a text into lines of at most `width` mm; its own line breaks stay.
  public func wrap(_ text: String, _ width: Double, _ style: TextStyle) -> TextBlock {
    let most = Int(width / (style.size * Paper.millimetresPerPoint) * 1_000)
    var lines: [String] = []
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      var wrapping = TextWrapping(book: self, weight: style.weight, most: most)
      lines += wrapping.lines(of: paragraph.unicodeScalars.map(\.printable))
    }
    return TextBlock(lines: lines, style: style, isCut: false)
  }

  /// The largest size between the style's and `smallest` points at which the text needs no more
  /// height than there is; at the smallest the rest is cut with an ellipsis.
  public func fit(
    _ text: String, _ width: Double, height: Double, _ style: TextStyle, smallest: Double
  ) -> TextBlock {
    var style = style
    while true {
      let block = wrap(text, width, style)
      if block.height <= height { return block }
      guard style.size - 0.5 >= smallest else { return cut(block, width, height) }
      style.size -= 0.5
    }
  }

  private func cut(_ block: TextBlock, _ width: Double, _ height: Double) -> TextBlock {
    let count = max(1, Int(height / block.lineHeight))
    guard block.lines.count > count else { return block }
    let kept = block.lines.prefix(count)
    let last = cut((kept.last ?? "") + "\u{2026}", block.style, width)
    return TextBlock(lines: kept.dropLast() + [last], style: block.style, isCut: true)
  }

  /// The text, or its beginning and an ellipsis where it is wider than `width` mm.
  func cut(_ text: String, _ style: TextStyle, _ width: Double) -> String {
    guard self.width(text, style) > width + 0.01 else { return text }
    var kept = text
    while !kept.isEmpty, self.width(kept + "\u{2026}", style) > width { kept.removeLast() }
    while kept.last?.isWhitespace ?? false || kept.last == "\u{2026}" { kept.removeLast() }
    return kept + "\u{2026}"
  }
}

extension Unicode.Scalar {
  /// Itself, or a space for what has no picture: control characters, marks of direction.
  var printable: Unicode.Scalar {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: " "
    default: self
    }
  }
}

/// Breaks one paragraph.
struct TextWrapping {
  let book: FontBook
  let weight: FontWeight
  /// The width of a line in thousandths of the type size.
  let most: Int
  private var lines: [String] = []
  private var line = String.UnicodeScalarView()
  private var width = 0

  init(book: FontBook, weight: FontWeight, most: Int) {
    self.book = book
    self.weight = weight
    self.most = most
  }

  /// Words stay whole where they fit on a line, double names part after their hyphen; ideographs
  /// part anywhere, but no line begins with a closing mark or ends with an opening one.
  mutating func lines(of scalars: [Unicode.Scalar]) -> [String] {
    var start = 0
    while start < scalars.count {
      var end = start + 1
      while end < scalars.count, !Self.mayBreak(scalars[end - 1], scalars[end]) { end += 1 }
      add(scalars[start..<end])
      start = end
    }
    close()
    return lines.isEmpty ? [""] : lines
  }

  private mutating func add(_ piece: ArraySlice<Unicode.Scalar>) {
    let bare = piece.reversed().drop { $0 == " " }.reversed()
    let needed = bare.reduce(0) { $0 + book.glyph($1, weight).advance }
    if width + needed > most, !line.isEmpty { close() }
    if needed > most { return addHard(piece) }
    for scalar in piece where !(line.isEmpty && scalar == " ") { append(scalar) }
  }

  /// A word wider than a line is broken where the line ends.
  private mutating func addHard(_ piece: ArraySlice<Unicode.Scalar>) {
    for scalar in piece {
      let needed = book.glyph(scalar, weight).advance
      if width + needed > most, !line.isEmpty, !scalar.joinsPrevious { close() }
      append(scalar)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    line.append(scalar)
    width += book.glyph(scalar, weight).advance
  }

  private mutating func close() {
    while line.last == " " { line.removeLast() }
    if !line.isEmpty { lines.append(String(line)) }
    line = String.UnicodeScalarView()
    width = 0
  }

  private static func mayBreak(_ before: Unicode.Scalar, _ after: Unicode.Scalar) -> Bool {
    if after.joinsPrevious || after == " " || closing.contains(after) { return false }
    if before == " " || before == "\u{200B}" { return true }
    if opening.contains(before) { return false }
    if before == "-" { return after.properties.isAlphabetic }
    return before.isIdeographic || after.isIdeographic
  }

  private static let closing = Set(
    "，。、！？；：）》」』】〉〕］｝”’,.!?;:)]}%…·—".unicodeScalars)
  private static let opening = Set("（《「『【〈〔［｛“‘([{№#$€¥".unicodeScalars)
}

extension Unicode.Scalar {
  /// Whether it is drawn onto the character before it.
  var joinsPrevious: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: value != 0x200B
    default: false
    }
  }
}
