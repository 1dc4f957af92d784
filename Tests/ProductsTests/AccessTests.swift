import Commerce
import Office
import OfficeTesting
import Testing

@testable import Products

/// Who may do what, and what belongs to another shop.
@Suite struct AccessTests {
  @Test(
    "another shop's product is not there",
    arguments: [
      "", "/stock", "/archive", "/removal",
    ])
  func foreignPages(page: String) throws {
    let shop = try Shop()
    let path = try shop.onSale()
    let other = try shop.client.signIn(.owner, of: try shop.client.addSeller("Second"))
    #expect(try shop.client.get(path + page, as: other).status == 404)
  }

  @Test(
    "another shop's product can't be changed",
    arguments: [
      "", "/submission", "/withdrawal", "/hiding", "/showing", "/archive", "/restoration",
      "/removal", "/stock/movements",
    ])
  func foreignActs(act: String) throws {
    let shop = try Shop()
    let path = try shop.onSale()
    let other = try shop.client.signIn(.owner, of: try shop.client.addSeller("Second"))
    let warehouse = try #require(try shop.balances(path).first).warehouse
    let fields =
      switch act {
      case "", "/submission": try shop.form(path, Shop.teapot)
      case "/stock/movements":
        [("warehouse", "\(warehouse)"), ("reason", "receipt"), ("quantity", "1")]
      default: [(String, String)]()
      }
    #expect(try shop.client.post(path + act, fields, as: other).status == 404)
    #expect(try shop.product(path)?.state == .onSale)
  }

  struct Right: Sendable, CustomTestStringConvertible {
    let role: Role
    let edits: Int
    let books: Int

    var testDescription: String { role.rawValue }
  }

  @Test(
    "roles of a shop",
    arguments: [
      Right(role: .owner, edits: 303, books: 303), Right(role: .manager, edits: 303, books: 303),
      Right(role: .catalogue, edits: 303, books: 303),
      Right(role: .warehouse, edits: 403, books: 303), Right(role: .viewer, edits: 403, books: 403),
    ])
  func roles(right: Right) throws {
    let shop = try Shop()
    let path = try shop.begin()
    let person = try shop.client.signIn(right.role, of: shop.seller)
    #expect(try shop.client.get(path, as: person).status == 200)
    let fields = try shop.form(path, Shop.teapot)
    #expect(try shop.client.post(path, fields, as: person).status == right.edits)
    let warehouse = try #require(try shop.balances(path).first).warehouse
    let booking = [("warehouse", "\(warehouse)"), ("reason", "receipt"), ("quantity", "1")]
    let booked = try shop.client.post("\(path)/stock/movements", booking, as: person)
    #expect(booked.status == right.books)
  }

  @Test(
    "a page shows only forms that its reader may send",
    arguments: [(Role.viewer, false), (.warehouse, false), (.catalogue, true), (.owner, true)])
  func forms(role: Role, isShown: Bool) throws {
    let shop = try Shop()
    let path = try shop.onSale()
    let person = try shop.client.signIn(role, of: shop.seller)
    let answer = try shop.client.get(path, as: person)
    let forms = answer.document.forms(at: path).filter { $0.action.hasPrefix("/products") }
    #expect(forms.isEmpty != isShown)
    #expect(HTMLChecker.problems(answer.document) == [])
  }

  @Test("a moderator's page keeps the rules of HTML, before and after it is taken")
  func moderatorsPage() throws {
    let shop = try Shop()
    let item = try shop.item(shop.submitted())
    #expect(HTMLChecker.problems(try shop.client.get(item, as: shop.moderator).document) == [])
    _ = try shop.client.post("\(item)/claim", as: shop.moderator)
    #expect(HTMLChecker.problems(try shop.client.get(item, as: shop.moderator).document) == [])
  }

  @Test("the shop front sees exactly what can be bought, page by page")
  func storefront() throws {
    let shop = try Shop(isAlone: true)
    let key = try shop.client.addKey()
    let first = try shop.onSale()
    _ = try shop.begin()
    let second = try shop.onSale(["offer_id": "B", "barcode": ""])
    let hidden = try shop.onSale(["offer_id": "C", "barcode": ""])
    _ = try shop.client.post("\(hidden)/hiding", as: shop.owner)
    let bearer = [(name: "Authorization", value: "Bearer \(key)")]
    let page = try shop.client.get("/storefront/v1/products?limit=1", headers: bearer)
    #expect(page.status == 200)
    let product = try #require(page.json["products"]?.array?.first)
    #expect(product["id"]?.integer == shop.id(first).raw)
    #expect(product["seller_id"]?.integer == shop.seller.raw)
    #expect(product["category"]?.integer == 11)
    #expect(product["price"]?["amount"]?.string == "2490.00")
    #expect(product["price"]?["currency"]?.string == "RUB")
    #expect(product["available"]?.integer == 10)
    let next = try #require(page.json["next"]?.string)
    let last = try shop.client.get("/storefront/v1/products?after=\(next)", headers: bearer)
    #expect(last.json["products"]?.array?.compactMap { $0["id"]?.integer } == [shop.id(second).raw])
    #expect(last.json["next"] == .null)
  }

  @Test(
    "the shop front's list refuses strangers and wrong parameters",
    arguments: [
      ("?limit=0", 422), ("?limit=201", 422), ("?limit=x", 422), ("?after=-1", 422),
    ])
  func storefrontRefuses(query: String, status: Int) throws {
    let shop = try Shop()
    let bearer = [(name: "Authorization", value: "Bearer \(try shop.client.addKey())")]
    let answer = try shop.client.get("/storefront/v1/products\(query)", headers: bearer)
    #expect(answer.status == status)
    #expect(try shop.client.get("/storefront/v1/products").status == 401)
  }
}
