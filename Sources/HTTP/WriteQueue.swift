/// What a connection could not send at once, in order.
struct WriteQueue {
  enum Piece {
    case bytes([UInt8], from: Int)
    case file(FileDescriptor, Range<Int64>)
  }

  enum Outcome { case done, blocked, failed }

  private var pieces: [Piece] = []

  var isEmpty: Bool { pieces.isEmpty }

  /// Sends `head` and what follows it at once, and keeps what the socket does not take.
  mutating func send(_ head: Span<UInt8>, _ tail: Piece?, to socket: Int32) -> Outcome {
    guard isEmpty else {
      keep(head, tail, 0)
      return .blocked
    }
    var sent = 0
    if case .bytes(let bytes, _) = tail {
      switch Socket.send(socket, head, bytes.span) {
      case .octets(let count): sent = count
      case .blocked: break
      case .failed: return .failed
      }
      if sent == head.count + bytes.count { return .done }
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
    if sent < head.count { pieces.append(.bytes(head.array(sent..<head.count), from: 0)) }
    switch tail {
    case .bytes(let bytes, _): pieces.append(.bytes(bytes, from: max(0, sent - head.count)))
    case .file(let file, let range): pieces.append(.file(file, range))
    case nil: break
    }
  }

  /// Sends until everything is gone or the socket is full.
  mutating func drain(to socket: Int32) -> Outcome {
    while let piece = pieces.first {
      switch WriteQueue.send(piece, to: socket) {
      case .octets(let count): advance(piece, count)
      case .blocked: return .blocked
      case .failed: return .failed
      }
    }
    return .done
  }

  private static func send(_ piece: Piece, to socket: Int32) -> Socket.Sent {
    switch piece {
    case .bytes(let bytes, let from):
      return Socket.send(socket, bytes.span.extracting(from..<bytes.count))
    case .file(let file, let range): return Socket.send(socket, file, range)
    }
  }

  private mutating func advance(_ piece: Piece, _ count: Int) {
    switch piece {
    case .bytes(let bytes, let from):
      if from + count < bytes.count {
        pieces[0] = .bytes(bytes, from: from + count)
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
