/// A list page's query, assembled from constant fragments and bound values.
///
/// `var list = DynamicQuery("select id, title from product where true", Row.init)`
/// `if let state { list.append("and state = ?", state) }`
public struct DynamicQuery<Value>: Sendable {
  private(set) var sql: String
  private(set) var values: [any SQLValue] = []
  let columns: Int32
  let decode: Decoder<Value>

  public init<each Column: SQLValue>(
    _ sql: StaticString,
    _ make: @escaping @Sendable (repeat each Column) throws(SQLError) -> Value
  ) {
    let decoding = decoder(make)
    self.sql = sql.description
    columns = decoding.columns
    decode = decoding.decode
  }

  /// Adds a fragment, after a space, and the values of its parameters.
  public mutating func append(_ sql: StaticString, _ values: any SQLValue...) {
    self.sql += " "
    sql.withUTF8Buffer { self.sql += String(decoding: $0, as: UTF8.self) }
    self.values += values
  }

  /// Adds `in (?, ?, ...)` with one parameter a value; no value at all matches nothing.
  public mutating func append(_ sql: StaticString, in values: [any SQLValue]) {
    append(sql)
    self.sql += " in (" + values.map { _ in "?" }.joined(separator: ",") + ")"
    self.values += values
  }
}
