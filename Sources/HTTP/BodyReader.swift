/// Takes in one request body, whatever its framing, into memory or onto disk.
final class BodyReader {
  private enum Framing {
    case length(remaining: Int64)
    case chunked(ChunkedDecoder)
  }

  private var framing: Framing
  private let plan: Plan
  private let folder: String
  private var memory: [UInt8] = []
  private var file: FileDescriptor?
  private(set) var count: Int64 = 0
  /// When the body began, in nanoseconds of the monotonic clock.
  let startedAt: Int64

  /// nil when the request has no body.
  init?(_ semantics: RequestSemantics, _ plan: Plan, folder: String, now: Int64) throws(Refusal) {
    self.plan = plan
    self.folder = folder
    startedAt = now
    if semantics.isChunked {
      framing = .chunked(ChunkedDecoder())
    } else {
      let length = semantics.contentLength ?? 0
      guard length > 0 else { return nil }
      guard length <= Int64(plan.bodyLimit) else { throw Refusal(.contentTooLarge) }
      framing = .length(remaining: length)
      // Known to be long: no need to gather it first.
      if length > Int64(plan.spoolAbove) { try openFile() }
    }
  }

  var isComplete: Bool {
    switch framing {
    case .length(let remaining): remaining == 0
    case .chunked(let decoder): decoder.isComplete
    }
  }

  /// Takes what belongs to the body; returns how many octets that were.
  func read(_ bytes: Span<UInt8>) throws(Refusal) -> Int {
    switch framing {
    case .length(let remaining):
      let taken = Int(min(remaining, Int64(bytes.count)))
      try store(bytes, 0..<taken)
      framing = .length(remaining: remaining - Int64(taken))
      return taken
    case .chunked(var decoder):
      var position = 0
      while let piece = try decoder.next(bytes, &position) { try store(bytes, piece) }
      framing = .chunked(decoder)
      return position
    }
  }

  /// The whole content, when complete.
  var body: Body {
    if let file { return .file(SpooledFile(descriptor: file, range: 0..<count)) }
    return memory.isEmpty ? .empty : .bytes(memory)
  }

  private func store(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(Refusal) {
    count += Int64(range.count)
    guard count <= Int64(plan.bodyLimit) else { throw Refusal(.contentTooLarge) }
    if file == nil, count > Int64(plan.spoolAbove) { try openFile() }
    let piece = bytes.extracting(range)
    if let file {
      do { try file.write(piece) } catch { throw Refusal(.unavailable) }
    } else {
      piece.withUnsafeBufferPointer { memory.append(contentsOf: $0) }
    }
  }

  private func openFile() throws(Refusal) {
    do {
      let opened = try FileDescriptor.temporary(in: folder)
      let gathered = memory
      try opened.write(gathered.span)
      file = opened
      memory = []
    } catch { throw Refusal(.unavailable) }
  }
}
