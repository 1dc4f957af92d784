/// The state machine of `CSVReader`, from the first octet of the first row.
struct CSVParser {
  private enum State {
    case fieldStart, plain, quoted
    /// Behind a quote inside quotes: it closes the field or is the first of a doubled one.
    case quoteSeen
  }

  var delimiter: UInt8 {
    didSet { marks = CSVMarks(delimiter) }
  }

  private let options: CSVOptions
  private var marks: CSVMarks
  private var state = State.fieldStart
  private var row = CSVRow()
  private var fieldStart = 0
  /// A LF that follows belongs to the CR before it.
  private var isAfterCR = false
  private var line = 1
  /// Octets of the text before the piece, and before the line.
  private var consumed = 0
  private var lineStart = 0
  private var opening = CSVError(.unclosedQuote, line: 1, field: 1)

  init(_ options: CSVOptions) {
    self.options = options
    delimiter = options.delimiter ?? UInt8(ascii: ",")
    marks = CSVMarks(delimiter)
  }

  mutating func push(_ piece: UnsafeRawBufferPointer, row body: (CSVRow) throws -> Void) throws {
    var position = 0
    while position < piece.count {
      switch state {
      case .fieldStart, .plain: try plain(piece, &position, body)
      case .quoted: try quoted(piece, &position)
      case .quoteSeen: try afterQuote(piece, &position, body)
      }
    }
    consumed += piece.count
  }

  mutating func finish(row body: (CSVRow) throws -> Void) throws {
    if case .quoted = state { throw opening }
    guard state != .fieldStart || row.count > 0 else { return }
    try endField(row.bytes.count, at: 0)
    try emit(body)
  }

  /// Fields without quotes, up to a quote or the end of the piece. They are copied together with
  /// the delimiters between them, once a row: that saves a quarter of the time.
  private mutating func plain(
    _ piece: UnsafeRawBufferPointer, _ position: inout Int, _ body: (CSVRow) throws -> Void
  ) throws {
    var copied = position
    while position < piece.count {
      let end = marks.firstMark(in: piece, from: position)
      if end > position {
        try check(row.bytes.count + end - copied, at: position)
        isAfterCR = false
        state = .plain
        position = end
      }
      guard end < piece.count else { break }
      let mark = piece[end]
      if mark == delimiter {
        isAfterCR = false
        try endField(row.bytes.count + end - copied, at: end)
        position += 1
        continue
      }
      copy(piece, copied..<end)
      if mark == UInt8(ascii: "\"") { return try openQuote(&position) }
      try endLine(mark, at: end, body)
      position += 1
      copied = position
    }
    copy(piece, copied..<position)
  }

  private mutating func openQuote(_ position: inout Int) throws {
    guard state == .fieldStart else { throw error(.strayQuote, at: position) }
    opening = error(.unclosedQuote, at: position)
    isAfterCR = false
    state = .quoted
    position += 1
  }

  /// Text inside quotes, up to a quote or the end of the piece.
  private mutating func quoted(_ piece: UnsafeRawBufferPointer, _ position: inout Int) throws {
    var end = position
    while end < piece.count, piece[end] != UInt8(ascii: "\"") {
      if piece[end] == UInt8(ascii: "\n") {
        if !isAfterCR { line += 1 }
        lineStart = consumed + end + 1
      }
      isAfterCR = piece[end] == UInt8(ascii: "\r")
      if isAfterCR {
        line += 1
        lineStart = consumed + end + 1
      }
      end += 1
    }
    try append(piece, position..<end)
    position = end
    guard end < piece.count else { return }
    isAfterCR = false
    state = .quoteSeen
    position += 1
  }

  private mutating func afterQuote(
    _ piece: UnsafeRawBufferPointer, _ position: inout Int, _ body: (CSVRow) throws -> Void
  ) throws {
    let octet = piece[position]
    if octet == UInt8(ascii: "\"") {
      try append(piece, position..<position + 1)
      state = .quoted
    } else {
      guard octet == delimiter || octet == UInt8(ascii: "\n") || octet == UInt8(ascii: "\r")
      else { throw error(.textAfterQuote, at: position) }
      guard octet == delimiter else {
        try endLine(octet, at: position, body)
        position += 1
        return
      }
      try endField(row.bytes.count, at: position)
      row.bytes.append(delimiter)
    }
    position += 1
  }

  /// Takes an octet of a line break.
  private mutating func endLine(
    _ mark: UInt8, at position: Int, _ body: (CSVRow) throws -> Void
  ) throws {
    let isSecondHalf = isAfterCR && mark == UInt8(ascii: "\n")
    isAfterCR = mark == UInt8(ascii: "\r")
    let isBlank = state == .fieldStart && row.ends.isEmpty
    if !isBlank { try endField(row.bytes.count, at: position) }
    lineStart = consumed + position + 1
    if !isSecondHalf { line += 1 }
    if isBlank { row.line = line } else { try emit(body) }
  }

  /// Ends a field at `end` of the row's octets; its delimiter follows there.
  private mutating func endField(_ end: Int, at position: Int) throws {
    row.ends.append(end)
    fieldStart = end + 1
    state = .fieldStart
    guard row.ends.count <= options.fieldCountLimit else {
      throw error(.tooManyFields(limit: options.fieldCountLimit), at: position, field: row.count)
    }
  }

  private mutating func emit(_ body: (CSVRow) throws -> Void) throws {
    try body(row)
    row.bytes.removeAll(keepingCapacity: true)
    row.ends.removeAll(keepingCapacity: true)
    row.line = line
    fieldStart = 0
  }

  private mutating func append(_ piece: UnsafeRawBufferPointer, _ range: Range<Int>) throws {
    try check(row.bytes.count + range.count, at: range.lowerBound)
    copy(piece, range)
  }

  private mutating func copy(_ piece: UnsafeRawBufferPointer, _ range: Range<Int>) {
    row.bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[range]))
  }

  /// Holds the row, when it grows to `size`, within the limits.
  private func check(_ size: Int, at position: Int) throws {
    guard size - fieldStart <= options.fieldLimit else {
      throw error(.fieldTooLong(limit: options.fieldLimit), at: position)
    }
    guard size <= options.rowLimit else {
      throw error(.rowTooLong(limit: options.rowLimit), at: position)
    }
  }

  private func error(_ reason: CSVError.Reason, at position: Int, field: Int? = nil) -> CSVError {
    CSVError(
      reason, line: line, column: consumed + position - lineStart + 1,
      field: field ?? row.count + 1)
  }
}
