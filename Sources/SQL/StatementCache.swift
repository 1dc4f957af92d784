/// The prepared statements of one connection.
///
/// Constant texts are known by their address: a lookup hashes two words instead of a text, and
/// the program's constants bound their number. Assembled texts are known by their content and
/// the oldest leaves when there are too many, since a visitor's filters choose them.
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

  private static let assembledLimit = 64

  private var constants: [Address: Statement] = [:]
  private var assembled: [Text: Statement] = [:]
  private var arrivals: [Text] = []
  private var oldest = 0

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
    guard let known = assembled[key] else {
      let fresh = try prepare(text)
      keep(fresh, key)
      return fresh
    }
    return known.isRunning ? try prepare(text) : known
  }

  mutating func removeAll() {
    self = StatementCache()
  }

  private mutating func keep(_ statement: Statement, _ key: Text) {
    assembled[key] = statement
    guard arrivals.count == Self.assembledLimit else { return arrivals.append(key) }
    assembled[arrivals[oldest]] = nil
    arrivals[oldest] = key
    oldest = (oldest + 1) % Self.assembledLimit
  }
}
