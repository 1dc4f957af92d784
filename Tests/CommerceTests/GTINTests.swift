import Commerce
import Testing

@Suite struct GTINTests {
  @Test(arguments: [
    ("4006381333931", GTIN.Kind.ean13), ("96385074", .ean8), ("036000291452", .upcA),
    ("10614141000415", .gtin14), ("6291041500213", .ean13), ("0000000000000", .ean13),
  ])
  func `published examples`(_ text: String, _ kind: GTIN.Kind) throws {
    let gtin = try GTIN(text)
    #expect(gtin.kind == kind)
    #expect(gtin.text == text)
    #expect(gtin.padded.utf8.count == 14 && gtin.padded.hasSuffix(text))
  }

  @Test(arguments: [("4006381333932", 1), ("96385070", 4), ("036000291459", 2)])
  func `the error tells the right check digit`(_ text: String, _ expected: Int) {
    #expect(throws: GTINError.wrongCheckDigit(expected: expected)) { try GTIN(text) }
  }

  @Test func `every single wrong digit is noticed`() {
    let digits = Array("4006381333931")
    for index in digits.indices {
      for digit in "0123456789" where digit != digits[index] {
        var wrong = digits
        wrong[index] = digit
        #expect(throws: GTINError.self) { try GTIN(String(wrong)) }
      }
    }
  }

  @Test(arguments: ["", "4", "400638133393", "123456789", "123456789012345"].dropFirst(0))
  func `other lengths and check digits are refused`(_ text: String) {
    #expect(throws: GTINError.self) { try GTIN(text) }
  }

  @Test(arguments: ["400638133393X", " 4006381333931", "４００６３８１３３３９３１", "4006381-33393"])
  func `only digits`(_ text: String) {
    #expect(throws: GTINError.notDigits) { try GTIN(text) }
  }
}
