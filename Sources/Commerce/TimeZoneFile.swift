import Glibc

/// The content of a TZif file that matters here (RFC 9636, 3).
struct TimeZoneFile: Sendable {
  /// Seconds since 1970, rising.
  let transitions: [Int64]
  /// The offset from each transition on; as many as `transitions`.
  let offsets: [Int64]
  /// The offset before the first transition.
  let first: Int64
  /// What holds after the last transition.
  let rule: PosixTimeZone?

  init(transitions: [Int64], offsets: [Int64], first: Int64, rule: PosixTimeZone? = nil) {
    self.transitions = transitions
    self.offsets = offsets
    self.first = first
    self.rule = rule
  }

  init(_ bytes: [UInt8]) throws(TimeZoneError) {
    var input = BigEndianReader(bytes)
    let header = try Header(&input)
    guard header.version != 0 else {
      self = try Self.block(header, timeSize: 4, &input, footer: false)
      return
    }
    try input.skip(header.size(timeSize: 4))
    let second = try Header(&input)
    self = try Self.block(second, timeSize: 8, &input, footer: true)
  }

  private static func block(
    _ header: Header, timeSize: Int, _ input: inout BigEndianReader, footer: Bool
  ) throws(TimeZoneError) -> TimeZoneFile {
    guard header.leaps == 0 else { throw .leapSeconds }
    guard header.types > 0 else { throw .malformed(reason: "no type of local time") }
    var transitions: [Int64] = []
    for _ in 0..<header.times {
      let time = try input.integer(timeSize)
      guard transitions.last.map({ $0 < time }) ?? true else {
        throw .malformed(reason: "transitions do not rise")
      }
      transitions.append(time)
    }
    var indexes: [Int] = []
    for _ in 0..<header.times { indexes.append(Int(try input.octet())) }
    var types: [Int64] = []
    for _ in 0..<header.types { types.append(try offset(&input)) }
    var offsets: [Int64] = []
    for index in indexes {
      guard types.indices.contains(index) else { throw .malformed(reason: "unknown type") }
      offsets.append(types[index])
    }
    try input.skip(header.chars + header.standards + header.universals)
    return TimeZoneFile(
      transitions: transitions, offsets: offsets, first: types[0],
      rule: footer ? try input.footer() : nil)
  }

  /// One ttinfo record; only its offset counts, within the range of 3.2.
  private static func offset(_ input: inout BigEndianReader) throws(TimeZoneError) -> Int64 {
    let offset = try input.integer(4)
    guard -89_999...93_599 ~= offset else { throw .malformed(reason: "offset out of range") }
    try input.skip(2)
    return offset
  }
}

/// The header of a data block (3.1).
private struct Header {
  let version: UInt8
  let universals: Int
  let standards: Int
  let leaps: Int
  let times: Int
  let types: Int
  let chars: Int

  init(_ input: inout BigEndianReader) throws(TimeZoneError) {
    guard try input.integer(4) == 0x545A_6966 else { throw .malformed(reason: "no TZif mark") }
    version = try input.octet()
    try input.skip(15)
    universals = try input.count()
    standards = try input.count()
    leaps = try input.count()
    times = try input.count()
    types = try input.count()
    chars = try input.count()
  }

  func size(timeSize: Int) -> Int {
    times * (timeSize + 1) + types * 6 + chars + leaps * (timeSize + 4) + standards + universals
  }
}

private struct BigEndianReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func skip(_ count: Int) throws(TimeZoneError) {
    guard count <= bytes.count - position else { throw .malformed(reason: "too short") }
    position += count
  }

  mutating func octet() throws(TimeZoneError) -> UInt8 {
    try skip(1)
    return bytes[position - 1]
  }

  /// A signed number of `size` octets.
  mutating func integer(_ size: Int) throws(TimeZoneError) -> Int64 {
    var value = Int64(Int8(bitPattern: try octet()))
    for _ in 1..<size { value = value << 8 | Int64(try octet()) }
    return value
  }

  /// A count of a header, held below what any file can have so that sums of sizes cannot overflow.
  mutating func count() throws(TimeZoneError) -> Int {
    let value = try integer(4)
    guard 0...65_536 ~= value else { throw .malformed(reason: "count out of range") }
    return Int(value)
  }

  /// The POSIX rule between two line feeds (3.3), nil when it is empty.
  mutating func footer() throws(TimeZoneError) -> PosixTimeZone? {
    guard try octet() == 10 else { throw .malformed(reason: "no footer") }
    var text: [UInt8] = []
    while true {
      let next = try octet()
      if next == 10 { break }
      text.append(next)
    }
    guard !text.isEmpty else { return nil }
    guard let rule = PosixTimeZone(text) else { throw .malformed(reason: "footer") }
    return rule
  }
}

extension TimeZoneFile {
  /// More than any zone has.
  private static let largest = 1 << 18

  static func read(_ path: String, name: String) throws(TimeZoneError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .notFound(name) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: largest)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .notFound(name) }
      if got == 0 { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }
}
