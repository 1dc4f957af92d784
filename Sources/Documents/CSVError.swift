/// Why a text is no CSV, and where.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// A quote inside a field that does not begin with one.
    case strayQuote
    /// Something other than a delimiter or a line break behind a closing quote.
    case textAfterQuote
    /// The text ends inside the quotes that open here.
    case unclosedQuote
    case fieldTooLong(limit: Int)
    case rowTooLong(limit: Int)
    case tooManyFields(limit: Int)
    /// The field is not UTF-8.
    case notUTF8
    /// The text is UTF-16, as some spreadsheets save it.
    case utf16
    /// The row has no such field.
    case missingField
  }

  /// What is wrong.
  public let reason: Reason
  /// The line of the text, 1 or more; breaks inside quotes count.
  public let line: Int
  /// The octet of that line, 1 or more; 1 where only the field is known.
  public let column: Int
  /// The field of the row, 1 or more.
  public let field: Int

  /// An error at a place.
  public init(_ reason: Reason, line: Int, column: Int = 1, field: Int) {
    self.reason = reason
    self.line = line
    self.column = column
    self.field = field
  }

  /// For logs: the place, then the reason.
  public var description: String { "line \(line), column \(column), field \(field): \(reason)" }
}
