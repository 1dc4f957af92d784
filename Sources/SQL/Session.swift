/// A connection in the hands of one scope: what every reading or writing type carries.
public struct Session {
  let connection: Connection
  let seller: Int64
  /// How assembled queries are prepared; a constant brings its own mode.
  let mode: Mode
  /// Set inside a transaction; nothing runs once that is over.
  let transaction: Transaction?

  init(
    _ connection: Connection, seller: Int64 = 0, mode: Mode = .walled,
    in transaction: Transaction? = nil
  ) {
    self.connection = connection
    self.seller = seller
    self.mode = mode
    self.transaction = transaction
  }

  @usableFromInline
  func start(_ text: StatementText) throws(SQLError) -> Execution {
    try transaction?.requireOpen()
    let statement = try connection.statement(text)
    return Execution(statement, connection, Wall.Position(mode: text.mode, seller: seller))
  }

  func start<Value>(_ query: DynamicQuery<Value>) throws(SQLError) -> Execution {
    try transaction?.requireOpen()
    let statement = try connection.prepared(text: query.sql, mode)
    try connection.check(statement, columns: query.columns)
    let execution = Execution(statement, connection, Wall.Position(mode: mode, seller: seller))
    try execution.bind(query.values)
    return execution
  }

  /// Runs a writing statement; the number of rows it inserted, updated or deleted.
  @inlinable
  func run<each P: SQLValue>(
    _ text: StatementText, _ values: repeat each P
  ) throws(SQLError) -> Int {
    let execution = try start(text)
    try execution.bind(repeat each values)
    while try execution.step() {}
    return execution.changes
  }
}

extension Execution {
  @inlinable
  func all<T>(_ decode: Decoder<T>) throws(SQLError) -> [T] {
    var values: [T] = []
    while try step() { values.append(try decode(Row(raw))) }
    return values
  }

  // A query is left at its first row; a write with `returning` has done all its work by then.
  @inlinable
  func first<T>(_ decode: Decoder<T>) throws(SQLError) -> T? {
    try step() ? decode(Row(raw)) : nil
  }

  @inlinable
  func one<T>(_ decode: Decoder<T>) throws(SQLError) -> T {
    guard let value = try first(decode) else { throw notOne("no row") }
    if try step() { throw notOne("more than one row") }
    return value
  }

  @usableFromInline
  func notOne(_ message: String) -> SQLError {
    .misuse("\(message) where exactly one is expected", sql: sql)
  }
}
