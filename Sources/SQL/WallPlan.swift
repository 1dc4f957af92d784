/// How the wall is raised on a connection of this process: read from the schema once, for all that
/// are opened on the same database.
struct WallPlan: Sendable {
  let schema: WalledSchema
  /// The texts of the views of the main schema.
  private let published: [String]

  init(of connection: Connection) throws(SQLError) {
    schema = try WalledSchema(of: connection)
    published = try connection.rows(Self.publishedViews).compactMap { Self.republished($0) }
  }

  /// In one transaction: each statement of its own would be one.
  func script(guardingWrites: Bool) -> String {
    let tables = schema.tenants.values.flatMap { table in
      // A virtual table takes no triggers: see the authorizer.
      [table.views] + (guardingWrites && !table.isVirtual ? table.triggers : [])
    }
    return (["begin"] + tables + published + connected + ["commit"]).joined(separator: "\n;\n")
  }

  // A virtual table connects with its first statement, and reads its own tables for that: the wall
  // would refuse it.
  private var connected: [String] {
    schema.tenants.values.filter(\.isVirtual).map {
      "select 1 from main.\(quoted($0.name)) limit 0"
    }
  }

  private static let publishedViews = """
    select sql from main.sqlite_schema where type = 'view' order by name
    """

  // A view of the main schema reads main.product, not the wall's view. Its TEMP copy resolves
  // plain names through the wall. SQLite stores the text from "CREATE VIEW" on, normalised.
  private static func republished(_ view: [String]) -> String? {
    let head = "CREATE VIEW "
    guard let sql = view.first, sql.hasPrefix(head) else { return nil }
    return "CREATE TEMP VIEW " + sql.dropFirst(head.count)
  }
}
