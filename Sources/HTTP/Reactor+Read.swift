/// From the socket to a complete request.
extension Reactor {
  /// A client that sends without end gives way to others after this many reads.
  private static let readsPerTurn = 16

  /// Does everything that can be done for a connection now.
  func drive(_ connection: Connection) {
    if connection.phase == .lingering { return discard(connection) }
    if !connection.pending.isEmpty, connection.takesInput { consumePending(connection) }
    var reads = 0
    while connection.isReadable, connection.takesInput {
      guard reads < Reactor.readsPerTurn else {
        unfinished.append(connection.token)
        break
      }
      reads += 1
      receive(connection)
    }
    settle(connection)
  }

  private func receive(_ connection: Connection) {
    switch Socket.receive(connection.socket, into: input) {
    case .octets(let count, let isAll):
      tally?.countReceived(count)
      if isAll, !connection.isEnding { connection.isReadable = false }
      let received = UnsafeRawBufferPointer(input)[..<count].bindMemory(to: UInt8.self)
      if connection.pending.isEmpty {
        let used = consume(connection, received.span)
        if used < count { connection.pending = Array(received[used...]) }
      } else {
        connection.pending.append(contentsOf: received)
        consumePending(connection)
      }
    case .end:
      connection.hasEnded = true
      connection.isReadable = false
    case .nothing: connection.isReadable = false
    case .failed: close(connection)
    }
  }

  private func consumePending(_ connection: Connection) {
    var held: [UInt8] = []
    swap(&held, &connection.pending)
    let used = consume(connection, held.span)
    if used < held.count {
      held.removeFirst(used)
      connection.pending = held
    }
  }

  /// Uses as much input as it can; returns how much that was.
  private func consume(_ connection: Connection, _ bytes: Span<UInt8>) -> Int {
    var used = 0
    while used < bytes.count, connection.takesInput {
      let rest = bytes.extracting(used..<bytes.count)
      let step =
        switch connection.phase {
        case .head: readHead(connection, rest)
        case .body: readBody(connection, rest)
        default: readProxy(connection, rest)
        }
      if step == 0 { break }
      used += step
    }
    return used
  }

  private func readProxy(_ connection: Connection, _ bytes: Span<UInt8>) -> Int {
    switch ProxyProtocol.parse(bytes) {
    case .incomplete: return 0
    case .complete(let length, let peer) where admit(connection, peer ?? connection.peer):
      connection.phase = .head
      return length
    case .complete, .failed:
      close(connection)
      return 0
    }
  }

  private func readHead(_ connection: Connection, _ bytes: Span<UInt8>) -> Int {
    let isNew = !connection.parser.hasBegun
    switch connection.parser.parse(bytes, configuration.limits) {
    case .incomplete:
      if isNew { setDeadline(connection, now &+ limits.head) }
      return 0
    case .failed(let status):
      refuse(connection, status)
      return bytes.count
    case .complete(let length):
      accept(connection, bytes.extracting(0..<length), hasMore: length < bytes.count)
      return length
    }
  }

  private func accept(_ connection: Connection, _ head: Span<UInt8>, hasMore: Bool) {
    guard let head = RequestHead(connection.parser, head) else {
      return refuse(connection, .badRequest)
    }
    let proxy = Forwarded(head, connection.peer, configuration)
    if let status = head.refusal(isSecure: proxy.isSecure) { return refuse(connection, status) }
    let request = Request(
      head: head, peer: proxy.peer, isSecure: proxy.isSecure, receivedAt: now,
      number: RequestNumbers.shared.next())
    connection.request = request
    begin(connection, request, hasMore: hasMore)
  }

  private func begin(_ connection: Connection, _ request: Request, hasMore: Bool) {
    if request.path == "*" { return answer(connection, Reactor.serverOptions) }
    let plan = handler.plan(request)
    if let response = plan.answer { return answer(connection, response) }
    connection.lane = plan.lane
    let semantics = request.head.semantics
    do throws(Refusal) {
      guard let body = try BodyReader(semantics, plan, folder: configuration.spoolFolder, now: now)
      else { return respond(connection) }
      connection.body = body
      connection.phase = .body
      setDeadline(connection, now &+ limits.body)
    } catch { return refuse(connection, error.status) }
    // Pointless when the client did not wait (RFC 9110, 10.1.1); unknown to HTTP/1.0.
    if semantics.expectsContinue, request.head.line.isVersion11, !hasMore {
      outgoing.append("HTTP/1.1 100 Continue\r\n\r\n")
    }
  }

  private static let serverOptions = Response.options(Method.allCases)

  private func readBody(_ connection: Connection, _ bytes: Span<UInt8>) -> Int {
    guard let body = connection.body else { return 0 }
    do throws(Refusal) {
      let used = try body.read(bytes)
      if body.isComplete {
        connection.request?.body = body.body
        connection.body = nil
        respond(connection)
      } else {
        let allowance = limits.body &+ limits.allowance(for: body.count)
        setDeadline(connection, body.startedAt &+ allowance)
      }
      return used
    } catch {
      refuse(connection, error.status)
      return bytes.count
    }
  }

  private func respond(_ connection: Connection) {
    guard let request = connection.request else { return }
    if connection.lane == .inline { return answer(connection, handler.respond(request)) }
    connection.phase = .working
    setDeadline(connection, .max)
    let job = Job(request: request, connection: connection.token, mailbox: mailbox)
    if !workers.offer(job) { answer(connection, .overloaded) }
  }
}
