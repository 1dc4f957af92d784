/// The content of a request.
public enum Body: Sendable {
  /// No body, or one of no octets.
  case empty
  case bytes([UInt8])
  /// Content above `Plan.spoolAbove`: on disk, never in memory as a whole.
  case file(SpooledFile)

  /// Octets.
  public var count: Int64 {
    switch self {
    case .empty: 0
    case .bytes(let bytes): Int64(bytes.count)
    case .file(let file): file.count
    }
  }

  /// The whole content in memory, or nil when it has more than `limit` octets.
  public func bytes(upTo limit: Int) throws(SystemError) -> [UInt8]? {
    guard count <= Int64(limit) else { return nil }
    switch self {
    case .empty: return []
    case .bytes(let bytes): return bytes
    case .file(let file): return try file.read(at: 0, count: Int(file.count))
    }
  }

  /// Up to `count` octets from `offset`, fewer only at the end.
  public func read(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
    switch self {
    case .empty: return []
    case .bytes(let bytes):
      let start = Int(min(max(0, offset), Int64(bytes.count)))
      return Array(bytes[start..<min(bytes.count, start + max(0, count))])
    case .file(let file): return try file.read(at: offset, count: count)
    }
  }

  /// A part of the content; a part of a spooled file shares the file.
  func slice(_ range: Range<Int64>) -> Body {
    switch self {
    case .empty: return .empty
    case .bytes(let bytes):
      return .bytes(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
    case .file(let file): return .file(file.slice(range))
    }
  }
}

/// Content on disk, in a file that has no name and disappears with its last owner; or a part of it.
public struct SpooledFile: Sendable {
  /// The open file, shared by all its parts.
  public let descriptor: FileDescriptor
  /// Where the content lies in the file.
  public let range: Range<Int64>

  /// A part of an open file; `range` must lie in it.
  public init(descriptor: FileDescriptor, range: Range<Int64>) {
    self.descriptor = descriptor
    self.range = range
  }

  /// Octets.
  public var count: Int64 { range.upperBound - range.lowerBound }

  /// Up to `count` octets from `offset` of this content, fewer only at its end.
  public func read(at offset: Int64, count wanted: Int) throws(SystemError) -> [UInt8] {
    let offset = min(max(0, offset), count)
    let wanted = min(Int64(max(0, wanted)), count - offset)
    return try descriptor.read(at: range.lowerBound + offset, count: Int(wanted))
  }

  /// Appends the content to another file, 64 KB at a time.
  public func copy(into target: FileDescriptor) throws(SystemError) {
    var offset: Int64 = 0
    while offset < count {
      let piece = try read(at: offset, count: 65536)
      guard !piece.isEmpty else { return }
      try target.write(piece.span)
      offset += Int64(piece.count)
    }
  }

  func slice(_ part: Range<Int64>) -> SpooledFile {
    let lower = range.lowerBound + part.lowerBound
    return SpooledFile(
      descriptor: descriptor, range: lower..<(range.lowerBound + part.upperBound))
  }
}
