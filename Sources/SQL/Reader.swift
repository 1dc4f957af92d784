/// A reading connection (`query_only`). One per thread: it is not Sendable.
public final class Reader {
  private let connection: Connection

  init(path: String, _ options: Database.Options, _ plan: WallPlan) throws(SQLError) {
    connection = try Connection(path: path, options, .reader)
    try connection.raiseWall(plan, guardingWrites: false)
  }

  public func seller(_ scope: SellerScope) -> SellerReader {
    SellerReader(scope: scope, session: Session(connection, seller: scope.seller))
  }

  public func platform(_ scope: PlatformScope) -> PlatformReader {
    PlatformReader(scope: scope, session: Session(connection, mode: .platform))
  }

  /// Tables without a seller: sessions, categories, members.
  public var open: OpenReader { OpenReader(session: Session(connection)) }

  /// Everything that `body` reads is of one moment.
  public func snapshot<T>(_ body: () throws -> T) throws -> T {
    try connection.control("begin")
    // Nothing was written: ending can fail only where the connection is lost already.
    defer { try? connection.control("commit") }
    return try body()
  }
}

// MARK: Checks of a store's constants

extension Reader {
  /// Prepares the statement as its type says, and compares its columns with its decoder's.
  public func check(_ statement: any SQLStatement) throws(SQLError) {
    _ = try connection.statement(statement.text)
  }

  /// The lines of `explain query plan`: `SEARCH product USING PRIMARY KEY (seller_id=?)`.
  public func explain(_ statement: any SQLStatement) throws(SQLError) -> [String] {
    try connection.plan(of: statement.text.sql.description, statement.text.mode)
  }

  /// The plan of an assembled query as a seller's reader runs it.
  public func explain<T>(_ query: DynamicQuery<T>) throws(SQLError) -> [String] {
    try connection.plan(of: query.sql, .walled)
  }
}

/// Reads one seller's rows.
public struct SellerReader: Reads {
  public let scope: SellerScope
  public let session: Session
}

/// Reads tables that belong to no seller; a seller's table is empty here.
public struct OpenReader: Reads {
  public let session: Session
}

/// Reads across sellers, by `PlatformQuery` and by assembled queries.
public struct PlatformReader: PlatformReads {
  public let scope: PlatformScope
  public let session: Session
}
