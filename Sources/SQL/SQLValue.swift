/// A Swift type that SQLite stores as one value.
public protocol SQLValue: Sendable, SendableMetatype {
  /// Binds `self` to the parameter at `index`, which counts from 1.
  func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError)

  /// Reads the column, which counts from 0. A value of another storage class is an error.
  static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> Self
}

/// A type stored through another one: an identifier, a moment, an enumeration.
public protocol SQLConvertible: SQLValue {
  associatedtype Raw: SQLValue
  var sqlValue: Raw { get }
  /// Throws `SQLError.mismatch` when no value of this type is stored like that.
  init(sqlValue: Raw) throws(SQLError)
}

extension SQLConvertible {
  @inlinable
  public func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError) {
    try sqlValue.bind(to: parameters, at: index)
  }

  @inlinable
  public static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> Self {
    try Self(sqlValue: Raw.read(row, column))
  }
}

/// An enumeration with stored raw values needs only to name the protocol.
extension SQLConvertible where Self: RawRepresentable, RawValue: SQLValue, Raw == RawValue {
  @inlinable public var sqlValue: RawValue { rawValue }

  @inlinable
  public init(sqlValue: RawValue) throws(SQLError) {
    guard let value = Self(rawValue: sqlValue) else {
      throw .mismatch("\(sqlValue) is no \(Self.self)")
    }
    self = value
  }
}

extension Int64: SQLValue {
  @inlinable
  public func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError) {
    try parameters.set(self, at: index)
  }

  @inlinable
  public static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> Int64 {
    try row.require(.integer, column)
    return row.int(column)
  }
}

extension Int: SQLConvertible {
  @inlinable public var sqlValue: Int64 { Int64(self) }
  @inlinable public init(sqlValue: Int64) { self = Int(sqlValue) }
}

extension Int32: SQLConvertible {
  @inlinable public var sqlValue: Int64 { Int64(self) }

  @inlinable
  public init(sqlValue: Int64) throws(SQLError) {
    guard let value = Int32(exactly: sqlValue) else {
      throw .mismatch("\(sqlValue) does not fit 32 bits")
    }
    self = value
  }
}

/// Stored as 0 or 1.
extension Bool: SQLConvertible {
  @inlinable public var sqlValue: Int64 { self ? 1 : 0 }

  @inlinable
  public init(sqlValue: Int64) throws(SQLError) {
    guard sqlValue == 0 || sqlValue == 1 else { throw .mismatch("\(sqlValue) is no truth value") }
    self = sqlValue == 1
  }
}

/// For measures and ratios; money is never stored so.
extension Double: SQLValue {
  @inlinable
  public func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError) {
    try parameters.set(self, at: index)
  }

  @inlinable
  public static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> Double {
    try row.require(.real, column)
    return row.double(column)
  }
}

/// Text in UTF-8; malformed stored bytes read as U+FFFD.
extension String: SQLValue {
  @inlinable
  public func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError) {
    try parameters.set(self, at: index)
  }

  @inlinable
  public static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> String {
    try row.require(.text, column)
    return row.text(column)
  }
}

/// A blob.
extension [UInt8]: SQLValue {
  public func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError) {
    try parameters.set(self, at: index)
  }

  public static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> [UInt8] {
    try row.require(.blob, column)
    return row.withBytes(column) { [UInt8]($0) }
  }
}

/// `nil` is NULL.
extension Optional: SQLValue where Wrapped: SQLValue {
  @inlinable
  public func bind(to parameters: borrowing Parameters, at index: Int32) throws(SQLError) {
    guard let self else { return try parameters.setNull(at: index) }
    try self.bind(to: parameters, at: index)
  }

  @inlinable
  public static func read(_ row: borrowing Row, _ column: Int32) throws(SQLError) -> Wrapped? {
    row.isNull(column) ? nil : try Wrapped.read(row, column)
  }
}
