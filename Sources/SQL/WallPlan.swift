/// How the wall is raised on a connection of this process: read from the schema once, for all that
/// are opened on the same database.
struct WallPlan: Sendable {
  let schema: WalledSchema
  /// The views, and the guards, as rows of the TEMP schema.
  private let views: String
  private let guards: String
  private let connected: String
  /// Asks for a view by a name that nothing else has: without the TEMP schema it fails.
  private let proof: String

  init(of connection: Connection) throws(SQLError) {
    schema = try WalledSchema(of: connection)
    let published = try connection.rows(Self.publishedViews).map { view in
      SchemaEntry(kind: "view", name: view[0], table: view[0], sql: view[1])
    }
    let tenants = schema.tenants.values
    views = (tenants.flatMap(\.views) + published).map(\.row).joined(separator: ",\n")
    // A virtual table takes no triggers: see the authorizer.
    guards = tenants.filter { !$0.isVirtual }.flatMap(\.triggers).map(\.row)
      .joined(separator: ",\n")
    proof =
      tenants.first { !$0.isVirtual }
      .map { "select 1 from temp.\(quoted($0.inner)) limit 0;" } ?? ""
    // A virtual table connects with its first statement, and reads its own tables for that: the
    // wall would refuse it.
    connected = tenants.filter(\.isVirtual).map {
      "select 1 from main.\(quoted($0.name)) limit 0;"
    }.joined()
  }

  /// Makes the views, and the guards, by what SQLite keeps of them. One statement for each would be
  /// read, kept and read again: it is five times the work, for every connection. Another version
  /// number makes SQLite read the TEMP schema with the next statement, which fails unless all of it
  /// could be read and is there: a connection never goes on without its wall.
  func script(guardingWrites: Bool) -> String {
    let rows = [views, guardingWrites ? guards : ""].filter { !$0.isEmpty }
    guard !rows.isEmpty else { return connected }
    return """
      pragma writable_schema = on;
      insert into temp.sqlite_temp_schema (type, name, tbl_name, rootpage, sql)
      values \(rows.joined(separator: ",\n"));
      pragma writable_schema = off;
      pragma temp.schema_version = 1;
      \(proof)
      \(connected)
      """
  }

  // A view of the main schema reads main.product, not the wall's view. Its TEMP copy resolves
  // plain names through the wall.
  private static let publishedViews = """
    select name, sql from main.sqlite_schema where type = 'view' order by name
    """
}

/// A view or trigger as SQLite keeps it. `sql` is its text from "CREATE" on, without "TEMP".
struct SchemaEntry {
  let kind: String
  let name: String
  let table: String
  let sql: String

  fileprivate var row: String {
    "(" + literal(kind) + "," + literal(name) + "," + literal(table) + ",0," + literal(sql) + ")"
  }

  private func literal(_ text: String) -> String { quoted(text, by: UInt8(ascii: "'")) }
}
