import Commerce
import HTTP
import Office
import OfficeTesting
import Testing

@testable import Products

/// Hostile and mistaken input in the edit form: the right status, the field named, what was
/// typed kept, nothing half-written.
@Suite struct FormTests {
  struct Wrong: Sendable, CustomTestStringConvertible {
    let field: String
    let value: String
    let says: String
    /// The link in the summary; the field itself unless said.
    var link: String?

    var testDescription: String { "\(field) = \(value.prefix(24))" }
  }

  static let wrong = [
    Wrong(field: "price", value: "a lot", says: "amount"),
    Wrong(field: "price", value: "-5", says: "amount"),
    Wrong(field: "price", value: "0", says: "too small"),
    Wrong(field: "price", value: "1,240", says: "amount"),
    Wrong(field: "price", value: "99999999999999999999", says: "amount"),
    Wrong(field: "price_before", value: "2000", says: "higher than the price"),
    Wrong(field: "price_min", value: "3000", says: "higher than the price"),
    Wrong(field: "weight", value: "1.25 kg", says: "Must be in grams, for example 1250"),
    Wrong(field: "weight", value: "0", says: "in grams"),
    Wrong(field: "length", value: "99999999999999999999999", says: "in millimetres"),
    Wrong(field: "low_stock", value: "-1", says: "whole number"),
    Wrong(field: "barcode", value: "46071234ABCDE", says: "digits only"),
    Wrong(field: "barcode", value: "46071", says: "8, 12, 13 or 14"),
    Wrong(field: "barcode", value: "4607123450018", says: "must be"),
    Wrong(field: "attribute_volume", value: "one litre", says: "whole number"),
    Wrong(field: "attribute_material", value: "kryptonite", says: "one of"),
    Wrong(field: "category", value: "7", says: "one of"),
    Wrong(field: "title", value: String(repeating: "x", count: 801), says: "800"),
    Wrong(field: "title", value: "bell \u{7}", says: "control"),
    Wrong(field: "offer_id", value: String(repeating: "9", count: 51), says: "50"),
    Wrong(field: "picture_0", value: "forged 900 900 sig", says: "not known", link: "pictures"),
  ]

  @Test("a wrong value: 422, the field named, the text kept, nothing saved", arguments: wrong)
  func refuses(wrong: Wrong) throws {
    let shop = try Shop()
    let path = try shop.begin()
    let answer = try shop.save(path, [wrong.field: wrong.value])
    #expect(answer.status == 422)
    #expect(answer.text.contains("href=\"#\(wrong.link ?? wrong.field)\""))
    #expect(answer.text.contains(wrong.says), "\(wrong.says)")
    if wrong.link == nil && wrong.field != "category" && wrong.field != "attribute_material" {
      #expect(answer.input(wrong.field)?.isEmpty == false)
    }
    #expect(answer.input("brand") == "Koivu")
    #expect(try shop.product(path)?.title == "")
  }

  @Test("a field sent twice is refused")
  func twice() throws {
    let shop = try Shop()
    let path = try shop.begin()
    let fields = try shop.form(path, Shop.teapot) + [("title", "Second name")]
    let answer = try shop.client.post(path, fields, as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains("href=\"#title\""))
  }

  @Test("text that is not UTF-8, a broken escape and a cut multipart are 400")
  func malformed() throws {
    let shop = try Shop()
    let path = try shop.begin()
    let token = shop.client.token(shop.owner).map { "\($0.0)=\($0.1)" }.joined()
    let form = "application/x-www-form-urlencoded"
    for tail in ["&title=%FF%FE", "&title=%4"] {
      let answer = try shop.client.post(
        path, type: form, Array("\(token)\(tail)".utf8), as: shop.owner)
      #expect(answer.status == 400, "\(tail)")
      #expect(answer.text.contains("field “title”"), "\(answer.text)")
    }
    let cut = Array("--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx".utf8)
    let answer = try shop.client.post(
      path, type: "multipart/form-data; boundary=b", cut, as: shop.owner)
    #expect(answer.status == 400)
  }

