import Commerce
import Documents
import Office
import OfficeTesting
import Testing

@testable import Products

/// What people read where a picture is not taken.
@Suite struct PictureWordsTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// In English, Russian and Chinese.
    let texts: [String]
    var testDescription: String { name }
  }

  private static func png(_ width: Int, _ height: Int) -> [UInt8] {
    let pixels = [UInt8](repeating: 90, count: width * height * 3)
    return (try? PNGEncoder.encode(width: width, height: height, pixels: pixels, level: 1)) ?? []
  }

  /// With one bit of its pixels turned, which its checksum tells.
  private static var damaged: [UInt8] {
    var bytes = png(32, 32)
    bytes[bytes.count - 20] ^= 1
    return bytes
  }

  /// The head of a WebP that says it moves.
  private static let moving: [UInt8] =
    Array("RIFF".utf8) + [36, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0]
    + [2, 0, 0, 0, 31, 0, 0, 31, 0, 0] + Array("ANIM".utf8) + [6, 0, 0, 0, 0, 0, 0, 0, 0, 0]

  static let faults: [Fault] = [
    Fault(
      name: "a page", bytes: Array("<html>".utf8),
      texts: [
        "“photo.png” is no picture. Choose a JPEG, PNG or WebP",
        "«photo.png» — не изображение. Выберите JPEG, PNG или WebP",
        "“photo.png”不是图片，请选择 JPEG、PNG 或 WebP",
      ]),
    Fault(
      name: "a paper", bytes: Array("%PDF-1.7".utf8),
      texts: ["is PDF, which not every browser shows", "это PDF", "是 PDF 格式"]),
    Fault(
      name: "HEIC", bytes: [0, 0, 0, 24] + Array("ftypheic0000".utf8),
      texts: ["is HEIC, which not every", "это HEIC", "是 HEIC 格式"]),
    Fault(
      name: "SVG", bytes: Array("<svg xmlns='x'/>".utf8),
      texts: ["Save it as PNG", "Сохраните как PNG", "请另存为 PNG"]),
    Fault(
      name: "nothing", bytes: [],
      texts: ["is empty or ends too early", "пуст или обрывается", "为空或不完整"]),
    Fault(
      name: "half", bytes: Array(png(32, 32).prefix(40)),
      texts: ["is empty or ends too early", "пуст или обрывается", "为空或不完整"]),
    Fault(
      name: "10 MB and a byte", bytes: [UInt8](repeating: 7, count: 10_000_001),
      texts: ["is larger than 10 MB. Save it smaller", "больше 10 МБ", "超过 10 MB"]),
    Fault(
      name: "wide", bytes: png(12_001, 16),
      texts: [
        "has 12001 × 16 pixels. Save it with at most 12000 on a side",
        "12001 × 16 пикселей. Сохраните так, чтобы по стороне было не больше 12000",
        "12001 × 16 像素，请缩小到单边不超过 12000 像素",
      ]),
    Fault(
      name: "a speck", bytes: png(15, 20),
      texts: ["15 × 20 pixels. Choose one with at least 16", "не меньше 16", "每边至少 16 像素"]),
    Fault(
      name: "moving", bytes: moving,
      texts: ["moves. Choose a still picture", "анимация. Выберите неподвижное", "是动图"]),
    Fault(
      name: "damaged", bytes: damaged,
      texts: ["is damaged. Open it in a picture program", "повреждён. Откройте", "已损坏"]),
  ]

  @Test(
    "row 15: each fault of a picture says in the reader's language what to do", arguments: faults)
  func words(fault: Fault) throws {
    let shop = try Shop()
    let paper = try shop.begin() + "/certificates"
    for (locale, text) in zip([Locale.en, .ru, .zh], fault.texts) {
      let reader = try shop.client.signIn(.owner, of: shop.seller, locale: locale)
      let ahead = try shop.client.post(
        "/pictures", [], files: [TestFile("upload", name: "photo.png", fault.bytes)], as: reader)
      #expect(ahead.status == 422)
      #expect(ahead.json["problem"]?.string?.contains(text) == true, "\(ahead.text)")
      let scan = try shop.client.post(
        paper, [("kind", "certificate"), ("number", "1"), ("issuer", ""), ("expires", "")],
        files: [TestFile("uploads", name: "photo.png", fault.bytes)], as: reader)
      #expect(scan.status == 422 && scan.text.contains(text))
    }
  }

  @Test("row 15: of sixteen pictures in one post the last is left out, and the page says so")
  func tooMany() throws {
    let shop = try Shop()
    let path = try shop.begin()
    let files = (1...16).map {
      TestFile("uploads", name: "p\($0).png", Self.png(16 + $0, 16))
    }
    let answer = try shop.client.post(
      path, shop.form(path, Shop.teapot), files: files, as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains("At most 15 pictures; the last ones were left out"))
    #expect(answer.input("picture_14") != nil && answer.input("picture_15") == nil)
  }
}
