import CZlib

/// The octets of a PDF file as they grow (ISO 32000-1, 7.3).
struct PDFBytes {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func add(_ other: [UInt8]) { bytes.append(contentsOf: other) }

  /// A number with at most three decimals; what no page has becomes 0.
  mutating func add(_ number: Double) {
    let limited = number.isFinite ? min(max(number, -30_000), 30_000) : 0
    var thousandths = Int((limited * 1_000).rounded())
    if thousandths < 0 {
      bytes.append(UInt8(ascii: "-"))
      thousandths = -thousandths
    }
    add(thousandths / 1_000)
    let rest = thousandths % 1_000
    guard rest > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    let digits = [rest / 100, rest / 10 % 10, rest % 10]
    let count = digits[2] > 0 ? 3 : digits[1] > 0 ? 2 : 1
    for digit in digits.prefix(count) { bytes.append(UInt8(48 + digit)) }
  }

  mutating func add(_ number: Int) { add(String(number)) }

  /// Numbers and then an operator, on a line.
  mutating func add(_ numbers: Double..., operator name: String) {
    for number in numbers {
      add(number)
      bytes.append(0x20)
    }
    add(name)
    bytes.append(0x0A)
  }

  mutating func add(hex word: Int) {
    for shift in [12, 8, 4, 0] {
      bytes.append(Self.digits[word >> shift & 15])
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// A text for people, as octets of UTF-16 (7.9.2.2).
  mutating func add(title text: String) {
    add("<FEFF")
    for unit in text.utf16 { add(hex: Int(unit)) }
    add(">")
  }

  /// A stream object's text, deflated (7.4.4).
  static func stream(_ content: [UInt8], _ entries: String = "") throws(PDFError) -> [UInt8] {
    var size = compressBound(UInt(content.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&packed, &size, content, UInt(content.count), 6) == Z_OK else {
      throw .outOfMemory
    }
    var out = PDFBytes()
    out.add("<< /Filter /FlateDecode /Length \(size)\(entries) >>\nstream\n")
    out.add(Array(packed.prefix(Int(size))))
    out.add("\nendstream")
    return out.bytes
  }
}

/// Why a document can't be written as PDF.
public enum PDFError: Error, Hashable, Sendable {
  /// This system has no font that a document can carry.
  case noFonts
  /// No font has this letter: it would be printed as an empty box.
  case noGlyph(Unicode.Scalar)
  /// More characters than two octets count.
  case tooManyCharacters
  case outOfMemory
}
