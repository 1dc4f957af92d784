/// Reads a request head octet by octet into a table of offsets; nothing is copied and nothing is
/// scanned twice, however the input is cut. Strict where RFC 9112 leaves a choice: lines end in
/// CRLF only (2.2), one blank between the parts of the request line (3), no folding (5.2).
struct RequestParser {
  enum Outcome: Equatable {
    case incomplete
    /// The head fills the first `length` octets.
    case complete(length: Int)
    case failed(Status)
  }

  private(set) var line = RequestLine()
  private(set) var fields: [FieldOffsets] = []
  private(set) var semantics = RequestSemantics()
  private var stage = Stage.start
  private var lineStart = 0
  private var position = 0

  private enum Stage { case start, requestLine, fields }

  /// Whether octets of a request have been seen.
  var hasBegun: Bool { position > 0 }

  /// `bytes` begins where the message begins, each time with what came before still in front.
  mutating func parse(_ bytes: Span<UInt8>, _ limits: Limits) -> Outcome {
    while true {
      let bound = stage == .fields ? limits.head : lineStart + limits.requestLine
      let end = min(bytes.count, bound + 1)
      while position < end, Octet.isText(bytes[position]) { position += 1 }
      if position > bound { return refuseOverlong(bytes) }
      guard position < end else { return .incomplete }
      guard bytes[position] == Octet.carriageReturn else { return refuseLine(bytes) }
      guard position + 1 < bytes.count else { return .incomplete }
      guard bytes[position + 1] == Octet.lineFeed else { return refuseLine(bytes) }
      let line = lineStart..<position
      position += 2
      lineStart = position
      if let outcome = accept(line, bytes, limits) { return outcome }
    }
  }

  /// A method longer than any of ours is 501, a target longer than we wish is 414 (RFC 9112, 3).
  private mutating func refuseOverlong(_ bytes: Span<UInt8>) -> Outcome {
    if stage == .fields { return .failed(.headerFieldsTooLarge) }
    let hasTarget = line.parseMethod(lineStart..<position, bytes)
    return .failed(hasTarget ? .uriTooLong : .notImplemented)
  }

  private mutating func refuseLine(_ bytes: Span<UInt8>) -> Outcome {
    if stage != .fields { _ = line.parseMethod(lineStart..<position, bytes) }
    return .failed(.badRequest)
  }

  private mutating func accept(
    _ range: Range<Int>, _ bytes: Span<UInt8>, _ limits: Limits
  ) -> Outcome? {
    if stage == .fields {
      if range.isEmpty { return finish() }
      guard fields.count < limits.fields else { return .failed(.headerFieldsTooLarge) }
      return acceptField(range, bytes).map { .failed($0) }
    }
    if range.isEmpty {
      // One empty line before the request line is skipped (RFC 9112, 2.2), more are noise.
      guard stage == .start else { return .failed(.badRequest) }
      stage = .requestLine
      return nil
    }
    stage = .fields
    fields.reserveCapacity(12)
    return line.parse(range, bytes).map { .failed($0) }
  }

  private mutating func acceptField(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Status? {
    var colon = range.lowerBound
    while colon < range.upperBound, Octet.isToken(bytes[colon]) { colon += 1 }
    // A blank before the colon, a folded line or an empty name ends here (RFC 9112, 5.1 and 5.2).
    guard colon > range.lowerBound, colon < range.upperBound, bytes[colon] == Octet.colon else {
      return .badRequest
    }
    let value = bytes.trimmed((colon + 1)..<range.upperBound)
    fields.append(FieldOffsets(name: range.lowerBound..<colon, value: value))
    return semantics.note(name: range.lowerBound..<colon, value: value, bytes)
  }

  private mutating func finish() -> Outcome {
    if let status = semantics.check(line) { return .failed(status) }
    return .complete(length: position)
  }
}

/// Where a field lies in the head; 16 octets.
struct FieldOffsets: Sendable {
  private let nameStart: UInt32
  private let nameEnd: UInt32
  private let valueStart: UInt32
  private let valueEnd: UInt32

  init(name: Range<Int>, value: Range<Int>) {
    nameStart = UInt32(truncatingIfNeeded: name.lowerBound)
    nameEnd = UInt32(truncatingIfNeeded: name.upperBound)
    valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
    valueEnd = UInt32(truncatingIfNeeded: value.upperBound)
  }

  var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
  var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
}
