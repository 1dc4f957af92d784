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
    let rows = try connection.rows(Self.columns)
    var rest = rows[...]
    while let first = rest.first {
      let table = rest.prefix { $0[0] == first[0] }
      add(first[0], kind: first[1], columns: table.map { $0[2] }, tag: tag)
      rest = rest.dropFirst(table.count)
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
  private static let columns = """
    select a_table.name, a_table.type, a_column.name
    from pragma_table_list as a_table join pragma_table_xinfo(a_table.name) as a_column
    where a_table.schema = 'main' and a_table.type <> 'view'
      and a_table.name not like 'sqlite\\_%' escape '\\'
    order by a_table.name, a_column.cid
    """

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

  /// The inner view and the one that takes the table's name.
  var views: [SchemaEntry] {
    let list = columns.map { quoted($0) }.joined(separator: ", ")
    let rows = "main.\(quoted(name)) where seller_id = current_seller()"
    return [(inner, rows), (name, "temp.\(quoted(inner))")].map { view, source in
      SchemaEntry(
        kind: "view", name: view, table: view,
        sql: "CREATE VIEW \(quoted(view)) AS select \(list) from \(source)")
    }
  }

  /// The guards, by act.
  var triggers: [SchemaEntry] {
    let conditions = [
      "new.seller_id is not current_seller()",
      "new.seller_id is not current_seller() or old.seller_id is not current_seller()",
      "old.seller_id is not current_seller()",
    ]
    return zip(["insert", "update", "delete"], zip(guards, conditions)).map { act, guarding in
      SchemaEntry(
        kind: "trigger", name: guarding.0, table: name,
        sql: """
          CREATE TRIGGER \(quoted(guarding.0)) before \(act) on main.\(quoted(name))
          when \(guarding.1) begin select raise(abort, '\(Wall.refusal)'); end
          """)
    }
  }
}

/// An SQL identifier in quotes; a text between apostrophes.
func quoted(_ name: String, by quote: UInt8 = UInt8(ascii: "\"")) -> String {
  var bytes = [quote]
  for byte in name.utf8 {
    if byte == quote { bytes.append(quote) }
    bytes.append(byte)
  }
  bytes.append(quote)
  return String(decoding: bytes, as: UTF8.self)
}
