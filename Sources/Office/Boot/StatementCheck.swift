import SQL

/// One statement of a module, so that a sweep can prepare it and read its plan.
public struct StatementCheck: Sendable {
  public let name: String
  /// The plan's lines; throws where the statement can't be prepared.
  public let explain: @Sendable (Database) throws(SQLError) -> [String]

  public init(
    _ name: String, explain: @escaping @Sendable (Database) throws(SQLError) -> [String]
  ) {
    self.name = name
    self.explain = explain
  }
}

extension StatementCheck {
  /// A constant of a feature.
  public init(_ name: String, _ statement: any SQLStatement) {
    self.init(name) { (database: Database) throws(SQLError) in
      try database.makeReader().explain(statement)
    }
  }
}
