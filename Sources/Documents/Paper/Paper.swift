/// Measures of paper. Lengths are millimetres from the top left corner, type sizes are points.
public enum Paper {
  static let millimetresPerPoint = 25.4 / 72
}

/// A page as a list of marks: the one drawing that becomes SVG on the screen and PDF for programs.
public struct PaperPage: Sendable {
  /// In mm.
  public let width: Double
  public let height: Double
  let book: FontBook
  var marks: [Mark] = []

  enum Mark: Sendable {
    case text(TextMark)
    case line(x: Double, y: Double, toX: Double, toY: Double, width: Double, grey: Double)
    case box(x: Double, y: Double, width: Double, height: Double, line: Double, grey: Double)
    case block(x: Double, y: Double, width: Double, height: Double, grey: Double)
    case modules(ModuleMark)
    case shape(ShapeMark)
  }

  public init(width: Double, height: Double, book: FontBook) {
    self.width = width
    self.height = height
    self.book = book
  }

  /// - Parameter width: of the line, in mm.
  public mutating func line(
    _ x: Double, _ y: Double, to toX: Double, _ toY: Double, width: Double = 0.3,
    grey: Double = 0
  ) {
    marks.append(.line(x: x, y: y, toX: toX, toY: toY, width: width, grey: grey))
  }

  /// An empty box of lines `line` mm wide.
  public mutating func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, line: Double = 0.3,
    grey: Double = 0
  ) {
    marks.append(.box(x: x, y: y, width: width, height: height, line: line, grey: grey))
  }

  /// A filled box.
  public mutating func block(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, grey: Double = 0
  ) {
    marks.append(.block(x: x, y: y, width: width, height: height, grey: grey))
  }

  /// Bars or a matrix; its own light margin is a part of the size.
  public mutating func modules(
    _ runs: ModuleRuns, _ x: Double, _ y: Double, _ width: Double, _ height: Double,
    label: String
  ) {
    marks.append(
      .modules(
        ModuleMark(runs: runs, x: x, y: y, width: width, height: height, label: label)))
  }

  /// A filled outline of 24 x 24 units, drawn `size` mm large.
  public mutating func shape(
    _ outline: [[(Double, Double)]], _ x: Double, _ y: Double, size: Double
  ) {
    marks.append(
      .shape(
        ShapeMark(
          outlines: outline.map { $0.map { PaperPoint(x: $0.0, y: $0.1) } }, x: x, y: y,
          size: size)))
  }

  /// Puts another page onto this one, as a stamp.
  public mutating func place(_ page: PaperPage, _ x: Double, _ y: Double) {
    marks += page.marks.map { $0.moved(x, y) }
  }
}

/// One line of text.
struct TextMark: Sendable {
  let text: String
  /// Where the line begins, and its base line.
  var x: Double
  var y: Double
  let style: TextStyle
  /// In mm.
  let width: Double
}

/// Bars or a matrix in a box.
struct ModuleMark: Sendable {
  let runs: ModuleRuns
  var x: Double
  var y: Double
  let width: Double
  let height: Double
  /// What it says, for those who can't see it.
  let label: String
}

struct PaperPoint: Sendable {
  let x: Double
  let y: Double
}

struct ShapeMark: Sendable {
  /// Filled by the even-odd rule.
  let outlines: [[PaperPoint]]
  var x: Double
  var y: Double
  let size: Double
}

extension PaperPage.Mark {
  fileprivate func moved(_ dx: Double, _ dy: Double) -> Self {
    switch self {
    case .text(var mark):
      mark.x += dx
      mark.y += dy
      return .text(mark)
    case .line(let x, let y, let toX, let toY, let width, let grey):
      return .line(
        x: x + dx, y: y + dy, toX: toX + dx, toY: toY + dy, width: width, grey: grey)
    case .box(let x, let y, let width, let height, let line, let grey):
      return .box(x: x + dx, y: y + dy, width: width, height: height, line: line, grey: grey)
    case .block(let x, let y, let width, let height, let grey):
      return .block(x: x + dx, y: y + dy, width: width, height: height, grey: grey)
    case .modules(var mark):
      mark.x += dx
      mark.y += dy
      return .modules(mark)
    case .shape(var mark):
      mark.x += dx
      mark.y += dy
      return .shape(mark)
    }
  }
}
