/// The reading calls that every scope has. Each runs to its end before it returns.
public protocol Reads {
  var session: Session { get }
}

extension Reads {
  /// All rows in order.
  @inlinable
  public func all<T, each P: SQLValue>(
    _ query: Query<T>, _ values: repeat each P
  ) throws(SQLError) -> [T] {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    return try execution.all(query.decode)
  }

  /// The first row, or nil when there is none.
  @inlinable
  public func first<T, each P: SQLValue>(
    _ query: Query<T>, _ values: repeat each P
  ) throws(SQLError) -> T? {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    return try execution.first(query.decode)
  }

  /// The only row; none or several are an error.
  @inlinable
  public func one<T, each P: SQLValue>(
    _ query: Query<T>, _ values: repeat each P
  ) throws(SQLError) -> T {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    return try execution.one(query.decode)
  }

  /// Row by row, without an array.
  @inlinable
  public func forEach<T, each P: SQLValue>(
    _ query: Query<T>, _ values: repeat each P, body: (T) throws(SQLError) -> Void
  ) throws(SQLError) {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    while try execution.step() { try body(query.decode(Row(execution.raw))) }
  }

  /// Row by row; what `body` throws ends it.
  @_disfavoredOverload
  @inlinable
  public func forEach<T, each P: SQLValue>(
    _ query: Query<T>, _ values: repeat each P, body: (T) throws -> Void
  ) throws {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    while try execution.step() { try body(query.decode(Row(execution.raw))) }
  }

  /// Row by row without decoding: for the hot pages that copy bytes straight to the answer.
  @inlinable
  public func forEachRow<T, each P: SQLValue>(
    _ query: Query<T>, _ values: repeat each P, body: (borrowing Row) throws(SQLError) -> Void
  ) throws(SQLError) {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    while try execution.step() { try body(Row(execution.raw)) }
  }
}

// MARK: Assembled queries

extension Reads {
  public func all<T>(_ query: DynamicQuery<T>) throws(SQLError) -> [T] {
    try session.start(query).all(query.decode)
  }

  public func first<T>(_ query: DynamicQuery<T>) throws(SQLError) -> T? {
    try session.start(query).first(query.decode)
  }

  public func one<T>(_ query: DynamicQuery<T>) throws(SQLError) -> T {
    try session.start(query).one(query.decode)
  }

  public func forEach<T>(
    _ query: DynamicQuery<T>, body: (T) throws(SQLError) -> Void
  ) throws(SQLError) {
    let execution = try session.start(query)
    while try execution.step() { try body(query.decode(Row(execution.raw))) }
  }

  @_disfavoredOverload
  public func forEach<T>(_ query: DynamicQuery<T>, body: (T) throws -> Void) throws {
    let execution = try session.start(query)
    while try execution.step() { try body(query.decode(Row(execution.raw))) }
  }

  public func forEachRow<T>(
    _ query: DynamicQuery<T>, body: (borrowing Row) throws(SQLError) -> Void
  ) throws(SQLError) {
    let execution = try session.start(query)
    while try execution.step() { try body(Row(execution.raw)) }
  }
}

/// Reading across sellers.
public protocol PlatformReads: Reads {}

extension PlatformReads {
  @inlinable
  public func all<T, each P: SQLValue>(
    _ query: PlatformQuery<T>, _ values: repeat each P
  ) throws(SQLError) -> [T] {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    return try execution.all(query.decode)
  }

  @inlinable
  public func first<T, each P: SQLValue>(
    _ query: PlatformQuery<T>, _ values: repeat each P
  ) throws(SQLError) -> T? {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    return try execution.first(query.decode)
  }

  @inlinable
  public func one<T, each P: SQLValue>(
    _ query: PlatformQuery<T>, _ values: repeat each P
  ) throws(SQLError) -> T {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    return try execution.one(query.decode)
  }

  @inlinable
  public func forEach<T, each P: SQLValue>(
    _ query: PlatformQuery<T>, _ values: repeat each P, body: (T) throws(SQLError) -> Void
  ) throws(SQLError) {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    while try execution.step() { try body(query.decode(Row(execution.raw))) }
  }

  @_disfavoredOverload
  @inlinable
  public func forEach<T, each P: SQLValue>(
    _ query: PlatformQuery<T>, _ values: repeat each P, body: (T) throws -> Void
  ) throws {
    let execution = try session.start(query.text)
    try execution.bind(repeat each values)
    while try execution.step() { try body(query.decode(Row(execution.raw))) }
  }
}
