import Commerce
import Documents
import Foundation
import HTTP
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Pictures of goods: uploads, previews, what is refused, what is swept.
@Suite struct PictureTests {
  let shop: Shop

  init() throws { shop = try Shop() }

  private func upload(_ bytes: [UInt8], preview: [UInt8]? = nil) throws -> Answer {
    let files =
      [TestFile("upload", name: "front.png", bytes)]
      + (preview.map { [TestFile("preview", name: "preview.jpg", $0)] } ?? [])
    return try shop.client.post("/pictures", [], files: files, as: shop.owner)
  }

  private var store: PictureStore { PictureStore(shop.client.kernel.configuration) }

  private func file(_ name: String) -> String { "\(store.root)/\(name.prefix(2))/\(name)" }

  private func age(_ name: String, hours: Double) throws {
    let now = shop.client.clock.now().milliseconds / 1_000
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(now) - hours * 3_600)],
      ofItemAtPath: file(name))
  }

  /// A baseline JPEG of 8 x 8 grey pixels, with an EXIF segment that names a place.
  private static let jpeg: [UInt8] = {
    var bytes: [UInt8] = [0xFF, 0xD8]
    let exif = Array("Exif\0\0GPS 59.9386 N".utf8)
    bytes += [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
    bytes += [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
    bytes += [0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]
    bytes += [0xFF, 0xC4, 0, 20, 0, 1] + [UInt8](repeating: 0, count: 15) + [0]
    bytes += [0xFF, 0xC4, 0, 20, 0x10, 1] + [UInt8](repeating: 0, count: 15) + [0]
    bytes += [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9]
    return bytes
  }()

  @Test("row 15: several pictures in one post stand in the order they were chosen")
  func several() throws {
    let path = try shop.begin()
    let files = try (1...3).map {
      TestFile("uploads", name: "p\($0).png", try Shop.picture(shade: UInt8($0 * 40)))
    }
    let answer = try shop.client.post(
      path, shop.form(path, Shop.teapot), files: files, as: shop.owner)
    #expect(answer.status == 303)
    let page = try shop.client.get(path, as: shop.owner)
    let tokens = (0..<4).map { page.input("picture_\($0)") }
    #expect(tokens.prefix(3).allSatisfy { $0 != nil } && tokens[3] == nil)
    #expect(Set(tokens.prefix(3)).count == 3)
  }

  @Test("row 15: the same picture twice in one upload is named, and what was typed stays")
  func twins() throws {
    let path = try shop.begin()
    let picture = try Shop.picture(shade: 7)
    let files = [
      TestFile("uploads", name: "a.png", picture), TestFile("uploads", name: "b.png", picture),
    ]
    let answer = try shop.client.post(
      path, shop.form(path, Shop.teapot), files: files, as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains("“b.png” is the same picture as “a.png”"))
    #expect(answer.input("title") == Shop.teapot["title"])
    #expect(answer.input("picture_0") != nil && answer.input("picture_1") == nil)
  }

  @Test("row 15: a picture sent ahead is a token of the form; lists load its small one")
  func ahead() throws {
    let answer = try upload(Shop.picture(shade: 31), preview: Self.jpeg)
    #expect(answer.status == 200)
    let token = answer.json["token"]?.string ?? ""
    let href = answer.json["href"]?.string ?? ""
    #expect(href.hasSuffix("-s\(shop.seller)"))
    let small = try shop.client.get(href)
    #expect(small.status == 200 && small.headers["Content-Type"] == "image/jpeg")
    #expect(!small.text.contains("GPS"), "a preview is cleaned like a picture")
    let path = try shop.begin()
    var fields = Shop.teapot
    fields["picture_0"] = token
    fields["alt_0"] = "From the front"
    fields["version"] = try shop.client.get(path, as: shop.owner).input("version")
    let saved = try shop.client.post(path, fields.map { ($0, $1) }, as: shop.owner)
    #expect(saved.status == 303)
    #expect(try shop.client.get("/products", as: shop.owner).text.contains(href))
  }

  @Test("row 15: where no small one was sent the picture itself is served, and can't hurt others")
  func fallback() throws {
    let bytes = try Shop.picture(shade: 32)
    let href = try upload(bytes).json["href"]?.string ?? ""
    let plain = try shop.client.get(href)
    #expect(plain.status == 200 && plain.headers["Content-Type"] == "image/png")
    let other = try shop.client.signIn(.owner, of: shop.client.addSeller("Second"))
    let theirs = try shop.client.post(
      "/pictures", [],
      files: [
        TestFile("upload", name: "x.png", bytes), TestFile("preview", name: "p.jpg", Self.jpeg),
      ], as: other)
    #expect(theirs.status == 200)
    #expect(try shop.client.get(href).headers["Content-Type"] == "image/png")
    for name in ["-s1", "\(String(repeating: "a", count: 64)).png-s1", "x.png-sx"] {
      #expect(try shop.client.get("/images/\(name)").status == 404, "\(name)")
    }
  }

  @Test("row 15: a preview that is no small JPEG is left out, the picture is taken")
  func badPreviews() throws {
    let large = try Shop.picture(300, 300, shade: 3)
    for (index, preview) in [large, Array("<svg/>".utf8), Array(Self.jpeg.dropLast(4))].enumerated()
    {
      let answer = try upload(Shop.picture(shade: UInt8(60 + index)), preview: preview)
      #expect(answer.status == 200)
      let shown = try shop.client.get(answer.json["href"]?.string ?? "")
      #expect(shown.headers["Content-Type"] == "image/png")
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let text: String
    var testDescription: String { name }
  }

  /// A whole PNG whose head claims a size that its few bytes can't have.
  private static func claim(_ side: UInt32) -> [UInt8] {
    let size = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: side >> $0) }
    let pixels: [UInt8] = [0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", size + size + [8, 2, 0, 0, 0]) + chunk("IDAT", pixels) + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var chunk = Array(name.utf8) + content
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in chunk {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    chunk += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: ~crc >> $0) }
    return [0, 0, 0, UInt8(content.count)] + chunk
  }

  @Test(
    "row 15: what is no picture says why, keeps what was typed and leaves no file",
    arguments: [
      Fault(name: "svg", bytes: Array("<svg xmlns='x'><script/></svg>".utf8), text: "SVG"),
      Fault(name: "gif", bytes: Array("GIF89a....".utf8), text: "GIF"),
      Fault(name: "html", bytes: Array("<html><script>1</script>".utf8), text: "front.png"),
      Fault(name: "30,000 x 30,000", bytes: claim(30_000), text: "30000"),
      Fault(name: "empty", bytes: [], text: "front.png"),
      Fault(
        name: "truncated", bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A], text: "front.png"),
    ])
  func faults(fault: Fault) throws {
    let path = try shop.begin()
    let answer = try shop.client.post(
      path, shop.form(path, Shop.teapot),
      files: [TestFile("uploads", name: "front.png", fault.bytes)], as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains("id=\"uploads-e\""))
    #expect(answer.text.contains(fault.text))
    #expect(answer.input("title") == Shop.teapot["title"])
    #expect(try upload(fault.bytes).status == 422)
    let after = store.folders().flatMap { store.files(in: $0, before: .distant) }
    #expect(!after.contains { $0.hasSuffix(".part") })
  }

  @Test("row 15: a file that is a picture and something else keeps only the picture")
  func polyglot() throws {
    let bytes = try Shop.picture(shade: 99) + Array("<script>alert(1)</script>PK\u{3}\u{4}".utf8)
    let name = try upload(bytes).json["name"]?.string ?? ""
    let stored = try shop.client.get("/images/\(name)")
    #expect(stored.status == 200 && !stored.text.contains("script"))
    #expect(stored.headers["Content-Type"] == "image/png")
    #expect(stored.headers["X-Content-Type-Options"] == "nosniff")
  }

  @Test("row 15: pictures that no version refers to are swept after a day, others never")
  func sweep() throws {
    let shop = try Shop(isAlone: true)
    let test = PictureTests(of: shop)
    let path = try shop.begin()
    try shop.save(path, picture: Shop.picture(shade: 11))
    let used = try #require(try shop.product(path)?.picture)
    let orphan =
      try #require(test.upload(Shop.picture(shade: 12), preview: Self.jpeg).json["name"])
      .string ?? ""
    let fresh = try #require(test.upload(Shop.picture(shade: 13)).json["name"]).string ?? ""
    let again = try #require(test.upload(Shop.picture(shade: 14)).json["name"]).string ?? ""
    let small = PicturePreview(of: orphan, seller: shop.seller.raw).name
    for name in [used, orphan, small, again] { try test.age(name, hours: 30) }
    try test.age(fresh, hours: 20)
    _ = try test.upload(Shop.picture(shade: 14))
    let kernel = shop.client.kernel
    try kernel.database.writer.write { transaction in
      _ = try kernel.jobs.enqueue(PictureSweep.job, nil, in: transaction)
    }
    try shop.client.office.runDueJobs()
    let there = { FileManager.default.fileExists(atPath: test.file($0)) }
    #expect(there(used) && there(fresh) && there(again))
    #expect(!there(orphan) && !there(small))
  }

  @Test("row 15: a form whose picture was swept says so and saves nothing")
  func gone() throws {
    let answer = try upload(Shop.picture(shade: 55))
    let name = answer.json["name"]?.string ?? ""
    let path = try shop.begin()
    var fields = Shop.teapot
    fields["picture_0"] = answer.json["token"]?.string
    fields["version"] = try shop.client.get(path, as: shop.owner).input("version")
    try FileManager.default.removeItem(atPath: file(name))
    let refused = try shop.client.post(path, fields.map { ($0, $1) }, as: shop.owner)
    #expect(refused.status == 422 && refused.text.contains("upload it again"))
    #expect(try shop.product(path)?.title == "")
  }

  private init(of shop: Shop) { self.shop = shop }
}

extension Instant {
  fileprivate static var distant: Instant { Instant(milliseconds: .max) }
}
