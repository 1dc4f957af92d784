/// A statement's constant text and what is known of it before it is prepared.
public struct StatementText: Sendable {
  @usableFromInline let sql: StaticString
  @usableFromInline let mode: Mode
  /// The number of columns the decoder reads; nil where none is read.
  @usableFromInline let columns: Int32?

  @inlinable
  init(_ sql: StaticString, _ mode: Mode, columns: Int32?) {
    self.sql = sql
    self.mode = mode
    self.columns = columns
  }
}

/// Any constant of a store, so that a sweep can prepare and explain them all.
public protocol SQLStatement: Sendable {
  var text: StatementText { get }
}

/// How a row becomes a value.
public typealias Decoder<Value> = @Sendable (borrowing Row) throws(SQLError) -> Value

/// A reading statement with its decoder:
/// `static let byID = Query("select id, title from product where id = ?", Product.init)`.
///
/// The columns are the initialiser's parameters in order; their number is checked when the
/// statement is prepared, their storage class at each row. A plain table name is the wall's
/// view of it: the rows of the scope's seller.
public struct Query<Value>: SQLStatement {
  public let text: StatementText
  @usableFromInline let decode: Decoder<Value>

  @inlinable
  public init<each Column: SQLValue>(
    _ sql: StaticString,
    _ make: @escaping @Sendable (repeat each Column) throws(SQLError) -> Value
  ) {
    let decoding = decoder(make)
    text = StatementText(sql, .walled, columns: decoding.columns)
    decode = decoding.decode
  }
}

extension Query where Value: SQLValue {
  /// One column, taken as it is.
  @inlinable
  public init(_ sql: StaticString) {
    self.init(sql) { (value: Value) in value }
  }
}

/// A query of platform staff: it may read `main.<table>` across sellers, and runs only through
/// a `PlatformReader` or a `PlatformTransaction`.
public struct PlatformQuery<Value>: SQLStatement {
  public let text: StatementText
  @usableFromInline let decode: Decoder<Value>

  @inlinable
  public init<each Column: SQLValue>(
    _ sql: StaticString,
    _ make: @escaping @Sendable (repeat each Column) throws(SQLError) -> Value
  ) {
    let decoding = decoder(make)
    text = StatementText(sql, .platform, columns: decoding.columns)
    decode = decoding.decode
  }
}

extension PlatformQuery where Value: SQLValue {
  /// One column, taken as it is.
  @inlinable
  public init(_ sql: StaticString) {
    self.init(sql) { (value: Value) in value }
  }
}

/// A writing statement. It names its target `main.<table>`, once, and reads plain names.
public struct Command: SQLStatement {
  public let text: StatementText

  public init(_ sql: StaticString) { text = StatementText(sql, .walled, columns: nil) }
}

/// A writing statement of platform staff: it may read `main.<table>` across sellers, and
/// writes only tables without a seller.
public struct PlatformCommand: SQLStatement {
  public let text: StatementText

  public init(_ sql: StaticString) { text = StatementText(sql, .platform, columns: nil) }
}

@inlinable
func decoder<Value, each Column: SQLValue>(
  _ make: @escaping @Sendable (repeat each Column) throws(SQLError) -> Value
) -> (columns: Int32, decode: Decoder<Value>) {
  var columns: Int32 = 0
  for _ in repeat (each Column).self { columns += 1 }
  return (
    columns,
    { (row: borrowing Row) throws(SQLError) -> Value in
      var column: Int32 = -1
      return try make(repeat try (each Column).read(row, next(&column)))
    }
  )
}

@inlinable
func next(_ column: inout Int32) -> Int32 {
  column &+= 1
  return column
}
