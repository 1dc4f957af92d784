/// The prepared statements of one connection.
///
/// Constant texts are known by their address: a lookup hashes two words instead of a text, and
/// the program's constants bound their number. Assembled texts are known by their content and
/// the one that rests longest leaves when there are too many, since a visitor's filters choose
/// them. Each takes some 13 KiB; to prepare one takes as long as to read a hundred rows.
struct StatementCache {
  private struct Address: Hashable {
    let start: UInt
    let count: Int
    let mode: Mode
  }

  private struct Text: Hashable {
    let sql: String
    let mode: Mode
  }

  private static let assembledLimit = 256

  private var constants: [Address: Statement] = [:]
  private var assembled: [Text: Statement] = [:]
  /// Counts the uses of assembled texts.
  private var clock = 0

  mutating func statement(
    _ sql: StaticString, _ mode: Mode, prepare: (String) throws(SQLError) -> Statement
  ) throws(SQLError) -> Statement {
    guard sql.hasPointerRepresentation else {
      return try statement(text: sql.description, mode, prepare: prepare)
    }
    let address = Address(
      start: UInt(bitPattern: sql.utf8Start), count: sql.utf8CodeUnitCount, mode: mode)
    guard let known = constants[address] else {
      let fresh = try prepare(sql.description)
      constants[address] = fresh
      return fresh
    }
    return known.isRunning ? try prepare(sql.description) : known
  }

  mutating func statement(
    text: String, _ mode: Mode, prepare: (String) throws(SQLError) -> Statement
  ) throws(SQLError) -> Statement {
    let key = Text(sql: text, mode: mode)
    clock += 1
    guard let known = assembled[key] else {
      let fresh = try prepare(text)
      if assembled.count == Self.assembledLimit { forgetOne() }
      fresh.lastUse = clock
      assembled[key] = fresh
      return fresh
    }
    known.lastUse = clock
    return known.isRunning ? try prepare(text) : known
  }

  mutating func removeAll() {
    self = StatementCache()
  }

  private mutating func forgetOne() {
    guard let oldest = assembled.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
    assembled[oldest.key] = nil
  }
}
