import Commerce
import Office

/// What a scanner wrote into the field, or a person by hand.
struct ScanCode: Sendable, Hashable {
  static let longest = 200

  /// As it came.
  let text: String

  init(_ text: String) { self.text = text }

  /// Whether it names the product: by its barcode, or by its offer id in any case of letters.
  func names(barcode: String, offer: String) -> Bool {
    if !offer.isEmpty, text.lowercased() == offer.lowercased() { return true }
    guard !barcode.isEmpty else { return false }
    return text == barcode || codes.contains(Self.plain(barcode))
  }

  /// The same article number in all the ways in which labels carry it: alone, with zeros before it
  /// (GS1 General Specifications 2.1), or as the first element of a code with more in it
  /// (AI 01, 3.3.2), as marking codes have.
  private var codes: [String] {
    var text = text[...]
    // What some scanners put before a GS1 code (ISO/IEC 15424) and the sign that begins its fields.
    for mark in ["]d2", "]C1", "]e0", "]Q3", "\u{1D}"] where text.hasPrefix(mark) {
      text = text.dropFirst(mark.count)
    }
    if text.hasPrefix("(01)") { text = "01" + text.dropFirst(4) }
    let digits = text.utf8.prefix { (48...57).contains($0) }.count
    var codes = [Self.plain(String(text))]
    if text.hasPrefix("01"), digits >= 16 {
      codes.append(Self.plain(String(text.dropFirst(2).prefix(14))))
    }
    return codes
  }

  private static func plain(_ code: String) -> String {
    guard code.utf8.allSatisfy({ (48...57).contains($0) }) else { return code }
    return String(code.drop { $0 == "0" })
  }
}

/// Where pieces are scanned: at the bin, or into the box.
enum ScanStep: String, Sendable {
  case pick, pack
}

/// What a scan came to.
enum ScanOutcome: String, Sendable {
  case right
  /// Another product of the wave.
  case wrong
  /// Nothing that the wave has.
  case unknown
  /// The right product, but there are enough pieces of it.
  case enough
  case undone
}

/// A scan as it was logged.
struct Scan: Sendable {
  let id: Int64
  let step: ScanStep
  let outcome: ScanOutcome
  let code: String
  /// What was to be scanned.
  let wanted: ProductID?
  let posting: PostingID?
  let line: Int64?
  let at: Instant
}
