/// Why a file can't be read as an XLSX workbook (ECMA-376).
public enum XLSXError: Error, Hashable, Sendable {
  /// The file cannot be opened or read; `errno` says why.
  case file(errno: Int32)
  /// It is no zip file, or has no sheet.
  case notWorkbook
  /// A part ends early, or is not what its place says.
  case damaged
  /// Protected by a password.
  case encrypted
  /// A document type or an entity that XML does not define itself: a workbook has neither, an
  /// attack has.
  case entities
  /// More octets than the limit would come out, or are announced.
  case tooLarge(limit: Int64)
  case tooManyColumns(limit: Int)
  case tooManyRows(limit: Int)
  case textTooLong(limit: Int)
  case outOfMemory
}

/// What one workbook may cost. Sizes in octets.
public struct XLSXOptions: Sendable {
  /// All parts that are read, unpacked.
  public var sizeLimit: Int64 = 512 << 20
  /// The table of shared strings, as it is held in memory.
  public var sharedLimit = 48 << 20
  /// One cell.
  public var textLimit = 1 << 20
  public var columnLimit = 1000
  /// The format's own limit.
  public var rowLimit = 1_048_576

  public init() {}
}

/// One row of a sheet that has something in it.
public struct XLSXRow: Sendable {
  /// As the program shows it, 1 or more.
  public let number: Int
  /// From column A on; empty where a cell is. Numbers without exponent, dates as `2026-11-28` or
  /// `2026-11-28 14:05:00`, booleans as `TRUE` and `FALSE`.
  public let cells: [String]
}
