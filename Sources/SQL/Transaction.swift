/// One closure's part of a group commit. It is of no use after the closure.
public final class Transaction {
  private let connection: Connection
  private var isOpen = true
  private(set) var hooks: [@Sendable () -> Void] = []

  init(_ connection: Connection) { self.connection = connection }

  public func seller(_ scope: SellerScope) -> SellerTransaction {
    SellerTransaction(
      transaction: self, scope: scope,
      session: Session(connection, seller: scope.seller, in: self))
  }

  public func platform(_ scope: PlatformScope) -> PlatformTransaction {
    PlatformTransaction(
      transaction: self, scope: scope, session: Session(connection, mode: .platform, in: self))
  }

  /// Tables without a seller.
  public var open: OpenTransaction {
    OpenTransaction(transaction: self, session: Session(connection, in: self))
  }

  /// Runs `hook` on the thread that called `write`, once the change is durable; never otherwise.
  public func afterCommit(_ hook: @escaping @Sendable () -> Void) { hooks.append(hook) }

  /// Runs a part of the closure; what it throws undoes the changes of that part alone and comes
  /// out here.
  public func attempt<T>(_ body: () throws -> T) throws -> T {
    try requireOpen()
    let known = hooks.count
    try connection.control("savepoint attempt")
    do {
      let result = try body()
      try connection.control("release attempt")
      return result
    } catch {
      hooks.removeLast(hooks.count - known)
      // A full disk has undone everything already.
      if connection.isInTransaction {
        try connection.control("rollback to attempt")
        try connection.control("release attempt")
      }
      throw error
    }
  }

  func end() { isOpen = false }

  func requireOpen() throws(SQLError) {
    if !isOpen { throw .misuse("the transaction is over") }
  }
}

/// Reads and writes one seller's rows.
public struct SellerTransaction: Reads {
  public let transaction: Transaction
  public let scope: SellerScope
  public let session: Session

  /// The same rows for a store that only reads.
  public var reader: SellerReader { SellerReader(scope: scope, session: session) }

  /// The number of rows inserted, updated or deleted. Another seller's row is an error
  /// (`SQLError.isTenancy`) and leaves nothing of the statement behind.
  @discardableResult @inlinable
  public func run<each P: SQLValue>(
    _ command: Command, _ values: repeat each P
  ) throws(SQLError) -> Int {
    try session.run(command.text, repeat each values)
  }
}

/// Reads and writes tables that belong to no seller.
public struct OpenTransaction: Reads {
  public let transaction: Transaction
  public let session: Session

  public var reader: OpenReader { OpenReader(session: session) }

  /// The number of rows inserted, updated or deleted.
  @discardableResult @inlinable
  public func run<each P: SQLValue>(
    _ command: Command, _ values: repeat each P
  ) throws(SQLError) -> Int {
    try session.run(command.text, repeat each values)
  }
}

/// Reads across sellers and writes tables that belong to no seller. To change a seller's row:
/// `transaction.seller(scope.entering(seller: id))`.
public struct PlatformTransaction: PlatformReads {
  public let transaction: Transaction
  public let scope: PlatformScope
  public let session: Session

  public var reader: PlatformReader { PlatformReader(scope: scope, session: session) }

  /// The number of rows inserted, updated or deleted.
  @discardableResult @inlinable
  public func run<each P: SQLValue>(
    _ command: PlatformCommand, _ values: repeat each P
  ) throws(SQLError) -> Int {
    try session.run(command.text, repeat each values)
  }

  @discardableResult @inlinable
  public func run<each P: SQLValue>(
    _ command: Command, _ values: repeat each P
  ) throws(SQLError) -> Int {
    try session.run(command.text, repeat each values)
  }
}
