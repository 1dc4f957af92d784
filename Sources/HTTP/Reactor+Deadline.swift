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
    guard connection.output.isEmpty else { return judgeReader(connection) }
    if connection.phase == .listening { return continueListening(connection) }
    let isReading =
      connection.phase == .body || (connection.phase == .head && connection.parser.hasBegun)
    guard isReading else { return close(connection) }
    refuse(connection, .requestTimeout)
    settle(connection)
  }

  /// The answer waits for the client to read.
  func awaitReader(_ connection: Connection) {
    connection.unsent = Socket.unsent(connection.socket)
    setDeadline(connection, now &+ limits.stall)
  }

  /// The socket reports room only when a good part of it is free, which may be megabytes: a slow
  /// client has taken some all the same. One that takes less than the slowest rate is cut.
  private func judgeReader(_ connection: Connection) {
    let taken = Int64(connection.unsent) - Int64(Socket.unsent(connection.socket))
    guard taken >= limits.leastTaken else { return close(connection) }
    awaitReader(connection)
  }
}
