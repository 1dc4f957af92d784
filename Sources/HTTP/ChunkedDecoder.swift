/// The chunked transfer coding (RFC 9112, 7.1), octet by octet for everything but the data.
/// Extensions and trailers are checked, bounded and dropped: a trailer is never a header.
struct ChunkedDecoder {
  private enum Stage {
    case size, extensions, sizeEnd, data, dataReturn, dataEnd, trailer, trailerEnd, done
  }

  private var stage = Stage.size
  private var remaining: Int64 = 0
  private var digits = 0
  /// Octets of the present chunk line, or of all trailers.
  private var overhead = 0
  private var extensions: ChunkExtensions?
  /// Octets of all extensions: a body of tiny chunks must not carry megabytes of them.
  private var extended = 0
  private var trailerLine = 0
  private var trailerColon = false

  private static let chunkLine = 256
  private static let allExtensions = 16384
  private static let trailers = 8192

  var isComplete: Bool { stage == .done }

  /// The next piece of data in `bytes` from `position` on; nil when the input is used up or the
  /// body is complete. Throws the status of a refusal.
  mutating func next(_ bytes: Span<UInt8>, _ position: inout Int) throws(Refusal) -> Range<Int>? {
    while position < bytes.count, stage != .done {
      if stage == .data {
        let length = Int(min(remaining, Int64(bytes.count - position)))
        let piece = position..<(position + length)
        position += length
        remaining -= Int64(length)
        if remaining == 0 { stage = .dataReturn }
        return piece
      }
      try accept(bytes[position])
      position += 1
    }
    return nil
  }

  private mutating func accept(_ octet: UInt8) throws(Refusal) {
    switch stage {
    case .size: try acceptSize(octet)
    case .extensions: try acceptExtension(octet)
    case .sizeEnd:
      try expect(octet, Octet.lineFeed)
      stage = remaining > 0 ? .data : .trailer
      (digits, overhead) = (0, 0)
    case .dataReturn:
      try expect(octet, Octet.carriageReturn)
      stage = .dataEnd
    case .dataEnd:
      try expect(octet, Octet.lineFeed)
      stage = .size
    case .trailer: try acceptTrailer(octet)
    case .trailerEnd:
      try expect(octet, Octet.lineFeed)
      stage = trailerLine == 0 ? .done : .trailer
      (trailerLine, trailerColon) = (0, false)
    case .data, .done: break
    }
  }

  private func expect(_ octet: UInt8, _ wanted: UInt8) throws(Refusal) {
    guard octet == wanted else { throw Refusal(.badRequest) }
  }

  /// 1*HEXDIG, at most 15 of them: no 63-bit number overflows.
  private mutating func acceptSize(_ octet: UInt8) throws(Refusal) {
    if let value = Octet.hexValue(octet) {
      digits += 1
      guard digits <= 15 else { throw Refusal(.badRequest) }
      remaining = remaining << 4 | Int64(value)
      return
    }
    guard digits > 0 else { throw Refusal(.badRequest) }
    if octet == Octet.carriageReturn {
      stage = .sizeEnd
      return
    }
    extensions = ChunkExtensions(octet)
    guard extensions != nil else { throw Refusal(.badRequest) }
    stage = .extensions
  }

  private mutating func acceptExtension(_ octet: UInt8) throws(Refusal) {
    overhead += 1
    extended += 1
    guard overhead <= ChunkedDecoder.chunkLine, extended <= ChunkedDecoder.allExtensions
    else { throw Refusal(.badRequest) }
    if octet == Octet.carriageReturn, extensions?.mayEnd == true {
      stage = .sizeEnd
    } else if extensions?.accept(octet) != true {
      throw Refusal(.badRequest)
    }
  }

  private mutating func acceptTrailer(_ octet: UInt8) throws(Refusal) {
    overhead += 1
    guard overhead <= ChunkedDecoder.trailers else { throw Refusal(.headerFieldsTooLarge) }
    if octet == Octet.carriageReturn {
      guard trailerLine == 0 || trailerColon else { throw Refusal(.badRequest) }
      stage = .trailerEnd
      return
    }
    if !trailerColon {
      trailerColon = octet == Octet.colon && trailerLine > 0
      guard trailerColon || Octet.isToken(octet) else { throw Refusal(.badRequest) }
    } else if !Octet.isText(octet) {
      throw Refusal(.badRequest)
    }
    trailerLine += 1
  }
}

/// A request that the server itself refuses.
struct Refusal: Error {
  let status: Status
  init(_ status: Status) { self.status = status }
}
