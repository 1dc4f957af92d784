import Commerce

/// The page as SVG, for the screen and for a browser's printer: the same marks at the same places
/// as in PDF.
extension PaperPage {
  /// - Parameters:
  ///   - name: the class of the picture; its size comes from the style sheet.
  ///   - title: what a screen reader calls it; nil where the page says it already.
  public func svg(class name: StaticString, title: String? = nil) -> String {
    var out = "<svg class=\"\(name)\""
    if let title { out += " role=\"group\" aria-label=\"\(Self.escaped(title))\"" }
    out += " viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\">"
    for mark in marks { Self.append(mark, book.canEmbed, to: &out) }
    return out + "</svg>"
  }

  private static func append(_ mark: Mark, _ isMeasured: Bool, to out: inout String) {
    switch mark {
    case .text(let mark): append(mark, isMeasured, to: &out)
    case .line(let x, let y, let toX, let toY, let width, let grey):
      out += "<path d=\"M\(number(x)) \(number(y))L\(number(toX)) \(number(toY))\""
      out += " stroke=\"\(colour(grey))\" stroke-width=\"\(number(width))\"/>"
    case .box(let x, let y, let width, let height, let line, let grey):
      out += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\""
      out += " height=\"\(number(height))\" fill=\"none\" stroke=\"\(colour(grey))\""
      out += " stroke-width=\"\(number(line))\"/>"
    case .block(let x, let y, let width, let height, let grey):
      out += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\""
      out += " height=\"\(number(height))\" fill=\"\(colour(grey))\"/>"
    case .modules(let mark): append(mark, to: &out)
    case .shape(let mark):
      out += "<path transform=\"translate(\(number(mark.x)) \(number(mark.y)))"
      out += " scale(\(number(mark.size / 24)))\" fill-rule=\"evenodd\" d=\""
      for outline in mark.outlines {
        for (index, point) in outline.enumerated() {
          out += "\(index == 0 ? "M" : "L")\(number(point.x)) \(number(point.y))"
        }
        out += "z"
      }
      out += "\"/>"
    }
  }

  /// Set to the width that the layout measured, whatever font the browser has.
  private static func append(_ mark: TextMark, _ isMeasured: Bool, to out: inout String) {
    let size = mark.style.size * Paper.millimetresPerPoint
    out += "<text x=\"\(number(mark.x))\" y=\"\(number(mark.y))\" font-size=\"\(number(size))\""
    if mark.style.weight == .bold { out += " font-weight=\"700\"" }
    if mark.style.grey > 0 { out += " fill=\"\(colour(mark.style.grey))\"" }
    if isMeasured, mark.text.unicodeScalars.count > 1 {
      out += " textLength=\"\(number(mark.width))\" lengthAdjust=\"spacingAndGlyphs\""
    }
    out += ">\(escaped(mark.text))</text>"
  }

  private static func append(_ mark: ModuleMark, to out: inout String) {
    let runs = mark.runs
    out += "<svg x=\"\(number(mark.x))\" y=\"\(number(mark.y))\" width=\"\(number(mark.width))\""
    out += " height=\"\(number(mark.height))\" viewBox=\"0 0 \(runs.width) \(runs.height)\""
    out += " preserveAspectRatio=\"none\" role=\"img\" aria-label=\"\(escaped(mark.label))\""
    out += " shape-rendering=\"crispEdges\"><path d=\"\(runs.svgPath)\"/></svg>"
  }

  /// With at most three decimals.
  private static func number(_ value: Double) -> String {
    var bytes = PDFBytes()
    bytes.add(value)
    return String(decoding: bytes.bytes, as: UTF8.self)
  }

  private static func colour(_ grey: Double) -> String {
    let octet = UInt8(min(max(grey, 0), 1) * 255)
    let pair = Hex.encode([octet])
    return "#\(pair)\(pair)\(pair)"
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(scalar.printable)
      }
    }
    return out
  }
}
