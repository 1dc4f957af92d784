/// The strings of one language, and how it counts and writes numbers.
public struct Catalogue: Sendable {
  /// A string, or one string per plural category. `{name}` in it stands for a field of the
  /// scope where it is used, `{count}` for the counted number; `{{` and `}}` are braces.
  public enum Entry: Hashable, Sendable {
    case text(String)
    /// By CLDR category: `other` is required, `zero one two few many` as the language has them.
    case plural([String: String])

    /// Whether a text has braces; else it is shown as it stands.
    public var hasBraces: Bool {
      switch self {
      case .text(let text): Message.hasBraces(text)
      case .plural(let forms): forms.values.contains(where: Message.hasBraces)
      }
    }
  }

  /// The name used in error messages, e.g. `ru`.
  public let locale: String
  let entries: [String: Entry]
  let plural: @Sendable (Int64) -> String
  let number: @Sendable (Int64, inout [UInt8]) -> Void

  /// - Parameters:
  ///   - plural: the CLDR plural category of a cardinal number.
  ///   - number: appends a number as the language writes it; plain decimal digits by default.
  public init(
    locale: String, entries: [String: Entry], plural: @escaping @Sendable (Int64) -> String,
    number: @escaping @Sendable (Int64, inout [UInt8]) -> Void = Catalogue.decimal
  ) {
    self.locale = locale
    self.entries = entries
    self.plural = plural
    self.number = number
  }

  /// ASCII digits without grouping.
  @Sendable public static func decimal(_ value: Int64, to out: inout [UInt8]) {
    out.append(contentsOf: String(value).utf8)
  }
}
