/// A TrueType font (ISO/IEC 14496-22): what measuring and embedding need of it. Reads of a damaged
/// font give nothing or blanks, never a trap.
public struct TrueType: Sendable {
  let data: FontData
  /// The name under which a document embeds it.
  let name: String
  let glyphCount: Int
  private let unitsPerEm: Int
  private let tables: [String: Range<Int>]
  private let hasLongOffsets: Bool
  private let metricCount: Int
  private let map: CharacterMap
  /// Heights and the box of all glyphs, in thousandths of the type size.
  let ascent: Int
  let descent: Int
  let capHeight: Int
  let box: [Int]

  /// - Parameter name: of the font inside documents, of ASCII letters and digits.
  public init(_ data: FontData, name: String) throws(FontError) {
    self.data = data
    self.name = name
    tables = try Self.directory(data)
    for table in ["head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap"]
    where tables[table] == nil {
      throw table == "glyf" || table == "loca" ? .noOutlines : .damaged(table: table)
    }
    let head = tables["head"]?.lowerBound ?? 0
    guard let units = data.word(head + 18), 16...16_384 ~= units,
      let format = data.word(head + 50), format <= 1
    else { throw .damaged(table: "head") }
    unitsPerEm = units
    hasLongOffsets = format == 1
    let maxp = tables["maxp"]?.lowerBound ?? 0
    guard let glyphs = data.word(maxp + 4), glyphs > 0 else { throw .damaged(table: "maxp") }
    glyphCount = glyphs
    guard (tables["loca"]?.count ?? 0) >= (glyphs + 1) * (format == 1 ? 4 : 2) else {
      throw .damaged(table: "loca")
    }
    let hhea = tables["hhea"]?.lowerBound ?? 0
    guard let metrics = data.word(hhea + 34), 1...glyphs ~= metrics,
      (tables["hmtx"]?.count ?? 0) >= metrics * 4
    else { throw .damaged(table: "hhea") }
    metricCount = metrics
    map = try CharacterMap(data, tables["cmap"] ?? 0..<0)
    let thousandths = { (at: Int) in (data.short(at) ?? 0) * 1_000 / units }
    ascent = thousandths(hhea + 4)
    descent = thousandths(hhea + 6)
    box = (0..<4).map { thousandths(head + 36 + 2 * $0) }
    let os2 = tables["OS/2"]
    let height = os2.map { $0.count >= 90 ? thousandths($0.lowerBound + 88) : 0 } ?? 0
    capHeight = height > 0 ? height : ascent * 3 / 4
  }

  /// The tables by name, of the first font where the file is a collection.
  private static func directory(_ data: FontData) throws(FontError) -> [String: Range<Int>] {
    var start = 0
    if data.long(0) == 0x7474_6366 { start = data.long(12) ?? 0 }
    guard let version = data.long(start), let count = data.word(start + 4) else {
      throw .damaged(table: "directory")
    }
    guard version != 0x4F54_544F else { throw .noOutlines }
    guard version == 0x0001_0000 || version == 0x7472_7565, 1...128 ~= count else {
      throw .damaged(table: "directory")
    }
    var tables: [String: Range<Int>] = [:]
    for index in 0..<count {
      let entry = start + 12 + 16 * index
      guard let tag = data.slice(entry, 4), let offset = data.long(entry + 8),
        let length = data.long(entry + 12), data.slice(offset, 0) != nil,
        length <= data.count - offset
      else { throw .damaged(table: "directory") }
      tables[String(decoding: tag, as: UTF8.self)] = offset..<offset + length
    }
    return tables
  }

  /// The glyph of a character; 0 where the font has none.
  func glyph(_ scalar: Unicode.Scalar) -> Int {
    let glyph = map.glyph(scalar.value, in: data)
    return glyph < glyphCount ? glyph : 0
  }

  /// The width that a glyph takes, in thousandths of the type size.
  func advance(_ glyph: Int) -> Int {
    guard let table = tables["hmtx"] else { return 0 }
    let units = data.word(table.lowerBound + 4 * min(max(glyph, 0), metricCount - 1)) ?? 0
    return (units * 1_000 + unitsPerEm / 2) / unitsPerEm
  }

  /// The width in the font's own units, and what is free on the left, as `hmtx` has them.
  func metrics(_ glyph: Int) -> (advance: Int, bearing: Int) {
    guard let table = tables["hmtx"] else { return (0, 0) }
    let row = table.lowerBound + 4 * min(glyph, metricCount - 1)
    let bearing =
      glyph < metricCount
      ? row + 2 : table.lowerBound + 4 * metricCount + 2 * (glyph - metricCount)
    return (data.word(row) ?? 0, bearing + 2 <= table.upperBound ? data.short(bearing) ?? 0 : 0)
  }

  /// Where a glyph's outline lies in the file; nil where it is blank or damaged.
  func outline(_ glyph: Int) -> Range<Int>? {
    guard 0..<glyphCount ~= glyph, let loca = tables["loca"], let glyf = tables["glyf"] else {
      return nil
    }
    let start: Int?
    let end: Int?
    if hasLongOffsets {
      start = data.long(loca.lowerBound + 4 * glyph)
      end = data.long(loca.lowerBound + 4 * glyph + 4)
    } else {
      start = data.word(loca.lowerBound + 2 * glyph).map { $0 * 2 }
      end = data.word(loca.lowerBound + 2 * glyph + 2).map { $0 * 2 }
    }
    guard let start, let end, start < end, end <= glyf.count else { return nil }
    return glyf.lowerBound + start..<glyf.lowerBound + end
  }

  /// The octets of a table that a subset copies.
  func table(_ name: String, _ length: Int) -> [UInt8] {
    guard let range = tables[name] else { return [] }
    return Array(data.slice(range.lowerBound, min(length, range.count)) ?? [])
  }
}
