/// A font inside one document: the characters that it shows, each with a number of two octets.
struct PDFFont {
  let font: TrueType
  /// By their number; 0 is the box of a missing character.
  private(set) var glyphs = [0]
  private(set) var scalars: [Unicode.Scalar] = ["\u{FFFD}"]
  private var numbers: [Unicode.Scalar: Int] = [:]

  init(_ font: TrueType) { self.font = font }

  /// The number under which texts write a character: one for each, even where two share a glyph,
  /// so that copied text is what was written.
  mutating func number(_ scalar: Unicode.Scalar, _ glyph: Int) -> Int {
    if let known = numbers[scalar] { return known }
    let number = glyphs.count
    numbers[scalar] = number
    glyphs.append(glyph)
    scalars.append(scalar)
    return number
  }

  var isFull: Bool { glyphs.count > 0xFFF0 }

  /// The five objects of a font, the first of them numbered `first` (9.7, 9.8).
  func objects(from first: Int) throws(PDFError) -> [[UInt8]] {
    var subset = TrueTypeSubset(font, glyphs)
    let file = subset.file()
    let name = "\(tag)+\(font.name)"
    let box = font.box.map(String.init).joined(separator: " ")
    return [
      Array(
        """
        << /Type /Font /Subtype /Type0 /BaseFont /\(name) /Encoding /Identity-H \
        /DescendantFonts [\(first + 1) 0 R] /ToUnicode \(first + 4) 0 R >>
        """.utf8),
      Array(
        """
        << /Type /Font /Subtype /CIDFontType2 /BaseFont /\(name) \
        /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
        /FontDescriptor \(first + 2) 0 R /CIDToGIDMap /Identity /W [0 [\(widths)]] >>
        """.utf8),
      Array(
        """
        << /Type /FontDescriptor /FontName /\(name) /Flags 4 /FontBBox [\(box)] /ItalicAngle 0 \
        /Ascent \(font.ascent) /Descent \(font.descent) /CapHeight \(font.capHeight) /StemV 80 \
        /FontFile2 \(first + 3) 0 R >>
        """.utf8),
      try PDFBytes.stream(file, " /Length1 \(file.count)"),
      try PDFBytes.stream(unicode),
    ]
  }

  private var widths: String {
    glyphs.map { String(font.advance($0)) }.joined(separator: " ")
  }

  /// Six letters that tell this subset from others (9.6.4).
  private var tag: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for scalar in scalars { hash = (hash ^ UInt64(scalar.value)) &* 0x100_0000_01B3 }
    var tag = ""
    for _ in 0..<6 {
      tag.unicodeScalars.append(Unicode.Scalar(UInt8(65 + hash % 26)))
      hash /= 26
    }
    return tag
  }

  /// What each number means, for copying and searching (9.10.3).
  private var unicode: [UInt8] {
    var out = PDFBytes()
    out.add(
      """
      /CIDInit /ProcSet findresource begin
      12 dict begin
      begincmap
      /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
      /CMapName /Adobe-Identity-UCS def
      /CMapType 2 def
      1 begincodespacerange
      <0000> <FFFF>
      endcodespacerange

      """)
    var start = 0
    while start < scalars.count {
      let end = min(start + 100, scalars.count)
      out.add("\(end - start) beginbfchar\n")
      for number in start..<end {
        out.add("<")
        out.add(hex: number)
        out.add("> <")
        for unit in String(Character(scalars[number])).utf16 { out.add(hex: Int(unit)) }
        out.add(">\n")
      }
      out.add("endbfchar\n")
      start = end
    }
    out.add("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return out.bytes
  }
}
