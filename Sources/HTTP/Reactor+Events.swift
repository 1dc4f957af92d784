/// Answers without an end: the clients that listen to a topic.
extension Reactor {
  /// The first octets: how soon a client comes again, in milliseconds.
  private static let opening: StaticString = "retry: 2000\n\n"
  /// A comment, which clients ignore: it finds out who is gone, and keeps proxies from giving up.
  private static let beat: [UInt8] = Array(":\n\n".utf8)

  /// The head has been given; what follows comes from the topic. Where nobody can send anything the
  /// answer ends at once, and the client comes again.
  func listen(_ connection: Connection, to topic: Int64) {
    guard let broadcast = configuration.broadcast, !isDraining else { return }
    outgoing.append(Reactor.opening)
    connection.phase = .listening
    connection.topic = topic
    connection.endsAt = now &+ limits.stream
    audience[topic, default: []].insert(connection.token)
    broadcast.enter(topic)
  }

  /// Passes an event on to its topic. Who has not taken the one before is cut: the client comes
  /// again by itself, and nobody's silence fills the memory.
  func tell(_ topic: Int64, _ event: SharedBytes) {
    for token in audience[topic] ?? [] {
      guard let connection = connections[token] else { continue }
      say(event.whole, to: connection)
    }
  }

  /// Nothing was said for a while, or the stream has reached its age: a client that comes again is
  /// asked anew who it is.
  func continueListening(_ connection: Connection) {
    guard now < connection.endsAt else { return endListening(connection) }
    say(Reactor.beat, to: connection)
  }

  func endListening(_ connection: Connection) {
    leaveAudience(connection)
    connection.phase = .head
    settle(connection)
  }

  func leaveAudience(_ connection: Connection) {
    guard connection.phase == .listening else { return }
    audience[connection.topic]?.remove(connection.token)
    if audience[connection.topic]?.isEmpty == true { audience[connection.topic] = nil }
    configuration.broadcast?.leave(connection.topic)
  }

  private func say(_ bytes: [UInt8], to connection: Connection) {
    guard connection.output.isEmpty else { return close(connection) }
    noteOutput(connection, connection.output.send(bytes.span, nil, to: connection.socket))
  }
}
