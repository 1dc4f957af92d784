import Testing

@testable import HTTP

@Suite struct FormTests {
  private func form(
    _ type: String, _ body: Body, _ limits: FormLimits = FormLimits()
  ) throws -> FormFields {
    try FormFields.decode(
      Request(.post, "/", headers: [("Content-Type", type)], body: body), limits: limits)
  }

  private func urlencoded(_ text: String, _ limits: FormLimits = FormLimits()) throws -> FormFields
  {
    try form("application/x-www-form-urlencoded", .bytes(Array(text.utf8)), limits)
  }

  @Test("pairs keep their order and decode once")
  func pairs() throws {
    let fields = try urlencoded("a=1&b=%D1%84+x&a=2&c&=d&%26=%3D").fields
    #expect(fields.map(\.name) == ["a", "b", "a", "c", "", "&"])
    #expect(fields.all("a") == ["1", "2"])
    #expect(fields.first("b") == "ф x")
    #expect(fields.first("&") == "=")
  }

  @Test("what cannot be decoded names its field")
  func errors() {
    #expect(throws: FormError.self) { try urlencoded("a=%zz") }
    do { _ = try urlencoded("x=1&a=%ff") } catch FormError.badEncoding(let field) {
      #expect(field == "a")
    } catch { Issue.record("\(error)") }
    var limits = FormLimits()
    limits.fields = 2
    limits.valueLength = 3
    #expect(throws: FormError.self) { try urlencoded("a=1&b=2&c=3", limits) }
    do { _ = try urlencoded("a=1234", limits) } catch FormError.tooLarge(let field) {
      #expect(field == "a")
    } catch { Issue.record("\(error)") }
    #expect(throws: FormError.self) { try form("text/plain", .bytes([1])) }
    #expect(throws: FormError.self) { try form("multipart/form-data", .bytes([1])) }
  }

  static let multipart =
    "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nblue ф\r\n"
    + "--XX\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
    + "--XX\r\nContent-Disposition: form-data; name=\"pic\"; filename=\"C:\\a\\b %22c%22.png\"\r\n"
    + "Content-Type: image/png\r\n\r\n\u{1}\r\n--X\r\n\u{2}\r\n"
    + "--XX\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n"
    + "Content-Type: application/octet-stream\r\n\r\n\r\n--XX--\r\n"

  private static func spooled(_ bytes: [UInt8]) throws -> Body {
    let file = try FileDescriptor.temporary(in: "/tmp")
    try file.write(bytes.span)
    return .file(SpooledFile(descriptor: file, range: 0..<Int64(bytes.count)))
  }

  @Test("multipart means the same in memory and on disk", arguments: [false, true])
  func multipart(_ onDisk: Bool) throws {
    let bytes = Array(FormTests.multipart.utf8)
    let body = onDisk ? try FormTests.spooled(bytes) : .bytes(bytes)
    let form = try form("multipart/form-data; boundary=XX", body)
    #expect(form.first("title") == "blue ф")
    #expect(form.first("empty") == "")
    #expect(form.files("none").isEmpty)
    let file = try #require(form.files("pic").first)
    #expect(file.filename == "b \"c\".png")
    #expect(file.contentType == "image/png")
    #expect(try file.content.bytes(upTo: 100) == Array("\u{1}\r\n--X\r\n\u{2}".utf8))
    if case .bytes = file.content { #expect(!onDisk, "a spooled file was loaded") }
  }

  @Test("a delimiter is found wherever it lies in the window")
  func window() throws {
    let head = "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"
    for size in (65536 - 90)...(65536 + 10) {
      let content = [UInt8](repeating: 13, count: size)
      let bytes = Array(head.utf8) + content + Array("\r\n--XX--\r\n".utf8)
      let form = try form("multipart/form-data; boundary=\"XX\"", FormTests.spooled(bytes))
      #expect(form.files("f").first?.content.count == Int64(size))
    }
  }

  @Test(
    "a broken multipart is refused",
    arguments: [
      "--XX", "--XX\r\n", "preamble\r\n--XX--\r\n", "--XX\r\n\r\nx\r\n--XX--\r\n",
      "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--\r\n",
      "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XX--\r\n",
      "--XX\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--XX--\r\n",
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
      "--XX\r\nno colon\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XXX\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\n\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\nX: y\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\rb\"\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition : form-data; name=\"a\"\r\n\r\nx\r\n--XX--",
      "--XX\r\n\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XX--",
    ])
  func broken(_ text: String) {
    for onDisk in [false, true] { #expect(isRefused(Array(text.utf8), onDisk)) }
  }

  private func isRefused(_ bytes: [UInt8], _ onDisk: Bool) -> Bool {
    do {
      let body = onDisk ? try FormTests.spooled(bytes) : .bytes(bytes)
      _ = try form("multipart/form-data; boundary=XX", body)
      return false
    } catch { return true }
  }

  @Test("a multipart cut anywhere never traps and never passes")
  func cut() {
    let bytes = Array(FormTests.multipart.utf8)
    for end in 1..<(bytes.count - 4) { #expect(isRefused(Array(bytes[..<end]), false), "\(end)") }
  }
}
