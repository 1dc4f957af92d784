import Commerce
import Testing

@Suite struct CodingTests {
  /// RFC 4648, 10.
  @Test(arguments: [
    ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
    ("foob", "Zm9vYg==", "666f6f62"), ("fooba", "Zm9vYmE=", "666f6f6261"),
    ("foobar", "Zm9vYmFy", "666f6f626172"),
  ])
  func `the standard's examples`(_ text: String, _ base64: String, _ hex: String) {
    let bytes = Array(text.utf8)
    #expect(Base64.encode(bytes) == base64)
    #expect(Base64.decode(base64) == bytes)
    let bare = base64.replacing("=", with: "")
    #expect(Base64URL.encode(bytes) == bare)
    #expect(Base64URL.decode(bare) == bytes)
    #expect(Hex.encode(bytes) == hex)
    #expect(Hex.decode(hex.uppercased()) == bytes)
  }

  @Test func `all octets survive in both alphabets`() {
    for length in 0...66 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 255 - $0 * 37) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
    #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
  }

  @Test(arguments: ["Zg=", "Zg", "Z===", "====", "Zh==", "Zm9=", "Zm9v\n", "Zg==Zg==", "-_8=", "Z"])
  func `what is no base 64`(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(arguments: ["Zg==", "Zh", "Zm9", "Z", "+/8", "Zm9v "])
  func `what is no base 64 for addresses`(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test(arguments: ["0", "0g", "é", "0 "])
  func `what is no hexadecimal`(_ text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
