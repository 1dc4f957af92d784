import HTTP
import Office
import OfficeTesting
import SellerDesk
import Testing

/// A key from the page where it is made to the call that it opens.
@Suite("Keys of the Seller API") struct KeyPageTests {
  private let house: TestHouse

  init() throws { house = try TestHouse(Modules.boot) }

  private static let all = [
    ("name", "Stock sync"), ("expiry", "30"), ("addresses", ""),
    ("right_products_read", "1"), ("right_stock_write", "1"),
  ]

  /// What follows `<dt>name</dt><dd><code>`, the last time.
  private func shown(_ name: String, _ answer: Answer) -> String? {
    let mark = "<dt>\(name)</dt><dd><code>"
    guard let end = answer.text.firstRange(of: mark)?.upperBound else { return nil }
    return String(answer.text[end...].prefix { $0 != "<" })
  }

  private func call(_ client: String, _ key: String, _ path: String) throws -> Answer {
    try house.visitor().send(.post, path, [("Client-Id", client), ("Api-Key", key)])
  }

  @Test("one is shown once, opens what it was made for, and nothing once it is revoked")
  func life() throws {
    let owner = try house.surfer(.owner)
    let made = try owner.post("/settings/keys", Self.all)
    #expect(made.status == 200)
    let client = try #require(shown("Client-Id", made))
    let key = try #require(shown("Api-Key", made))
    #expect(client == "\(house.first)")
    #expect(try call(client, key, "/v3/product/list").status == 200)
    #expect(try call(client, key, "/v2/products/stocks").status == 200)
    #expect(try call(client, key, "/v1/product/import/prices").status == 403)

    let list = try owner.get("/settings/keys")
    #expect(list.text.contains("Stock sync") && !list.text.contains(key))
    #expect(!list.text.contains("Never"))
    let stored = try house.storedBytes().flatMap(\.self)
    #expect(stored.firstRange(of: Array(key.utf8)) == nil)

    let revocation = try #require(
      list.document.links.first { $0.hasSuffix("/revocation") })
    #expect(try owner.get(revocation).text.contains("Stock sync"))
    #expect(try house.surfer(.owner, of: house.second).get(revocation).status == 404)
    #expect(try house.surfer(.owner, of: house.second).post(revocation).status == 404)
    #expect(try call(client, key, "/v3/product/list").status == 200)
    #expect(try owner.post(revocation).status == 303)
    #expect(try call(client, key, "/v3/product/list").status == 403)
  }

  @Test("are made by the owner alone, and a form with a fault makes none")
  func faults() throws {
    let owner = try house.surfer(.owner)
    for role in [Role.manager, .catalogue, .viewer, .admin] {
      #expect(try house.surfer(role).post("/settings/keys", Self.all).status == 403)
    }
    let faults: [(String, String, String)] = [
      ("name", "", "name"), ("expiry", "7", "expiry"), ("addresses", "10.0.0.0/33", "addresses"),
      ("addresses", "localhost", "addresses"), ("right_products_read", "0", "rights"),
    ]
    for (field, value, place) in faults {
      var fields = Self.all.filter { $0.0 != field && $0.0 != "right_stock_write" }
      fields.append((field, value))
      let answer = try owner.post("/settings/keys", fields)
      #expect(answer.status == 422 && answer.text.contains("href=\"#\(place)\""), "\(field)")
      if field != "name" { #expect(answer.text.contains("value=\"Stock sync\"")) }
    }
    #expect(try owner.get("/settings/keys").text.contains("No program has a key yet"))
  }
}
