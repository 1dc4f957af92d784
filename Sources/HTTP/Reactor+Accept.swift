extension Reactor {
  /// A turn takes at most this many, so that clients already here are not kept waiting.
  private static let burst = 64

  func startAccepting() {
    isAccepting = true
    acceptDue = .max
    for (index, listener) in listeners.enumerated() {
      let token = Reactor.firstListenerToken + UInt64(index)
      let isWatched =
        rota == nil
        ? poller.watchInput(listener.number, token) : poller.watchShared(listener.number, token)
      // Without memory in the kernel it is tried again: a server must not go deaf.
      guard isWatched else { return pauseAccepting() }
    }
  }

  /// Without descriptors the listener would stay readable and the loop would spin: it is left
  /// alone until a connection closes or a moment has passed.
  private func pauseAccepting() {
    guard isAccepting else { return }
    isAccepting = false
    acceptDue = isDraining ? .max : now + 100_000_000
    for listener in listeners { poller.forget(listener.number) }
  }

  /// Takes what waits in our own sockets, which end now; inherited ones go on without us.
  func stopAccepting() {
    acceptDue = .max
    if rota == nil { for index in listeners.indices { accept(listener: index) } }
    for listener in listeners { poller.forget(listener.number) }
    listeners = []
    rota?.leave()
  }

  func accept(listener index: Int) {
    guard index < listeners.count else { return }
    for _ in 0..<(isDraining ? 4096 : Reactor.burst) {
      guard connections.count < configuration.limits.connections else { return pauseAccepting() }
      switch Socket.accept(listeners[index].number) {
      case .connection(let socket, let peer):
        if let other = rota?.next(besides: mailbox) {
          other.post(.connection(socket, peer))
        } else {
          open(socket, peer)
        }
      case .nothing: return
      case .exhausted: return pauseAccepting()
      }
    }
  }

  func open(_ socket: Int32, _ peer: PeerAddress) {
    let connection = connections.insert(socket: socket, peer: peer)
    tally?.countAccepted()
    guard poller.watchEdges(socket, connection.token) else { return close(connection) }
    if configuration.usesProxyProtocol {
      // Whoever may write the header may be anybody: only our own proxies.
      guard configuration.trusts(peer) else { return close(connection) }
      connection.phase = .proxy
    } else if !configuration.trusts(peer), !admit(connection, peer) {
      return close(connection)
    }
    setDeadline(connection, now &+ limits.head)
  }

  /// Counts the client's connection; false when it has too many. A proxy's own are not counted.
  func admit(_ connection: Connection, _ peer: PeerAddress) -> Bool {
    connection.peer = peer
    guard let counts else { return true }
    connection.isCounted = counts.enter(peer)
    return connection.isCounted
  }

  func close(_ connection: Connection) {
    guard connection.phase != .closed else { return }
    leaveAudience(connection)
    connection.phase = .closed
    connections.remove(connection)
    if connection.isCounted { counts?.leave(connection.peer) }
    Socket.close(connection.socket)
    if !isAccepting, !isDraining { acceptDue = now }
  }
}
