import Commerce
import Documents
import Office
@_spi(Trusted) import Template

/// What a label must say (the five blocks): without one of them it is not printed.
enum LabelBlock: String, CaseIterable, Sendable {
  case order, recipient, sender, goods, tracking
}

/// Everything that stands on a label.
struct LabelContent: Sendable {
  let posting: Posting
  let lines: [PostingLine]
  let recipient: Recipient?
  let sender: Sender?
  let parcel: Parcel?

  /// The blocks that have nothing to say.
  var missing: [LabelBlock] {
    LabelBlock.allCases.filter { !has($0) }
  }

  private func has(_ block: LabelBlock) -> Bool {
    switch block {
    case .order: !posting.number.isEmpty
    case .recipient: recipient?.isAddressComplete ?? false
    case .sender: sender?.isComplete ?? false
    case .goods: !lines.isEmpty
    case .tracking: !(parcel?.trackingNumber.isEmpty ?? true)
    }
  }
}

/// Bar codes as pictures, for documents.
enum Drawing {
  /// Code 128 at 0.5 mm a module, or 0.25 mm where it would not fit on the label.
  static func code128(_ text: String) -> Markup {
    guard let code = try? Code128(text) else { return Markup() }
    let isWide = code.width > 180
    let hundredths = code.width * (isWide ? 25 : 50)
    let width = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)mm"
    let svg =
      "<svg class=\"code128\" width=\"\(width)\" viewBox=\"0 0 \(code.width) 40\""
      + " preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Code 128: \(escaped(text))\""
      + " shape-rendering=\"crispEdges\">"
      + "<path transform=\"scale(1 40)\" d=\"\(code.svgPath)\"/></svg>"
    return Markup(trusted: Array(svg.utf8))
  }

  static func qr(_ text: String, class name: StaticString) -> Markup {
    guard let code = try? QRCode(text) else { return Markup() }
    let svg =
      "<svg class=\"\(name)\" viewBox=\"0 0 \(code.width) \(code.width)\" role=\"img\""
      + " aria-label=\"QR: \(escaped(text))\" shape-rendering=\"crispEdges\">"
      + "<path d=\"\(code.svgPath)\"/></svg>"
    return Markup(trusted: Array(svg.utf8))
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }

  /// "SD 0000 0001 23": groups of four are read out without mistakes.
  static func grouped(_ number: String) -> String {
    let letters = number.prefix { $0.isLetter }
    var rest = number.dropFirst(letters.count)
    var groups = letters.isEmpty ? [] : [String(letters)]
    while !rest.isEmpty {
      groups.append(String(rest.prefix(4)))
      rest = rest.dropFirst(4)
    }
    return groups.joined(separator: " ")
  }
}
