import Commerce
import HTTP
@_spi(Minting) import SQL
import Testing

@testable import Office

@Suite("the fields of a form")
struct FormFieldTests {
  private let house: KernelHouse
  private let owner: KernelBrowser

  init() throws {
    house = try KernelHouse()
    owner = try house.browser(.owner)
  }

  private func counted() throws -> Int64 {
    try Counters.all(in: house.local.reader.seller(SellerScope(seller: house.shop.raw)))[
      "probes.all"]
      ?? 0
  }

  @Test("are all known to the act that takes them")
  func known() throws {
    let fields: KernelHouse.Fields = [("note", "blue"), ("id", "1"), ("id", "2"), owner.formToken]
    #expect(try house.post("/p/note", fields, as: owner).code == 200)
    #expect(try counted() == 1)
  }

  @Test("that the act does not know are named, and nothing is written")
  func unknown() throws {
    let fields: KernelHouse.Fields = [("note", "blue"), ("colour", "red"), owner.formToken]
    let answer = try house.post("/p/note", fields, as: owner)
    #expect(answer.code == 422)
    #expect(answer.text.contains("does not know: “colour”"))
    #expect(try counted() == 0)
  }

  @Test("can be sent again without the one that was refused, by the button of the answer")
  func again() throws {
    let fields: KernelHouse.Fields = [("note", "a <b>"), ("colour", "red"), owner.formToken]
    let page = try house.post("/p/note", fields, as: owner).text
    #expect(page.contains("action=\"/p/note\""))
    #expect(page.contains("name=\"note\" value=\"a &lt;b&gt;\""))
    #expect(page.contains("name=\"_token\" value=\"\(owner.session.formToken)\""))
    #expect(!page.contains("name=\"colour\""))
  }

  @Test("of which the act takes one are refused when they come twice")
  func twice() throws {
    let fields: KernelHouse.Fields = [("note", "blue"), ("note", "red"), owner.formToken]
    let answer = try house.post("/p/note", fields, as: owner)
    #expect(answer.code == 400)
    #expect(answer.text.contains("“note” was sent twice"))
    #expect(try counted() == 0)
  }

  @Test("are refused too where the act reads none, or writes nothing")
  func none() throws {
    let fields: KernelHouse.Fields = [("colour", "red"), owner.formToken]
    #expect(try house.post("/p/count/2", fields, as: owner).code == 422)
    #expect(try house.post("/p/seller", fields, as: owner).code == 422)
    #expect(try house.post("/p/anyone", [("colour", "red")]).code == 422)
    #expect(try counted() == 0)
  }

  @Test("with files are known by the kind of their input")
  func files() throws {
    for (name, code) in [("picture", 200), ("note", 422), ("other", 422)] {
      let body = """
        --b\r\nContent-Disposition: form-data; name="_token"\r\n\r\n\(owner.session.formToken)\r\n\
        --b\r\nContent-Disposition: form-data; name="\(name)"; filename="a.png"\r\n\r\nx\r\n--b--\r\n
        """
      let type: KernelHouse.Fields = [
        ("Content-Type", "multipart/form-data; boundary=b"), ("Sec-Fetch-Site", "same-origin"),
      ]
      let answer = try house.send(
        .post, "/p/note", owner.headers + type, body: Array(body.utf8))
      #expect(answer.code == code, "\(name)")
    }
  }

  @Test("of an address that nobody knows are passed over")
  func query() throws {
    #expect(try house.get("/p/page?utm_source=mail&x=1").code == 200)
  }

  static let damaged = ["q=%ff", "q=%zz", "%ff=1", "a=1&q=%c0%af"]

  @Test("of an address that can't be read give a page in the reader's language", arguments: damaged)
  func damagedQuery(_ query: String) throws {
    let answer = try house.get("/p/page?\(query)", [("Accept-Language", "ru")])
    #expect(answer.code == 400)
    #expect(answer.text.contains("<html lang=\"ru\""))
    #expect(answer.text.contains("после вопросительного знака"))
    let program = try house.get(
      "/storefront/probe?\(query)",
      [
        ("Authorization", "Bearer \(try house.key())")
      ])
    #expect(program.code == 400)
    #expect(program.json["error"] != nil)
  }
}
