/// Draws the marks of one page as operators (ISO 32000-1, 8 and 9). Millimetres from the top
/// become points from the bottom.
struct PDFCanvas {
  let book: FontBook
  /// Of the page, in mm.
  let height: Double
  var fonts: [PDFFont]
  var content = PDFBytes()
  private(set) var failure: PDFError?
  private var grey: Double?

  init(book: FontBook, height: Double, fonts: [PDFFont]) {
    self.book = book
    self.height = height
    self.fonts = fonts
  }

  mutating func draw(_ mark: PaperPage.Mark) {
    switch mark {
    case .text(let mark): draw(mark)
    case .line(let x, let y, let toX, let toY, let width, let grey):
      stroke(grey, width)
      content.add(points(x), up(y), operator: "m")
      content.add(points(toX), up(toY), operator: "l S")
    case .box(let x, let y, let width, let height, let line, let grey):
      stroke(grey, line)
      content.add(
        points(x), up(y + height), points(width), points(height), operator: "re S")
    case .block(let x, let y, let width, let height, let grey):
      fill(grey)
      content.add(
        points(x), up(y + height), points(width), points(height), operator: "re f")
    case .modules(let mark): draw(mark)
    case .shape(let mark): draw(mark)
    }
  }

  private func points(_ millimetres: Double) -> Double {
    millimetres / Paper.millimetresPerPoint
  }

  private func up(_ y: Double) -> Double { points(height - y) }

  private mutating func fill(_ grey: Double) {
    guard grey != self.grey else { return }
    self.grey = grey
    content.add(grey, operator: "g")
  }

  private mutating func stroke(_ grey: Double, _ width: Double) {
    content.add(grey, operator: "G")
    content.add(points(width), operator: "w")
  }

  /// The bars in their own units, so that their edges are whole numbers.
  private mutating func draw(_ mark: ModuleMark) {
    fill(0)
    let across = points(mark.width) / Double(max(1, mark.runs.width))
    let down = points(mark.height) / Double(max(1, mark.runs.height))
    content.add("q ")
    // Five decimals: a hundred modules must not add up to the rounding of one.
    for (value, end) in [(across, " 0 0 "), (-down, " ")] {
      content.add(Self.fine(value))
      content.add(end)
    }
    content.add(points(mark.x), up(mark.y), operator: "cm")
    for run in mark.runs.runs {
      content.add("\(run.x) \(run.y) \(run.length) 1 re\n")
    }
    content.add("f Q\n")
  }

  private static func fine(_ value: Double) -> String {
    let limited = value.isFinite ? min(max(value, -1_000), 1_000) : 0
    let units = Int((limited.magnitude * 100_000).rounded())
    let rest = String(units % 100_000)
    let zeros = String(repeating: "0", count: 5 - rest.count)
    return "\(limited < 0 ? "-" : "")\(units / 100_000).\(zeros)\(rest)"
  }

  private mutating func draw(_ mark: ShapeMark) {
    fill(0)
    let scale = mark.size / 24
    for outline in mark.outlines {
      for (index, point) in outline.enumerated() {
        content.add(
          points(mark.x + point.x * scale), up(mark.y + point.y * scale),
          operator: index == 0 ? "m" : "l")
      }
      content.add("h\n")
    }
    content.add("f*\n")
  }

  /// One line: a piece for each font that it needs.
  private mutating func draw(_ mark: TextMark) {
    fill(mark.style.grey)
    content.add("BT\n")
    content.add(1, 0, 0, 1, points(mark.x), up(mark.y), operator: "Tm")
    var current: Int?
    var isThickened = false
    var isOpen = false
    for scalar in mark.text.unicodeScalars {
      let glyph = book.glyph(scalar.printable, mark.style.weight)
      guard let font = glyph.font, fonts.indices.contains(font) else { continue }
      note(glyph, scalar)
      if current != font || isThickened != glyph.isThickened {
        if isOpen { content.add("> Tj\n") }
        isOpen = false
        choose(font, glyph.isThickened, was: isThickened, mark.style)
        (current, isThickened) = (font, glyph.isThickened)
      }
      if !isOpen { content.add("<") }
      isOpen = true
      content.add(hex: fonts[font].number(scalar.printable, glyph.glyph))
    }
    if isOpen { content.add("> Tj\n") }
    if isThickened { content.add("0 Tr\n") }
    content.add("ET\n")
  }

  private mutating func choose(
    _ font: Int, _ isThickened: Bool, was: Bool, _ style: TextStyle
  ) {
    content.add("/F\(font) ")
    content.add(style.size, operator: "Tf")
    guard isThickened != was else { return }
    if isThickened {
      content.add(style.grey, operator: "G")
      content.add(style.size * 0.03, operator: "w 2 Tr")
    } else {
      content.add("0 Tr\n")
    }
  }

  /// A letter without a picture stops the document; a symbol becomes a box.
  private mutating func note(_ glyph: FontBook.Glyph, _ scalar: Unicode.Scalar) {
    if let font = glyph.font, fonts[font].isFull { failure = failure ?? .tooManyCharacters }
    guard glyph.glyph == 0, scalar.properties.isAlphabetic || scalar.isIdeographic else { return }
    failure = failure ?? .noGlyph(scalar)
  }
}
