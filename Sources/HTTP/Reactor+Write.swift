/// From an answer to the socket, and the ends of connections.
extension Reactor {
  /// Smaller bodies are copied behind their head; larger ones go out of their own memory.
  private static let copied = 4096
  /// Gathered answers of pipelined requests are sent before they grow beyond this.
  private static let gathered = 65536

  /// Answers the present request and makes the connection ready for the next.
  func answer(_ connection: Connection, _ response: Response) {
    if let request = connection.request, response.mustFit(request) {
      give(connection, response.fitting(request), label: response.label)
    } else {
      give(connection, response, label: response.label)
    }
  }

  private func give(_ connection: Connection, _ response: Response, label: Int) {
    let head = connection.request?.head
    let isHead = (head?.line ?? connection.parser.line).method == .head
    let hasUnreadBody = connection.phase == .head && (head?.semantics.announcesBody ?? true)
    let keeps = head.map { $0.semantics.keepsAlive($0.line) } ?? false
    let isLast =
      !keeps || response.closesConnection || response.isEndless || isDraining || hasUnreadBody
      || connection.body != nil
    let persistence: ResponseEncoder.Persistence =
      isLast ? .close : head?.line.isVersion11 == true ? .implied : .keepAlive
    encoder.encode(response, persistence, into: &outgoing)
    note(connection, response, isHead, label)
    connection.isLast = isLast
    connection.phase = .head
    connection.request = nil
    connection.body = nil
    connection.parser = RequestParser()
    setDeadline(connection, now &+ limits.idle)
    if !isHead, !response.status.forbidsBody {
      append(response.body, connection)
      if !response.parts.isEmpty { for part in response.parts { append(part, connection) } }
    }
    if outgoing.count > Reactor.gathered { deliver(connection, nil) }
  }

  func refuse(_ connection: Connection, _ status: Status) {
    answer(connection, .refusal(status))
  }

  private func note(
    _ connection: Connection, _ response: Response, _ isHead: Bool, _ label: Int
  ) {
    guard log != nil || tally != nil else { return }
    let octets = isHead || response.status.forbidsBody ? 0 : response.length
    let taken = connection.request.map { Clock.monotonic() - $0.receivedAt } ?? 0
    tally?.note(label, response.status, content: octets, nanoseconds: taken)
    guard log != nil else { return }
    if let request = connection.request {
      lines.append(request, response.status, octets: octets, nanoseconds: taken)
    } else {
      lines.append(refused: response.status, connection.peer)
    }
  }

  private func append(_ body: Response.Content, _ connection: Connection) {
    switch body {
    case .none: break
    case .events(let topic): listen(connection, to: topic)
    case .bytes(let bytes): append(bytes, bytes.indices, connection)
    case .shared(let shared): append(shared.whole, shared.range, connection)
    case .file(let file, let range):
      if !range.isEmpty { deliver(connection, .file(file, range)) }
    }
  }

  private func append(_ bytes: [UInt8], _ range: Range<Int>, _ connection: Connection) {
    if range.count <= Reactor.copied {
      outgoing.append(contentsOf: bytes[range])
    } else {
      deliver(connection, .bytes(bytes, range))
    }
  }

  private func deliver(_ connection: Connection, _ tail: WriteQueue.Piece?) {
    guard connection.phase != .closed, !outgoing.isEmpty else { return }
    var gathered: [UInt8] = []
    swap(&gathered, &outgoing)
    let outcome = connection.output.send(gathered.span, tail, to: connection.socket)
    gathered.removeAll(keepingCapacity: true)
    swap(&gathered, &outgoing)
    noteOutput(connection, outcome)
  }

  /// The socket has room again.
  func resumeOutput(_ connection: Connection) {
    noteOutput(connection, connection.output.drain(to: connection.socket))
  }

  func noteOutput(_ connection: Connection, _ outcome: WriteQueue.Outcome) {
    switch outcome {
    case .done:
      let wait = connection.phase == .listening ? limits.beat : limits.idle
      setDeadline(connection, now &+ wait)
    case .blocked: awaitReader(connection)
    case .interrupted:
      awaitReader(connection)
      // The socket is not full, so it will report nothing.
      unfinished.append(connection.token)
    case .failed: close(connection)
    }
  }

  /// The end of a connection's turn: sends what was gathered and ends what is over.
  func settle(_ connection: Connection) {
    if connection.phase == .closed { return outgoing.removeAll(keepingCapacity: true) }
    deliver(connection, nil)
    guard connection.phase != .closed, connection.output.isEmpty else { return }
    if connection.phase == .listening {
      if connection.isEnding || connection.hasEnded { close(connection) }
    } else if connection.isLast {
      linger(connection)
    } else if connection.hasEnded, connection.phase != .working {
      close(connection)
    }
  }

  /// Closing with unread input would reset the connection and could take the answer with it.
  private func linger(_ connection: Connection) {
    guard !connection.hasEnded else { return close(connection) }
    connection.phase = .lingering
    connection.pending = []
    Socket.endWriting(connection.socket)
    setDeadline(
      connection, now &+ (isDraining ? min(limits.linger, limits.drain / 20) : limits.linger))
    discard(connection)
  }

  func discard(_ connection: Connection) {
    for _ in 0..<16 {
      switch Socket.receive(connection.socket, into: input) {
      case .octets: continue
      case .nothing: return
      case .end, .failed: return close(connection)
      }
    }
    unfinished.append(connection.token)
  }
}
