import Commerce
import HTTP
import Office
import OfficeTesting
import SQL
import SellerDesk
import Testing

@Suite("The warehouse floor with the real stock") struct FloorTests {
  private static let pieces = Query<(Int64, Int64, Int64)>(
    "select on_hand, reserved, quarantine from stock where product_id = ?"
  ) { (onHand: Int64, reserved: Int64, quarantine: Int64) in (onHand, reserved, quarantine) }

  @Test("row 43: a failed piece is in quarantine at once, and its photo is the shop's alone")
  func quarantine() throws {
    let house = try TestHouse(Modules.boot)
    let owner = try house.surfer(.owner)
    let product = try owner.product(
      offer: "TEA-1", approvedBy: house.surfer(.moderator), stock: "3")
    let order = try house.front().order([(product, 2)]).json["order"]
    let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
    let posting = try owner.posting(number)
    _ = try owner.post("/orders/\(posting)/confirmation", [("version", "1")])
    let wave = try owner.post("/waves").location
    func fail(_ remedy: String) throws -> Answer {
      let page = wave + "/problem?product=\(product)&posting=\(posting)&step=pick"
      let forms = try owner.get(page).document.forms(at: page)
      var form = try #require(forms.first { $0.action.hasSuffix("/failures") })
      form["remedy"] = remedy
      return try owner.submit(
        form, files: [FormBody.File("photo", "crack.png", "image/png", Surfer.picture)])
    }
    func pieces() throws -> (Int64, Int64, Int64) {
      try house.client.rows(of: house.first) { rows in
        try rows.one(Self.pieces, Int64(product) ?? 0)
      }
    }
    #expect(try pieces() == (3, 2, 0))
    #expect(try fail("replace").status == 303)
    #expect(try pieces() == (2, 2, 1))
    #expect(try fail("replace").status == 422)
    #expect(try pieces() == (2, 2, 1))
    #expect(try fail("cancel").status == 303)
    #expect(try pieces() == (1, 1, 2))

    let photos = try owner.get(wave).document.links.filter { $0.contains("/photos/") }
    let photo = try #require(photos.first)
    let shown = try owner.get(photo)
    #expect(shown.status == 200 && shown.headers["Content-Type"] == "image/png")
    #expect(try house.surfer(.owner, of: house.second).get(photo).status == 404)
    #expect(try owner.get(photo + "x").status == 404)
    let noPicture = wave + "/failures"
    let file = FormBody.File("photo", "a.png", "image/png", Array("no picture".utf8))
    let page = wave + "/problem?product=\(product)&posting=\(posting)&step=pick"
    let forms = try owner.get(page).document.forms(at: page)
    let form = try #require(forms.first { $0.action == noPicture })
    #expect(try owner.submit(form, files: [file]).status == 422)
    #expect(try pieces() == (1, 1, 2))
  }
}
