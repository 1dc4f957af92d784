/// Holds the begin of a CSV text until its byte order mark and delimiter are known.
struct CSVHead {
  /// A first line longer than this decides by what is seen of it.
  private static let longest = 64 << 10

  private let fixed: UInt8?
  private var bytes: [UInt8] = []
  private var seen = 0
  private var isQuoted = false
  private var hasLine = false
  private var commas = 0
  private var semicolons = 0
  private var tabs = 0

  init(_ delimiter: UInt8?) {
    fixed = delimiter
  }

  /// Looks at each octet once, however the text is cut.
  mutating func append(_ piece: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: piece)
    while fixed == nil, !hasLine, seen < min(bytes.count, Self.longest) {
      count(bytes[seen])
      seen += 1
    }
  }

  private mutating func count(_ octet: UInt8) {
    switch octet {
    case UInt8(ascii: "\""): isQuoted.toggle()
    case _ where isQuoted: break
    case UInt8(ascii: ","): commas += 1
    case UInt8(ascii: ";"): semicolons += 1
    case UInt8(ascii: "\t"): tabs += 1
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): hasLine = true
    default: break
    }
  }

  var isComplete: Bool {
    bytes.count >= 3 && (fixed != nil || hasLine || seen >= Self.longest)
  }

  /// The fixed one, else the most frequent outside quotes; of equals "," before ";" before tab.
  var delimiter: UInt8 {
    if let fixed { return fixed }
    if commas >= semicolons && commas >= tabs { return UInt8(ascii: ",") }
    return semicolons >= tabs ? UInt8(ascii: ";") : UInt8(ascii: "\t")
  }

  var isUTF16: Bool { bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) }

  /// What was read, without the byte order mark.
  var text: ArraySlice<UInt8> { bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) }
}
