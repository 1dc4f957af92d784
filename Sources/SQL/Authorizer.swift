import CSQLite

/// What SQLite asks the authorizer while it prepares a statement.
struct Action: CustomStringConvertible {
  let code: Int32
  let first: String
  let second: String
  /// "main", "temp", or "" where the name is not qualified.
  let database: String
  /// The innermost view, trigger or CTE that is responsible; nil for the statement itself.
  let origin: String?

  init(
    _ code: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ database: UnsafePointer<CChar>?, _ origin: UnsafePointer<CChar>?
  ) {
    self.code = code
    self.first = first.map { String(cString: $0) } ?? ""
    self.second = second.map { String(cString: $0) } ?? ""
    self.database = database.map { String(cString: $0).lowercased() } ?? ""
    self.origin = origin.map { String(cString: $0).lowercased() }
  }

  var description: String {
    "action \(code) on \(first).\(second)" + (origin.map { " by \($0)" } ?? "")
  }

  /// Everything that is not named here is refused: attach, create, drop, alter, pragma, ...
  func isAllowed(by wall: Wall) -> Bool {
    if wall.position.mode == .setUp { return true }
    switch code {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return true
    case SQLITE_FUNCTION: return second.lowercased() != "load_extension"
    case SQLITE_READ: return mayRead(wall) || declaresVirtualTable
    case SQLITE_UPDATE: return mayWrite(wall) || declaresVirtualTable
    case SQLITE_INSERT, SQLITE_DELETE: return mayWrite(wall)
    // FTS5 asks for it between its own reads; it tells only that something was committed.
    case SQLITE_PRAGMA: return wall.inspection == nil && first == "data_version"
    default: return false
    }
  }

  // A virtual table that declares its columns looks to the authorizer like these two. Without
  // `writable_schema` no statement of ours can write the schema so.
  private var declaresVirtualTable: Bool {
    first == "sqlite_master" && (code == SQLITE_UPDATE || second == "ROWID")
  }

  private func mayRead(_ wall: Wall) -> Bool {
    // Columns of the wall's own views, of published views and of CTEs: what they read is judged
    // by itself. Without a qualifier a tenant table's name always means its view.
    if database == "temp" { return !first.lowercased().hasPrefix("sqlite_") }
    if database.isEmpty { return second.isEmpty }
    let table = first.lowercased()
    if let tenant = wall.schema.tenants[table] { return mayRead(tenant, wall) }
    if wall.schema.shadows.contains(table) { return isVirtualTableCode(wall, table) }
    return wall.schema.open.contains(table)
  }

  private func mayRead(_ tenant: TenantTable, _ wall: Wall) -> Bool {
    if wall.position.mode == .platform || origin == tenant.inner { return true }
    // While a statement runs only FTS5 and a changed schema prepare; both were judged before.
    guard let text = wall.inspection else { return true }
    // The text's only `main.` is the target it writes to: then nothing in it can have named
    // this table, and the reader is the target's own row, a foreign key or a schema trigger.
    return text.isPlainWrite && (origin.map(wall.schema.triggers.contains) ?? true)
  }

  private func mayWrite(_ wall: Wall) -> Bool {
    let table = first.lowercased()
    guard database == "main" else { return false }
    if wall.schema.shadows.contains(table) { return isVirtualTableCode(wall, table) }
    guard let tenant = wall.schema.tenants[table] else { return wall.schema.open.contains(table) }
    // Guards are triggers, which a virtual table does not take: at least the seller cannot be
    // forgotten.
    return !tenant.isVirtual || wall.inspection?.namesSeller ?? true
  }

  // Virtual tables prepare statements of their own while ours runs; FTS5 reads its
  // configuration already when it connects, which is while ours is prepared.
  private func isVirtualTableCode(_ wall: Wall, _ table: String) -> Bool {
    wall.inspection == nil || code == SQLITE_READ && table.hasSuffix("_config")
  }
}
