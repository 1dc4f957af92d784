/// How a CSV text is read.
public struct CSVOptions: Sendable {
  /// The octet between fields; nil takes the one of "," ";" and tab that the first line has most
  /// of.
  public var delimiter: UInt8?
  /// Octets of one field.
  public var fieldLimit = 1 << 20
  /// Octets of one row, its delimiters with it.
  public var rowLimit = 4 << 20
  /// Fields of one row.
  public var fieldCountLimit = 1000

  /// The usual limits, with a fixed or a detected delimiter.
  public init(delimiter: UInt8? = nil) {
    self.delimiter = delimiter
  }
}

/// Reads CSV (RFC 4180) that arrives in pieces, in bounded memory.
///
/// Lines end with LF, CRLF or CR; breaks inside quotes belong to the field; a UTF-8 byte order mark
/// is skipped; so are lines with nothing on them. The pieces may be cut anywhere. After an error
/// the reader gives no more rows and throws the same error again.
public struct CSVReader {
  private var head: CSVHead?
  private var parser: CSVParser
  private var failure: (any Error)?

  /// A reader at the begin of a text.
  public init(_ options: CSVOptions = CSVOptions()) {
    head = CSVHead(options.delimiter)
    parser = CSVParser(options)
  }

  /// The octet between fields, once it is known.
  public var delimiter: UInt8? { head == nil ? parser.delimiter : nil }

  /// Reads the next piece and calls `row` for every row that it completes. Throws `CSVError` and
  /// whatever `row` throws.
  public mutating func push(_ piece: UnsafeRawBufferPointer, row: (CSVRow) throws -> Void) throws {
    try guarded { reader in
      guard var head = reader.head.take() else { return try reader.parser.push(piece, row: row) }
      head.append(piece)
      if head.isComplete { return try reader.start(head, row: row) }
      reader.head = head
    }
  }

  /// Reads the next piece and calls `row` for every row that it completes.
  public mutating func push(_ piece: [UInt8], row: (CSVRow) throws -> Void) throws {
    try piece.withUnsafeBytes { try push($0, row: row) }
  }

  /// Ends the text: calls `row` for a last row without a line break. Throws also `unclosedQuote`.
  public mutating func finish(row: (CSVRow) throws -> Void) throws {
    try guarded { reader in
      if let head = reader.head.take() { try reader.start(head, row: row) }
      try reader.parser.finish(row: row)
    }
  }

  private mutating func start(_ head: CSVHead, row: (CSVRow) throws -> Void) throws {
    guard !head.isUTF16 else { throw CSVError(.utf16, line: 1, field: 1) }
    parser.delimiter = head.delimiter
    try head.text.withUnsafeBytes { try parser.push($0, row: row) }
  }

  private mutating func guarded(_ step: (inout CSVReader) throws -> Void) throws {
    if let failure { throw failure }
    do {
      try step(&self)
    } catch {
      failure = error
      throw error
    }
  }
}