  @Test("another media type is 415, a form without its token 403")
  func foreign() throws {
    let shop = try Shop()
    let path = try shop.begin()
    let json = try shop.client.post(path, type: "application/json", [0x7B], as: shop.owner)
    #expect(json.status == 415)
    let bare = try shop.client.post(
      path, type: "application/x-www-form-urlencoded", Array("title=x".utf8), as: shop.owner)
    #expect(bare.status == 403)
  }

  struct Upload: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let says: String

    var testDescription: String { name }
  }

  static let uploads = [
    Upload(name: "empty.jpg", bytes: [], says: "is empty"),
    Upload(name: "text.png", bytes: Array("hello".utf8), says: "no picture"),
    Upload(name: "vector.svg", bytes: Array("<svg xmlns='x'/>".utf8), says: "SVG"),
    Upload(name: "moving.gif", bytes: Array("GIF89a1234".utf8), says: "GIF"),
    Upload(
      name: "cut.png", bytes: Array((try? Shop.picture())?.prefix(60) ?? []), says: "too early"),
    Upload(
      name: "large.jpg", bytes: [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 1, count: 11 << 20),
      says: "larger than 10 MB"),
    Upload(name: "tiny.png", bytes: (try? Shop.picture(4, 4)) ?? [], says: "4 × 4"),
  ]

  @Test("an upload that is no good: 422, the file named, the rest kept", arguments: uploads)
  func refusesUpload(upload: Upload) throws {
    let shop = try Shop()
    let path = try shop.begin()
    let files = [
      TestFile("uploads", name: upload.name, upload.bytes),
      TestFile("uploads", name: "good.png", try Shop.picture()),
    ]
    let answer = try shop.client.post(
      path, try shop.form(path, Shop.teapot), files: files, as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains(upload.says), "\(upload.says)")
    #expect(answer.text.contains(upload.name))
    #expect(answer.input("picture_0") != nil)
    #expect(answer.input("title") == Shop.teapot["title"])
  }

  @Test("pictures are stored by content, moved, described and removed")
  func pictures() throws {
    let shop = try Shop()
    let path = try shop.begin()
    try shop.save(path, picture: try Shop.picture(shade: 1))
    try shop.save(path, picture: try Shop.picture(shade: 2))
    try shop.save(path, picture: try Shop.picture(shade: 2))
    let first = try #require(try names(shop, path).first)
    #expect(try names(shop, path).count == 2)
    try shop.save(path, ["picture": "0-later", "alt_0": "Front"])
    #expect(try names(shop, path).last == first)
    #expect(try shop.client.get(path, as: shop.owner).input("alt_1") == "Front")
    try shop.save(path, ["picture": "1-remove"])
    #expect(try names(shop, path).count == 1)
    #expect(!(try names(shop, path).contains(first)))
  }

  @Test("a stored picture is served for ever to anybody, and nothing else is")
  func serves() throws {
    let shop = try Shop()
    let path = try shop.begin()
    try shop.save(path, picture: try Shop.picture())
    let name = try #require(try names(shop, path).first)
    let answer = try shop.client.get("/images/\(name)")
    #expect(answer.status == 200)
    #expect(answer.headers["Content-Type"] == "image/png")
    #expect(answer.headers["Cache-Control"]?.contains("immutable") == true)
    #expect(answer.bytes.starts(with: [0x89, 0x50]))
    for bad in ["..", "x.png", "\(name).part", "\(name.dropFirst())"] {
      #expect(try shop.client.get("/images/\(bad)").status == 404, "\(bad)")
    }
  }

  private func names(_ shop: Shop, _ path: String) throws -> [String] {
    let product = try #require(try shop.product(path))
    let newest = try #require(product.newest)
    return try shop.client.rows(of: shop.seller) {
      try RevisionStore(rows: $0).revision(newest)?.content.pictures.map(\.name) ?? []
    }
  }
}
