import Foundation
import Testing

@testable import Documents

@Suite("Fonts of documents") struct FontTests {
  static let dejavu = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
  static let droid = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"
  static let areHere = [dejavu, droid].allSatisfy(FileManager.default.fileExists)
  static let why: Comment = "fonts-dejavu-core or fonts-droid-fallback is not installed"

  @Test("a font knows its characters and their widths", .enabled(if: areHere, why))
  func characters() throws {
    let font = try TrueType(FontData(path: Self.dejavu), name: "DejaVuSans")
    for scalar in "Aя1€".unicodeScalars { #expect(font.glyph(scalar) > 0) }
    #expect(font.glyph("中") == 0)
    #expect(font.advance(font.glyph("0")) == font.advance(font.glyph("7")))
    #expect(font.advance(font.glyph("W")) > font.advance(font.glyph("i")))
    let chinese = try TrueType(FontData(path: Self.droid), name: "Droid")
    #expect(chinese.glyph("中") > 0 && chinese.advance(chinese.glyph("中")) == 1_000)
  }

  @Test("a character comes from the first font that has it", .enabled(if: areHere, why))
  func fallback() {
    let book = FontFolder.book()
    #expect(book.missing.isEmpty)
    #expect(book.glyph("Щ", .regular).font == 0)
    #expect(book.glyph("Щ", .bold).font == 1)
    #expect(book.glyph("中", .regular).font == 2)
    #expect(book.glyph("中", .bold).isThickened && !book.glyph("Щ", .bold).isThickened)
    #expect(book.glyph("\u{1F9E6}", .regular).glyph == 0)
  }

  @Test("what is no font is refused, and says why")
  func refused() {
    #expect(throws: FontError.unreadable) { try FontData(path: "/nowhere.ttf") }
    #expect(throws: FontError.unreadable) { try FontData(path: "/usr") }
    for size in [0, 1, 12, 300] {
      #expect(throws: FontError.self) {
        try TrueType(FontData([UInt8](repeating: 0, count: size)), name: "X")
      }
    }
    let outlines = Array("OTTO".utf8) + [UInt8](repeating: 0, count: 40)
    #expect(throws: FontError.noOutlines) { try TrueType(FontData(outlines), name: "X") }
    #expect(FontFolder.book(["/nowhere"]).missing == [.european, .chinese])
  }

  @Test("no damage to a font's octets traps: it is refused, or shows something else")
  func mutations() throws {
    guard let whole = FileManager.default.contents(atPath: Self.dejavu) else { return }
    // The head of the file and of its tables are what is trusted; a cut file must do as well.
    var random = SystemRandomNumberGenerator()
    var taken = 0
    for round in 0..<300 {
      var bytes = [UInt8](whole)
      if round % 5 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
      for _ in 0..<(1 << (round % 12)) where !bytes.isEmpty {
        let isHead = Bool.random(using: &random)
        let place = Int.random(in: 0..<(isHead ? min(400, bytes.count) : bytes.count))
        bytes[place] = UInt8.random(in: 0...255)
      }
      guard let font = try? TrueType(FontData(bytes), name: "X") else { continue }
      taken += 1
      let glyphs = "Aéя1Ж№\u{10FFFF}".unicodeScalars.map(font.glyph)
      for glyph in glyphs { #expect(font.advance(glyph) >= 0) }
      var subset = TrueTypeSubset(font, [0] + glyphs)
      #expect(!subset.file().isEmpty)
    }
    #expect(taken > 0)
  }

  @Test("tables that point anywhere are harmless")
  func hostile() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      var bytes: [UInt8] = [0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0]
      for name in ["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"] {
        bytes += Array(name.utf8) + [0, 0, 0, 0]
        for _ in 0..<2 { bytes += [0, 0, UInt8.random(in: 0...1), UInt8.random(in: 0...255)] }
      }
      bytes += (0..<700).map { _ in Bool.random(using: &random) ? 0 : UInt8.random(in: 0...255) }
      guard let font = try? TrueType(FontData(bytes), name: "X") else { continue }
      _ = "Aя中".unicodeScalars.map { font.advance(font.glyph($0)) }
      var subset = TrueTypeSubset(font, Array(0..<min(font.glyphCount, 50)))
      _ = subset.file()
    }
  }
}
