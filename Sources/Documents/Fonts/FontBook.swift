/// How heavy letters are.
public enum FontWeight: Int, CaseIterable, Sendable {
  case regular, bold
}

/// The fonts of this system that documents are set in. A character is taken from the first font
/// of a row that has it: Latin and Cyrillic from one, Chinese from another.
public struct FontBook: Sendable {
  /// A script that a row of fonts is looked through for.
  public enum Script: String, CaseIterable, Sendable {
    case european, chinese
  }

  /// Where a character's picture is.
  struct Glyph: Sendable {
    /// In `fonts`; nil without any font.
    let font: Int?
    /// 0 where no font has the character.
    let glyph: Int
    /// In thousandths of the type size.
    let advance: Int
    /// Whether a regular glyph stands for a bold one and is drawn thicker.
    var isThickened = false
  }

  let fonts: [TrueType]
  private let rows: [[Int]]
  /// The characters up to here by their number, for each weight: the most there are.
  private let quick: [[Glyph]]
  private static let quickCount: UInt32 = 0x500
  /// Scripts that no font was found for.
  public let missing: [Script]

  /// No font at all: widths are estimated, and nothing can be embedded.
  public static let none = FontBook(european: [], chinese: nil)

  /// - Parameters:
  ///   - european: a regular font, then a bold one; one alone is also the bold one.
  ///   - chinese: is used for both weights.
  public init(european: [TrueType], chinese: TrueType?) {
    let fonts = Array(european.prefix(2)) + (chinese.map { [$0] } ?? [])
    let last = chinese == nil ? [] : [fonts.count - 1]
    let rows = [
      european.isEmpty ? last : [0] + last,
      european.isEmpty ? last : [min(1, european.count - 1)] + last,
    ]
    self.fonts = fonts
    self.rows = rows
    missing = (european.isEmpty ? [.european] : []) + (chinese == nil ? [.chinese] : [])
    let hasBold = european.count > 1
    quick = FontWeight.allCases.map { weight in
      (0..<Self.quickCount).map { value in
        Self.find(Unicode.Scalar(value) ?? " ", weight, fonts, rows, hasBold)
      }
    }
  }

  /// Whether documents can carry fonts.
  public var canEmbed: Bool { !fonts.isEmpty }

  func glyph(_ scalar: Unicode.Scalar, _ weight: FontWeight) -> Glyph {
    if scalar.value < Self.quickCount { return quick[weight.rawValue][Int(scalar.value)] }
    return Self.find(scalar, weight, fonts, rows, fonts.count > 2)
  }

  private static func find(
    _ scalar: Unicode.Scalar, _ weight: FontWeight, _ fonts: [TrueType], _ rows: [[Int]],
    _ hasBold: Bool
  ) -> Glyph {
    let row = rows[weight.rawValue]
    for (place, font) in row.enumerated() {
      let glyph = fonts[font].glyph(scalar)
      guard glyph != 0 else { continue }
      return Glyph(
        font: font, glyph: glyph, advance: fonts[font].advance(glyph),
        isThickened: weight == .bold && (place > 0 || !hasBold))
    }
    guard let first = row.first else {
      let estimate = scalar.joinsPrevious ? 0 : scalar.isIdeographic ? 1_000 : 580
      return Glyph(font: nil, glyph: 0, advance: estimate)
    }
    return Glyph(font: first, glyph: 0, advance: fonts[first].advance(0))
  }

  /// The width of a line in thousandths of the type size.
  func advance(_ text: some StringProtocol, _ weight: FontWeight) -> Int {
    text.unicodeScalars.reduce(0) { $0 + glyph($1, weight).advance }
  }

  /// The width of a line, in mm.
  public func width(_ text: some StringProtocol, _ style: TextStyle) -> Double {
    Double(advance(text, style.weight)) * style.size * Paper.millimetresPerPoint / 1_000
  }
}

/// The look of a text.
public struct TextStyle: Sendable, Hashable {
  /// In points.
  public var size: Double
  public var weight: FontWeight
  /// 0 is black, 1 white.
  public var grey: Double

  public init(_ size: Double, _ weight: FontWeight = .regular, grey: Double = 0) {
    self.size = size
    self.weight = weight
    self.grey = grey
  }

  public static func bold(_ size: Double) -> TextStyle { TextStyle(size, .bold) }
}

extension Unicode.Scalar {
  /// Whether it is of Chinese, Japanese or Korean writing, where a line may end anywhere.
  var isIdeographic: Bool {
    switch value {
    case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
      0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
