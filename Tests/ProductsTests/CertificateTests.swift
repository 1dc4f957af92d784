import Commerce
import Documents
import OfficeTesting
import SQL
import Testing

@testable import Office
@testable import Products

/// Papers of a listing, and what happens when one runs out.
@Suite struct CertificateTests {
  let shop: Shop

  init() throws { shop = try Shop(isAlone: true) }

  private func day(_ days: Int) -> String {
    let today = Int(shop.client.clock.now().milliseconds / 86_400_000)
    return LocalDate(daysSince1970: today + days).description
  }

  private func fields(_ number: String, kind: String = "conformity", in days: Int)
    -> [(String, String)]
  {
    [("kind", kind), ("number", number), ("issuer", "Test lab"), ("expires", day(days))]
  }

  @discardableResult
  private func add(
    _ path: String, _ number: String, kind: String = "conformity", in days: Int
  ) throws -> Answer {
    let owner = try shop.client.signIn(.owner, of: shop.seller)
    return try shop.client.post(
      "\(path)/certificates", fields(number, kind: kind, in: days), files: [], as: owner)
  }

  private func pass(_ days: Int64) throws {
    shop.client.advance(.days(days))
    let kernel = shop.client.kernel
    let job = Job(
      id: ID(raw: 1), kind: CertificateWatch.kind, shop: nil, payload: "null", attempt: 1)
    let context = JobContext(
      database: kernel.database, reader: try kernel.database.makeReader(), store: kernel.jobs,
      now: shop.client.clock.now(), job: job)
    try CertificateWatch(kernel: kernel).run(context)
  }

  private func mails() throws -> [String] {
    try shop.client.platform { try $0.all(Self.mailSubjects) }
  }

  private static let mailSubjects = Query<String>(
    "select distinct payload ->> 'subject' from job where kind = 'mail.send'")

  @Test("row 29: a certificate warns 30 days ahead, and suspends with a reason when it is over")
  func runsOut() throws {
    let path = try shop.onSale()
    #expect(try add(path, "RU-1", in: 40).status == 303)
    try pass(9)
    #expect(try mails().isEmpty)
    try pass(2)
    #expect(try mails().filter { $0.contains("RU-1") && $0.contains("ends on") }.count == 1)
    try pass(5)
    #expect(try mails().count == 1, "told once")
    #expect(try shop.product(path)?.state == .onSale)
    try pass(25)
    let product = try #require(try shop.product(path))
    #expect(product.state == .suspended && product.suspension == .document)
    #expect(product.blockers.contains(.suspended))
    #expect(try mails().filter { $0.contains("off sale") }.count == 1)
    let owner = try shop.client.signIn(.owner, of: shop.seller)
    let page = try shop.client.get(path, as: owner).text
    #expect(page.contains("A certificate of this product is over"))
    #expect(try shop.counts()["products.suspended"] == 1)

    #expect(try add(path, "RU-2", in: 400).status == 303)
    #expect(try shop.product(path)?.state == .onSale)
    #expect(try shop.wrongCounts().isEmpty)
  }

  @Test("row 29: a paper of another kind does not replace the one that ran out")
  func kinds() throws {
    let path = try shop.onSale()
    try add(path, "A", in: 1)
    try add(path, "B", kind: "trademark", in: 400)
    try pass(3)
    #expect(try shop.product(path)?.state == .suspended)
    try add(path, "C", kind: "trademark", in: 400)
    #expect(try shop.product(path)?.state == .suspended)
    try add(path, "D", in: 400)
    #expect(try shop.product(path)?.state == .onSale)
  }

  @Test("row 29: the last valid paper of a kind can't be removed from an approved listing")
  func lastStays() throws {
    let path = try shop.onSale()
    try add(path, "A", in: 100)
    let papers = try shop.client.rows(of: shop.seller) {
      try CertificateStore(rows: $0).papers(of: shop.id(path))
    }
    let first = try #require(papers.first)
    let removal = "\(path)/certificates/\(first.id)/removal"
    #expect(try shop.client.post(removal, as: shop.owner).status == 409)
    try add(path, "B", in: 200)
    #expect(try shop.client.post(removal, as: shop.owner).status == 303)
  }

  @Test(
    "row 29: a wrong paper: 422, the field named, what was typed kept",
    arguments: [
      ("number", "", 10), ("expires", "31.03.2027", 0), ("expires", "", 0), ("kind", "passport", 9),
    ])
  func wrong(field: String, value: String, days: Int) throws {
    let path = try shop.begin()
    var fields = fields("RU-9", in: days)
    fields = fields.map { $0.0 == field ? (field, value) : $0 }
    let answer = try shop.client.post(
      "\(path)/certificates", fields, files: [], as: shop.owner)
    #expect(answer.status == 422)
    #expect(answer.text.contains("href=\"#\(field)\""))
    #expect(answer.input("issuer") == "Test lab")
    #expect(HTMLChecker.problems(answer.document) == [])
  }

  @Test("row 29: a paper that is over already is refused")
  func over() throws {
    let path = try shop.begin()
    #expect(try add(path, "Old", in: -1).status == 422)
  }

  @Test("row 29: a scan is for the shop and its moderator, and for nobody else")
  func scan() throws {
    let path = try shop.submitted()
    let file = TestFile("uploads", name: "scan.png", try Shop.picture(shade: 3))
    let added = try shop.client.post(
      "\(path)/certificates", fields("RU-3", in: 90), files: [file], as: shop.owner)
    #expect(added.status == 303)
    let papers = try shop.client.rows(of: shop.seller) {
      try CertificateStore(rows: $0).papers(of: shop.id(path))
    }
    let paper = try #require(papers.first)
    let scan = "\(path)/certificates/\(paper.id)/scan"
    #expect(try shop.client.get(scan, as: shop.owner).status == 200)
    #expect(try shop.client.get("/images/\(paper.scan)").status == 404)
    let item = try shop.item(path)
    #expect(try shop.client.get(item, as: shop.moderator).text.contains("RU-3"))
    #expect(
      try shop.client.get("\(item)/certificates/\(paper.id)", as: shop.moderator).status == 200)
    let stranger = try shop.client.signIn(.owner, of: try shop.client.addSeller("Second"))
    #expect(try shop.client.get(scan, as: stranger).status == 404)
  }
}
