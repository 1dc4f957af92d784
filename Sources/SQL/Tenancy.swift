import CSQLite

/// The tables of the main schema as the wall sees them.
struct WalledSchema {
  /// By lower-case name: tables with a column `seller_id`.
  private(set) var tenants: [String: TenantTable] = [:]
  /// Lower-case names of the tables that belong to nobody, and of table-valued functions.
  private(set) var open: Set<String> = ["json_each", "json_tree"]
  /// Tables behind a virtual table: only its own code reads and writes them.
  private(set) var shadows: Set<String> = []
  /// Triggers of the main schema, and the wall's own guards.
  private(set) var triggers: Set<String> = []

  init() {}

  init(of connection: Connection) throws(SQLError) {
    let tag = Self.randomTag()
    let tables = try connection.rows(
      """
      select name, type from pragma_table_list
      where schema = 'main' and type <> 'view' and name not like 'sqlite\\_%' escape '\\'
      """)
    for row in tables {
      try add(row[0], kind: row[1], columns: Self.columns(row[0], on: connection), tag: tag)
    }
    let names = try connection.rows("select name from main.sqlite_schema where type = 'trigger'")
    triggers.formUnion(names.map { $0[0].lowercased() })
    triggers.formUnion(tenants.values.flatMap(\.guards))
  }

  private mutating func add(_ name: String, kind: String, columns: [String], tag: String) {
    let key = name.lowercased()
    if kind == "shadow" {
      shadows.insert(key)
    } else if columns.contains(where: { $0.lowercased() == "seller_id" }) {
      tenants[key] = TenantTable(
        name: name, columns: columns, isVirtual: kind == "virtual", tag: tag)
    } else {
      open.insert(key)
    }
  }

  // A virtual table's hidden columns are its language (FTS5: the table's own name, rank).
  private static func columns(
    _ table: String, on connection: Connection
  ) throws(SQLError) -> [String] {
    try connection.rows("select name from pragma_table_xinfo(?) order by cid", table).map { $0[0] }
  }

  private static func randomTag() -> String {
    var bits: UInt64 = 0
    withUnsafeMutableBytes(of: &bits) { sqlite3_randomness(8, $0.baseAddress) }
    return String(bits, radix: 36)
  }
}

/// A table whose rows belong to sellers.
struct TenantTable {
  let name: String
  let columns: [String]
  let isVirtual: Bool
  /// The only view that may read the table.
  let inner: String
  /// Trigger names for insert, update and delete.
  let guards: [String]

  init(name: String, columns: [String], isVirtual: Bool, tag: String) {
    self.name = name
    self.columns = isVirtual ? ["rowid"] + columns : columns
    self.isVirtual = isVirtual
    inner = "\(name)_\(tag)".lowercased()
    guards = ["insert", "update", "delete"].map { "\($0)_\(name)_\(tag)".lowercased() }
  }

  /// Statements that make the views.
  var views: String {
    let list = columns.map(quoted).joined(separator: ", ")
    return """
      create temp view \(quoted(inner)) as
        select \(list) from main.\(quoted(name)) where seller_id = current_seller();
      create temp view \(quoted(name)) as select \(list) from temp.\(quoted(inner))
      """
  }

  /// Statements that make the guards.
  var triggers: [String] {
    let conditions = [
      "new.seller_id is not current_seller()",
      "new.seller_id is not current_seller() or old.seller_id is not current_seller()",
      "old.seller_id is not current_seller()",
    ]
    return zip(["insert", "update", "delete"], zip(guards, conditions)).map { act, guarding in
      """
      create temp trigger \(quoted(guarding.0)) before \(act) on main.\(quoted(name))
      when \(guarding.1) begin select raise(abort, '\(Wall.refusal)'); end
      """
    }
  }
}

/// An SQL identifier in quotes.
func quoted(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}
