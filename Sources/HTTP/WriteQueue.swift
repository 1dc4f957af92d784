/// What a connection could not send at once, in order.
struct WriteQueue {
  enum Piece {
    case bytes([UInt8], Range<Int>)
    case file(FileDescriptor, Range<Int64>)
  }

  enum Outcome {
    case done, blocked, failed
    /// There is more, and the socket may have room: others come first.
    case interrupted
  }

  /// A client that reads as fast as it is sent to would else keep its reactor from all others.
  private static let sendsPerTurn = 8

  private var pieces: [Piece] = []

  var isEmpty: Bool { pieces.isEmpty }

  /// Sends `head` and what follows it at once, and keeps what the socket does not take.
  mutating func send(_ head: Span<UInt8>, _ tail: Piece?, to socket: Int32) -> Outcome {
    guard isEmpty else {
      keep(head, tail, 0)
      return .blocked
    }
    var sent = 0
    if case .bytes(let bytes, let range) = tail {
      switch Socket.send(socket, head, bytes.span.extracting(range)) {
      case .octets(let count): sent = count
      case .blocked: break
      case .failed: return .failed
      }
      if sent == head.count + range.count { return .done }
    } else {
      switch Socket.send(socket, head, more: tail != nil) {
      case .octets(let count): sent = count
      case .blocked: break
      case .failed: return .failed
      }
      if sent == head.count, tail == nil { return .done }
    }
    keep(head, tail, sent)
    return drain(to: socket)
  }

  private mutating func keep(_ head: Span<UInt8>, _ tail: Piece?, _ sent: Int) {
    if sent < head.count {
      let rest = head.array(sent..<head.count)
      pieces.append(.bytes(rest, rest.indices))
    }
    switch tail {
    case .bytes(let bytes, let range):
      pieces.append(.bytes(bytes, range.dropFirst(max(0, sent - head.count))))
    case .file(let file, let range): pieces.append(.file(file, range))
    case nil: break
    }
  }

  /// Sends until everything is gone or the socket is full.
  mutating func drain(to socket: Int32) -> Outcome {
    for _ in 0..<WriteQueue.sendsPerTurn {
      guard let piece = pieces.first else { return .done }
      switch WriteQueue.send(piece, to: socket) {
      case .octets(let count): advance(piece, count)
      case .blocked: return .blocked
      case .failed: return .failed
      }
    }
    return pieces.isEmpty ? .done : .interrupted
  }

  private static func send(_ piece: Piece, to socket: Int32) -> Socket.Sent {
    switch piece {
    case .bytes(let bytes, let range):
      return Socket.send(socket, bytes.span.extracting(range))
    case .file(let file, let range): return Socket.send(socket, file, range)
    }
  }

  private mutating func advance(_ piece: Piece, _ count: Int) {
    switch piece {
    case .bytes(let bytes, let range):
      if count < range.count {
        pieces[0] = .bytes(bytes, range.dropFirst(count))
      } else {
        pieces.removeFirst()
      }
    case .file(let file, let range):
      let lower = range.lowerBound + Int64(count)
      if lower < range.upperBound {
        pieces[0] = .file(file, lower..<range.upperBound)
      } else {
        pieces.removeFirst()
      }
    }
    if pieces.isEmpty { pieces = [] }
  }
}
