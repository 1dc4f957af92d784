import Commerce
import Testing

@testable import Products

/// The automatic checks of a listing's content.
@Suite struct ContentChecksTests {
  struct Sentence: Sendable, CustomTestStringConvertible {
    let text: String
    var code: ReasonCode?
    var words = ""

    var testDescription: String { text }
  }

  @Test(
    "texts",
    arguments: [
      Sentence(text: "A stoneware teapot, 0.9 L, holds three large cups."),
      Sentence(text: "Size 240 × 180 × 170 mm, article 4607123450017, made 2024-11-05."),
      Sentence(text: "Write to @koivu_shop.", code: .contactInText, words: "@koivu_shop"),
      Sentence(text: "Mail: shop@koivu.example", code: .contactInText, words: "shop@koivu.example"),
      Sentence(
        text: "See https://koivu.example/tea", code: .contactInText,
        words: "https://koivu.example/tea"),
      Sentence(text: "Наш сайт koivu-shop.ru", code: .contactInText, words: "koivu-shop.ru"),
      Sentence(
        text: "Call +7 (495) 123-45-67 today", code: .contactInText, words: "+7 (495) 123-45-67"),
      Sentence(text: "Best replica of the year", code: .prohibitedWord, words: "replica"),
      Sentence(text: "Точная реплика", code: .prohibitedWord, words: "реплика"),
      Sentence(text: "这是高仿茶壶", code: .prohibitedWord, words: "高仿"),
      Sentence(text: "Heals headaches", code: .misleadingClaim, words: "Heals"),
      Sentence(text: "Reply within a day, repl. parts included"),
    ])
  func texts(sentence: Sentence) {
    let found = TextRules.findings(in: sentence.text)
    #expect(found.map(\.code) == [sentence.code].compactMap { $0 })
    #expect(found.first?.words ?? "" == sentence.words)
  }

  @Test(
    "a name in capitals is shouting, an abbreviation is not",
    arguments: [
      ("BUY THIS TEAPOT NOW", true), ("USB-C cable, 60 W", false), ("КУПИТЕ ЧАЙНИК СЕЙЧАС", true),
      ("陶瓷茶壶", false), ("LED", false),
    ])
  func capitals(text: String, isShouted: Bool) {
    #expect(TextRules.isShouted(text) == isShouted)
  }

  @Test(
    "a word-wise comparison keeps both sides whole",
    arguments: [
      ("", "new text"), ("old text", ""), ("one two three", "one 2 three four"),
      ("красный чайник", "синий чайник"), ("陶瓷茶壶", "陶瓷水壶"), ("same", "same"),
      ("a  b\nc", "a b\n\nc"),
    ])
  func diffs(old: String, new: String) {
    let pieces = TextDiff.pieces(from: old, to: new)
    #expect(pieces.filter { $0.change != .added }.map(\.text).joined() == old)
    #expect(pieces.filter { $0.change != .removed }.map(\.text).joined() == new)
  }

  @Test("only what differs is marked")
  func marksDifference() {
    let pieces = TextDiff.pieces(from: "Koivu, green", to: "Koivu, sage")
    #expect(
      pieces == [
        TextDiff.Piece(change: .same, text: "Koivu, "),
        TextDiff.Piece(change: .removed, text: "green"),
        TextDiff.Piece(change: .added, text: "sage"),
      ])
  }

  @Test(
    "tabs of a listing",
    arguments: [
      (ListingState.new, Pending.draft, [ProductTab.drafts]), (.new, .review, [.review]),
      (.new, .fixes, [.fixes]), (.onSale, .none, [.onSale]), (.onSale, .draft, [.onSale]),
      (.onSale, .fixes, [.onSale, .fixes]), (.ready, .review, [.ready, .review]),
      (.hidden, .none, [.hidden]), (.archived, .fixes, [.archived]),
    ])
  func tabs(state: ListingState, pending: Pending, tabs: [ProductTab]) {
    #expect(ProductTab.of(state, pending) == Set(tabs + [.all]))
  }
}
