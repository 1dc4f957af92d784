/// One call of `Writer.write` on its way through a group.
///
/// `@unchecked Sendable`: until it is queued only its own thread knows it; from then on only the
/// leader touches it, until `turn` is posted, and after `turn` only its own thread again. The
/// lane's mutex and the semaphore order these.
final class Ticket: @unchecked Sendable {
  let turn = Semaphore()
  private(set) var outcome: Result<[@Sendable () -> Void], any Error> = .success([])
  private(set) var isPromoted = false
  /// Set for work that wants no transaction open: it runs between two groups.
  let pause: (@Sendable () -> Void)?
  private var body: ((Transaction) throws -> Void)?

  let isDurable: Bool

  init(isDurable: Bool, _ body: @escaping (Transaction) throws -> Void) {
    self.body = body
    self.isDurable = isDurable
    pause = nil
  }

  init(pause: @escaping @Sendable () -> Void) {
    self.pause = pause
    isDurable = false
  }

  var hasSucceeded: Bool { (try? outcome.get()) != nil }

  var databaseError: SQLError? {
    guard case .failure(let error) = outcome else { return nil }
    return error as? SQLError
  }

  /// Wakes the thread to lead the next group.
  func promote() {
    isPromoted = true
    turn.post()
  }

  /// The group came to nothing; a closure's own error stays.
  func lose(_ error: SQLError) {
    body = nil
    if hasSucceeded { outcome = .failure(error) }
  }

  func run(on connection: Connection) {
    // The closure must be gone before its caller returns: it does not escape.
    defer { body = nil }
    do {
      try connection.control("savepoint closure")
    } catch {
      outcome = .failure(error)
      return
    }
    let transaction = Transaction(connection)
    do {
      try body?(transaction)
      transaction.end()
      try keep(connection)
      outcome = .success(transaction.hooks)
    } catch {
      transaction.end()
      outcome = .failure(error)
      undo(connection)
    }
  }

  // Deferred foreign keys are SQLite's to check at the commit, where one closure's debt would
  // fail the whole group.
  private func keep(_ connection: Connection) throws(SQLError) {
    guard connection.isInTransaction else {
      throw .misuse("the transaction was rolled back inside the closure")
    }
    if connection.owesForeignKeys { throw .foreignKey }
    try connection.control("release closure")
  }

  // Where undoing fails, nothing of the group may be committed.
  private func undo(_ connection: Connection) {
    guard connection.isInTransaction else { return }
    do {
      try connection.control("rollback to closure")
      try connection.control("release closure")
    } catch {
      try? connection.control("rollback")
    }
  }
}
