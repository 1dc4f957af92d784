import Documents
import Testing

@Suite struct QRCodeTests {
  /// Byte capacities at level M (ISO/IEC 18004, table 7).
  @Test(arguments: [
    (1, 14), (2, 26), (3, 42), (4, 62), (5, 84), (6, 106), (7, 122), (8, 152), (9, 180), (10, 213),
  ])
  func `the smallest version that holds the text, up to its last octet`(
    _ version: Int, _ capacity: Int
  ) throws {
    let full = String(repeating: "x", count: capacity)
    let code = try QRCode(full)
    #expect(code.version == version && code.size == 17 + 4 * version)
    #expect(try QRDecoder(code.modules, size: code.size).text() == full)
    guard version < 10 else { return }
    #expect(try QRCode(full + "x").version == version + 1)
  }

  @Test(arguments: ["", "a", "https://shop.example/p/48217-1?k=Zm9v", "Посылка 48217-1", "包裹"])
  func `texts decode to themselves`(_ text: String) throws {
    let code = try QRCode(text)
    #expect(try QRDecoder(code.modules, size: code.size).text() == text)
  }

  @Test func `texts at random decode, with every mask`() throws {
    var masks: Set<Int> = []
    for seed in 0..<60 {
      let text = String(
        decoding: (0..<seed % 20).map { UInt8(33 + ($0 * 7 + seed * 13) % 90) }, as: UTF8.self)
      let code = try QRCode(text)
      let decoder = try QRDecoder(code.modules, size: code.size)
      #expect(decoder.mask == code.mask)
      #expect(try decoder.text() == text)
      masks.insert(code.mask)
    }
    #expect(masks == Set(0..<8))
  }

  @Test func `too much text`() {
    #expect(throws: QRCodeError.tooLong(limit: 213)) {
      try QRCode(String(repeating: "x", count: 214))
    }
  }

  @Test func `the path covers the dark modules behind a quiet zone of four`() throws {
    let code = try QRCode("48217-1")
    #expect(code.width == 29)
    #expect(code.svgPath.hasPrefix("M4 4h7v1h-7z"))
    let lengths = code.svgPath.split(separator: "h").dropFirst().compactMap { part in
      Int(part.prefix { $0.isNumber })
    }
    #expect(lengths.reduce(0, +) == code.modules.count { $0 })
  }
}
