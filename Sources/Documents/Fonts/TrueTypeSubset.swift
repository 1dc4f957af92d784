/// A font file with only those glyphs that a document shows, without hints: instructions serve
/// coarse screens, and half of a font is instructions.
struct TrueTypeSubset {
  private let font: TrueType
  /// The glyphs of the whole font, by their number in the subset.
  private var glyphs: [Int]
  /// Where a part of a composite stands in the subset.
  private var parts: [Int: Int] = [:]

  /// The most that two octets count.
  static let limit = 0xFFFF

  /// - Parameter glyphs: by their number in the subset; the first is `.notdef`.
  init(_ font: TrueType, _ glyphs: [Int]) {
    self.font = font
    self.glyphs = glyphs
  }

  /// The file's octets.
  mutating func file() -> [UInt8] {
    var outlines: [UInt8] = []
    var offsets: [UInt8] = []
    var index = 0
    while index < glyphs.count {
      Self.append(long: outlines.count, to: &offsets)
      outlines += outline(glyphs[index])
      Self.pad(&outlines)
      index += 1
    }
    Self.append(long: outlines.count, to: &offsets)
    var metrics: [UInt8] = []
    for glyph in glyphs {
      let (advance, bearing) = font.metrics(glyph)
      Self.append(word: advance, to: &metrics)
      Self.append(word: bearing, to: &metrics)
    }
    return Self.assemble([
      ("glyf", outlines), ("head", header()), ("hhea", patched("hhea", 36, 34)),
      ("hmtx", metrics), ("loca", offsets), ("maxp", patched("maxp", 32, 4)),
    ])
  }

  /// Offsets are long; the check sum is computed over zero.
  private func header() -> [UInt8] {
    var head = font.table("head", 54)
    guard head.count == 54 else { return head }
    for place in 8..<12 { head[place] = 0 }
    head[50] = 0
    head[51] = 1
    return head
  }

  /// A table whose count of glyphs is the subset's.
  private func patched(_ table: String, _ length: Int, _ at: Int) -> [UInt8] {
    var bytes = font.table(table, length)
    guard bytes.count >= at + 2 else { return bytes }
    bytes[at] = UInt8(truncatingIfNeeded: glyphs.count >> 8)
    bytes[at + 1] = UInt8(truncatingIfNeeded: glyphs.count)
    return bytes
  }

  /// The outline without instructions; parts of a composite join the subset.
  private mutating func outline(_ glyph: Int) -> [UInt8] {
    guard let range = font.outline(glyph), let contours = font.data.short(range.lowerBound) else {
      return []
    }
    return contours >= 0 ? simple(range, contours) : composite(range)
  }

  /// Ten octets, the ends of the contours, the instructions, then flags and points (5.3.3.1).
  private func simple(_ range: Range<Int>, _ contours: Int) -> [UInt8] {
    let data = font.data
    let place = range.lowerBound + 10 + 2 * contours
    guard place + 2 <= range.upperBound, let length = data.word(place),
      place + 2 + length <= range.upperBound,
      let top = data.slice(range.lowerBound, place - range.lowerBound),
      let rest = data.slice(place + 2 + length, range.upperBound - place - 2 - length)
    else { return [] }
    return top + [0, 0] + rest
  }

  /// Ten octets, then the parts: flags, glyph, where it goes and how it is scaled (5.3.3.2).
  private mutating func composite(_ range: Range<Int>) -> [UInt8] {
    let data = font.data
    guard let top = data.slice(range.lowerBound, 10) else { return [] }
    var bytes = Array(top)
    var place = range.lowerBound + 10
    while true {
      guard let flags = data.word(place), let glyph = data.word(place + 2) else { return [] }
      let length =
        (flags & 1 != 0 ? 4 : 2)
        + (flags & 8 != 0 ? 2 : flags & 0x40 != 0 ? 4 : flags & 0x80 != 0 ? 8 : 0)
      guard place + 4 + length <= range.upperBound, let rest = data.slice(place + 4, length),
        let part = part(glyph)
      else { return [] }
      Self.append(word: flags & ~0x100, to: &bytes)
      Self.append(word: part, to: &bytes)
      bytes += rest
      place += 4 + length
      if flags & 0x20 == 0 { return bytes }
    }
  }

  private mutating func part(_ glyph: Int) -> Int? {
    if let known = parts[glyph] { return known }
    guard glyph < font.glyphCount, glyphs.count < Self.limit else { return nil }
    parts[glyph] = glyphs.count
    glyphs.append(glyph)
    return glyphs.count - 1
  }
}

extension TrueTypeSubset {
  /// The directory, the tables, and the sum over everything (5.1.1, 5.2.1).
  private static func assemble(_ tables: [(String, [UInt8])]) -> [UInt8] {
    var file: [UInt8] = [0, 1, 0, 0]
    append(word: tables.count, to: &file)
    // Of six tables: the greatest power of two is four.
    for value in [64, 2, 32] { append(word: value, to: &file) }
    var offset = 12 + 16 * tables.count
    var headAt = 0
    for (name, bytes) in tables {
      file += Array(name.utf8)
      append(long: sum(bytes), to: &file)
      append(long: offset, to: &file)
      append(long: bytes.count, to: &file)
      if name == "head" { headAt = offset }
      offset += (bytes.count + 3) & ~3
    }
    for (_, bytes) in tables {
      file += bytes
      pad(&file)
    }
    let adjustment = (0xB1B0_AFBA - sum(file)) & 0xFFFF_FFFF
    guard headAt + 12 <= file.count else { return file }
    for place in 0..<4 {
      file[headAt + 8 + place] = UInt8(truncatingIfNeeded: adjustment >> (24 - 8 * place))
    }
    return file
  }

  private static func sum(_ bytes: [UInt8]) -> Int {
    var sum: UInt32 = 0
    var place = 0
    while place < bytes.count {
      var word: UInt32 = 0
      for next in place..<place + 4 {
        word = word << 8 | (next < bytes.count ? UInt32(bytes[next]) : 0)
      }
      sum &+= word
      place += 4
    }
    return Int(sum)
  }

  private static func pad(_ bytes: inout [UInt8]) {
    while bytes.count % 4 != 0 { bytes.append(0) }
  }

  private static func append(word: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: word >> 8))
    bytes.append(UInt8(truncatingIfNeeded: word))
  }

  private static func append(long: Int, to bytes: inout [UInt8]) {
    append(word: long >> 16, to: &bytes)
    append(word: long, to: &bytes)
  }
}
