/// Deadlines. Moving one later is a store; only an earlier one, or the first, touches the wheel.
extension Reactor {
  func setDeadline(_ connection: Connection, _ deadline: Int64) {
    connection.deadline = deadline
    guard deadline < connection.lookAt else { return }
    connection.lookAt = wheel.schedule(connection.token, at: deadline)
  }

  /// The wheel's promise to look is due.
  func look(at token: UInt64) {
    guard let connection = connections[token], connection.lookAt <= now else { return }
    connection.lookAt = .max
    if connection.deadline > now {
      if connection.deadline < .max { setDeadline(connection, connection.deadline) }
      return
    }
    expire(connection)
  }

  private func expire(_ connection: Connection) {
    let isReading =
      connection.phase == .body || (connection.phase == .head && connection.parser.hasBegun)
    guard isReading, connection.output.isEmpty else { return close(connection) }
    refuse(connection, .requestTimeout)
    settle(connection)
  }
}
