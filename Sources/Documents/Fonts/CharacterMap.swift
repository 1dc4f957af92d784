/// From characters to glyphs: the `cmap` table, formats 4 and 12 (ISO/IEC 14496-22, 5.3.1).
struct CharacterMap: Sendable {
  private enum Format: Sendable {
    case segments(count: Int)
    case groups(count: Int)
  }

  private let start: Int
  private let end: Int
  private let format: Format

  /// Takes the encoding of all Unicode where there is one, else that of its first plane.
  init(_ data: FontData, _ table: Range<Int>) throws(FontError) {
    var best: (rank: Int, map: CharacterMap)?
    for index in 0..<min(data.word(table.lowerBound + 2) ?? 0, 64) {
      let record = table.lowerBound + 4 + 8 * index
      guard let platform = data.word(record), let encoding = data.word(record + 2),
        let offset = data.long(record + 4), offset < table.count,
        let rank = Self.rank(platform, encoding), rank > best?.rank ?? 0,
        let map = Self(data, table.lowerBound + offset, table.upperBound)
      else { continue }
      best = (rank, map)
    }
    guard let best else { throw .damaged(table: "cmap") }
    self = best.map
  }

  private static func rank(_ platform: Int, _ encoding: Int) -> Int? {
    switch (platform, encoding) {
    case (3, 10): 4
    case (0, 4), (0, 6): 3
    case (3, 1): 2
    case (0, 0...3): 1
    default: nil
    }
  }

  private init?(_ data: FontData, _ start: Int, _ end: Int) {
    self.start = start
    self.end = end
    switch data.word(start) {
    case 4:
      guard let twice = data.word(start + 6), twice >= 2, start + 16 + 4 * twice <= end else {
        return nil
      }
      format = .segments(count: twice / 2)
    case 12:
      guard let count = data.long(start + 12), count <= (end - start - 16) / 12 else { return nil }
      format = .groups(count: count)
    default: return nil
    }
  }

  /// 0 for a character that has no glyph.
  func glyph(_ character: UInt32, in data: FontData) -> Int {
    switch format {
    case .segments(let count): segment(Int(character), count, data)
    case .groups(let count): group(Int(character), count, data)
    }
  }

  /// Ends, a pad, starts, deltas, offsets: four rows of two octets a segment.
  private func segment(_ character: Int, _ count: Int, _ data: FontData) -> Int {
    guard character < 0x10000 else { return 0 }
    let ends = start + 14
    let index = first(count) { (data.word(ends + 2 * $0) ?? 0) >= character }
    let starts = ends + 2 * count + 2
    guard index < count, let from = data.word(starts + 2 * index), from <= character,
      let delta = data.word(starts + 2 * count + 2 * index)
    else { return 0 }
    let place = starts + 4 * count + 2 * index
    guard let offset = data.word(place) else { return 0 }
    if offset == 0 { return (character + delta) & 0xFFFF }
    let at = place + offset + 2 * (character - from)
    guard at + 2 <= end, let glyph = data.word(at), glyph != 0 else { return 0 }
    return (glyph + delta) & 0xFFFF
  }

  /// First character, last character, first glyph: twelve octets a group.
  private func group(_ character: Int, _ count: Int, _ data: FontData) -> Int {
    let groups = start + 16
    let index = first(count) { (data.long(groups + 12 * $0 + 4) ?? 0) >= character }
    guard index < count, let from = data.long(groups + 12 * index), from <= character,
      let glyph = data.long(groups + 12 * index + 8)
    else { return 0 }
    return min(glyph + character - from, 0xFFFF)
  }

  /// The first of `count` places that fits, by halving; `count` where none does.
  private func first(_ count: Int, where fits: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if fits(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
