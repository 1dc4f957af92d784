/// Why a text has no bar code.
public enum Code128Error: Error, Hashable, Sendable {
  case empty
  /// More characters than a reader takes; `limit` is 80.
  case tooLong(limit: Int)
  /// A character outside ASCII.
  case notASCII
}

/// A Code 128 symbol (ISO/IEC 15417), with the fewest symbol characters that the text can have.
public struct Code128: Sendable {
  /// Characters; more make a bar code that hand scanners miss.
  public static let lengthLimit = 80
  /// The light margin at both ends, in modules (4.4: ten at least).
  public static let quietZone = 10

  /// What the symbol says.
  public let text: String
  /// The modules without quiet zones, true is a bar.
  public let modules: [Bool]

  /// Takes 1 to 80 characters of ASCII, control characters too.
  public init(_ text: String) throws(Code128Error) {
    let octets = Array(text.utf8)
    guard !octets.isEmpty else { throw .empty }
    guard octets.count <= Self.lengthLimit else { throw .tooLong(limit: Self.lengthLimit) }
    guard octets.allSatisfy({ $0 < 128 }) else { throw .notASCII }
    self.text = text
    var values = Code128Encoder(octets).values()
    values.append(Self.check(values))
    values.append(Code128Pattern.stop)
    modules = values.flatMap(Code128Pattern.modules)
  }

  /// The width with both quiet zones, in modules: the width of the `viewBox`.
  public var width: Int { modules.count + 2 * Self.quietZone }

  /// The bars as path data, one unit high and `width` wide; stretch with `scale(1 height)`.
  public var svgPath: String { runs.svgPath }

  /// The start character counts once, each other as often as its position says (Annex A).
  private static func check(_ values: [Int]) -> Int {
    values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element } % 103
  }
}
