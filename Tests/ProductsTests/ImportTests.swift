import Commerce
import Documents
import Foundation
import HTTP
import Office
import OfficeTesting
import SQL
import Testing

@testable import Products

/// Files of goods: what becomes of their rows, and how it is taken back.
@Suite struct ImportTests {
  let shop: Shop
  let importer: Importer

  init() throws {
    shop = try Shop()
    importer = Importer(shop: shop)
  }

  static let goods = """
    offer_id;title;category;price;material;volume;stock
    A-1;Ceramic teapot Koivu;Kitchen / Teapots;2490,50;stoneware;900;12
    A-2;Заварочный чайник;Заварочные чайники;1 990;Фарфор;700;0
    A-3;Teapot without a category;;100;;;
    ;Nobody;11;100;;;
    A-1;Again;11;100;;;
    A-4;Wrong price;11;abc;;;
    """

  @Test("row 31: a trial tells of every row what would happen, and writes nothing")
  func trial() throws {
    let before = try importer.dump()
    let path = try importer.check(Self.goods)
    let record = try #require(try importer.record(path))
    #expect(record.state == .checked)
    #expect(record.tally == ProductImport.Tally(created: 2, failed: 4, done: 6))
    #expect(
      try importer.verdicts(path) == [
        "2 create A-1 ", "3 create A-2 ", "4 error A-3 category:form.required",
        "5 error  offer_id:form.required", "6 error A-1 offer_id:imports.error.twice",
        "7 error A-4 price:form.money",
      ])
    #expect(try importer.dump() == before)
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("New products") && page.contains("This offer id stands in line 2"))
  }

  @Test("row 31: the run does what the trial said, by CSV with semicolons, commas and any language")
  func runs() throws {
    let path = try importer.check(Self.goods)
    let told = try importer.verdicts(path)
    try importer.run(path)
    #expect(try importer.record(path)?.state == .done)
    #expect(try importer.verdicts(path) == told)
    let first = try #require(try importer.product("A-1"))
    #expect(first.terms.price == 249_050)
    #expect(first.available == 12)
    #expect(first.pending == .draft)
    let content = try #require(try importer.content("A-2"))
    #expect(content.attributes == ["material": "porcelain", "volume": "700"])
    #expect(content.title == "Заварочный чайник")
    #expect(try shop.wrongCounts().isEmpty)
    let found = try shop.client.get(
      "/products?q=%D1%87%D0%B0%D0%B9%D0%BD%D0%B8%D0%BA", as: shop.owner)
    #expect(found.text.contains("A-2"))
  }

  @Test("row 31: all or nothing writes nothing where one row is wrong, and says which")
  func whole() throws {
    let path = try importer.check(Self.goods)
    let before = try importer.dump()
    try importer.run(path, "whole")
    #expect(try importer.record(path)?.state == .refused)
    #expect(try importer.dump() == before)
    let page = try shop.client.get(path, as: shop.owner)
    #expect(page.status == 200 && page.text.contains("Nothing written"))
    let good = try importer.check("offer_id,title,category\nB-1,Teapot,11\nB-2,Teapot,11\n")
    try importer.run(good, "whole")
    #expect(try importer.record(good)?.state == .done)
    #expect(try importer.product("B-2") != nil)
  }

  @Test("row 31: the failed rows come back as a file with what is wrong, ready to be mended")
  func failedRows() throws {
    let path = try importer.check(Self.goods)
    let answer = try shop.client.get("\(path)/failed.csv", as: shop.owner)
    #expect(answer.headers["Content-Disposition"]?.contains("attachment") == true)
    let lines = answer.text.split(separator: "\r\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasSuffix("stock,Error"))
    #expect(lines[1].hasPrefix("A-3,") && lines[1].contains("Category: "))
    #expect(lines[4].contains("abc") && lines[4].contains("Price: "))
    let long = try importer.check("offer_id,title,category\nL-1,Teapot,nowhere,more\n")
    let row = try shop.client.get("\(long)/failed.csv", as: shop.owner).text
    #expect(row.contains("\nL-1,Teapot,nowhere,\"Category: ") && row.hasSuffix("\",more\r\n"))
  }

  @Test("row 31: an update keeps what its row says nothing of, and a second import changes nothing")
  func updates() throws {
    let product = try shop.onSale()
    let id = shop.id(product)
    let text = "offer_id,price,title\nKOI-TP09,2600,Ceramic teapot Koivu with a lid\n"
    let path = try importer.check(text)
    #expect(try importer.verdicts(path) == ["2 update KOI-TP09 "])
    try importer.run(path)
    let changed = try #require(try shop.product(product))
    #expect(changed.terms.price == 260_000 && changed.terms.cost == 91_000)
    #expect(changed.title == Shop.teapot["title"], "what buyers see waits for a moderator")
    #expect(try importer.content("KOI-TP09")?.title == "Ceramic teapot Koivu with a lid")
    #expect(try importer.content("KOI-TP09")?.pictures.count == 1)
    let again = try importer.check(text)
    #expect(try importer.verdicts(again) == ["2 unchanged KOI-TP09 "])
    #expect(id == changed.id)
  }

  @Test("row 31: undo deletes what was made, puts back what was changed, and lists what stays")
  func undone() throws {
    let product = try shop.onSale()
    let before = try importer.dump()
    let path = try importer.check(
      """
      offer_id,title,category,price,stock
      KOI-TP09,Ceramic teapot Koivu with a lid,11,2600,4
      U-1,Teapot one,11,100,5
      U-2,Teapot two,11,200,0
      """)
    try importer.run(path)
    #expect(try importer.dump() != before)
    #expect(try importer.product("KOI-TP09")?.available == 4)
    try importer.undo(path)
    #expect(try importer.dump() == before)
    #expect(try importer.record(path)?.state == .undone)
    #expect(try shop.wrongCounts().isEmpty)
    let acts = try shop.client.platform { reader in
      try Audit.history(
        of: "import", importer.record(path)?.id.raw ?? 0,
        shop.client.reader().open, limit: 20)
    }.map(\.act)
    #expect(acts.contains("imports.act.started") && acts.contains("imports.act.undo"))
    _ = product
  }

  @Test("row 31: what somebody changed after the import stays, with the reason")
  func kept() throws {
    let path = try importer.check(
      "offer_id,title,category,price\nK-1,Teapot,11,100\nK-2,Pot,11,5\n")
    try importer.run(path)
    let id = try #require(try importer.product("K-1")?.id)
    try shop.save("/products/\(id)", ["offer_id": "K-1", "barcode": ""])
    try importer.undo(path)
    #expect(try importer.product("K-1") != nil)
    #expect(try importer.product("K-2") == nil)
    let record = try #require(try importer.record(path))
    #expect(record.undone == 1 && record.kept == 1)
    let page = try shop.client.get(path, as: shop.owner).text
    #expect(page.contains("It was changed after the import."))
  }

  @Test(
    "row 31: a fuzzed file's trial is its run, row by row, and undo leaves no trace",
    arguments: 1...6)
  func fuzz(seed: UInt64) throws {
    var random = ImportDice(state: seed)
    let start = (0..<8).map {
      "F-\($0),Teapot number \($0),11,\(100 + $0),\(ImportDice.barcode($0))"
    }
    let first = try importer.check(
      "offer_id,title,category,price,barcode\n" + start.joined(separator: "\n") + "\n")
    try importer.run(first)
    #expect(try importer.record(first)?.tally.created == 8)
    for _ in 0..<5 {
      let before = try importer.dump()
      let path = try importer.check(random.file())
      let told = try importer.verdicts(path)
      #expect(try importer.dump() == before)
      try importer.run(path)
      #expect(try importer.verdicts(path) == told)
      #expect(try shop.wrongCounts().isEmpty)
      if Bool.random(using: &random) {
        try importer.undo(path)
        #expect(try importer.dump() == before)
      }
    }
  }

  @Test(
    "row 31: batches do not change verdicts: a barcode that moves between rows is refused in each")
  func batches() throws {
    var lines = ["offer_id,title,category,barcode"]
    for number in 0..<1_100 { lines.append("M-\(number),Teapot \(number),11,") }
    lines[1] = "M-0,Teapot 0,11,\(ImportDice.barcode(1))"
    lines[1_100] = "M-1099,Teapot 1099,11,\(ImportDice.barcode(1))"
    let path = try importer.check(lines.joined(separator: "\n"))
    #expect(try importer.record(path)?.tally.failed == 1)
    let told = try importer.rows(path).filter { $0.kind == .error }.map(\.offerID)
    try importer.run(path)
    #expect(try importer.rows(path).filter { $0.kind == .error }.map(\.offerID) == told)
    #expect(try importer.record(path)?.tally.created == 1_099)
    try importer.undo(path)
    let left = try shop.counts()
    #expect(left == [:], "\(left)")
  }

  @Test("row 31: another seller's import is not there")
  func tenancy() throws {
    let path = try importer.check("offer_id,title,category\nB-1,Teapot,11\n")
    let other = try Shop()
    for (method, tail) in [
      ("get", ""), ("get", "/failed.csv"), ("post", "/run"), ("post", "/undo"),
    ] {
      let answer =
        method == "get"
        ? try other.client.get(path + tail, as: other.owner)
        : try other.client.post(path + tail, [("mode", "partial")], as: other.owner)
      #expect(answer.status == 404, "\(tail)")
    }
  }
}

/// Rows as careless people write them.
struct ImportDice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// An EAN-13 with its check digit.
  static func barcode(_ number: Int) -> String {
    let body = "46071234" + String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
    let sum = body.enumerated().reduce(0) { sum, digit in
      sum + (digit.element.wholeNumberValue ?? 0) * (digit.offset % 2 == 0 ? 1 : 3)
    }
    return body + "\((10 - sum % 10) % 10)"
  }

  mutating func file() -> String {
    var lines = ["offer_id,title,category,price,price_before,barcode,material,volume,weight,stock"]
    for _ in 0..<25 { lines.append(row().joined(separator: ",")) }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func pick(_ choices: [String]) -> String {
    choices.randomElement(using: &self) ?? ""
  }

  private mutating func row() -> [String] {
    let offers =
      (0..<8).map { "F-\($0)" } + (0..<12).map { "N-\(Int.random(in: 0..<40, using: &self))-\($0)" }
    return [
      pick(offers + ["", "F-1"]), pick(["", "Teapot of clay", "Чайник", "壶", "\"a \"\"b\"\"\""]),
      pick(["", "", "11", "12", "Kitchen / Teapots", "Nowhere", "999999", "1"]),
      pick(["", "100", "250.5", "1 990", "abc", "-5", "0", "99999999999999"]),
      pick(["", "", "", "300", "50"]),
      pick(["", "", ""] + (0..<12).map(Self.barcode) + ["123", "4607123450018"]),
      pick(["", "", "stoneware", "Porcelain", "陶", "wood"]), pick(["", "", "900", "9.5", "0"]),
      pick(["", "", "750", "1.25 kg", "-1"]), pick(["", "", "5", "0", "-3", "x"]),
    ]
  }
}

/// What is left of imports in the end.
@Suite struct ImportSweepTests {
  @Test("row 17: a price of an import that the guard holds waits; the old one goes on selling")
  func held() throws {
    let shop = try Shop()
    let importer = Importer(shop: shop)
    let head = "offer_id,title,category,price\n"
    try importer.run(importer.check(head + "H-1,Teapot,11,1000\n"))
    let path = try importer.check("offer_id,price\nH-1,10\n")
    try importer.run(path)
    #expect(try importer.record(path)?.tally.updated == 1)
    let product = try #require(try importer.product("H-1"))
    #expect(product.terms.price == 100_000)
    #expect(product.asked == AskedPrice(price: 1_000, before: nil, least: nil))
    let page = try shop.client.get("/products/\(product.id)", as: shop.owner)
    #expect(page.text.contains("name=\"price_again\""))
    try importer.undo(path)
    #expect(try importer.product("H-1")?.asked == nil)
    #expect(try importer.product("H-1")?.terms.price == 100_000)
  }

  @Test("row 31: a run is stopped: what was written stays and is undone, the rest is not begun")
  func stopped() throws {
    let shop = try Shop(isAlone: true)
    let importer = Importer(shop: shop)
    let (client, owner) = (shop.client, shop.owner)
    var text = "offer_id,title,category,price\n"
    for number in 0..<4_000 { text += "S-\(number),Teapot number \(number),11,100\n" }
    let path = try importer.check(text)
    _ = try client.post("\(path)/run", [("mode", "partial")], as: owner)
    let page = try client.get(path, as: owner).text
    #expect(page.contains("action=\"\(path)/stop\""))
    let office = client.office
    let worker = Thread { try? office.runDueJobs() }
    worker.start()
    for _ in 0..<30_000 {
      if try importer.record(path)?.tally.done ?? 0 > 0 { break }
      usleep(1_000)
    }
    #expect(try client.post("\(path)/stop", as: owner).status == 303)
    #expect(try client.post("\(path)/stop", as: owner).status == 303, "pressed twice")
    while !worker.isFinished { usleep(1_000) }
    let ended = try #require(try importer.record(path))
    #expect(ended.state == .done && ended.stoppedAt != nil)
    #expect(ended.tally.done > 0 && ended.tally.done < 4_000)
    #expect(try shop.counts()["products.all"] == ended.tally.created)
    #expect(try client.get(path, as: owner).text.contains("Rows not begun"))
    try importer.undo(path)
    #expect(try importer.record(path)?.undone == ended.tally.created)
    #expect(try shop.counts().isEmpty && shop.wrongCounts().isEmpty)
  }

  @Test("row 31: a trial is stopped before a row is tried, and a run of all or nothing takes back")
  func stoppedEarly() throws {
    let shop = try Shop(isAlone: true)
    let importer = Importer(shop: shop)
    let stop = { (path: String) in
      try shop.client.post("\(path)/stop", as: shop.owner).status == 303
    }
    let path = try importer.upload(Array("offer_id,title,category\nE-1,Teapot,11\n".utf8)).location
    _ = try importer.map(path)
    #expect(try stop(path))
    try shop.client.office.runDueJobs()
    #expect(try importer.record(path)?.state == .uploaded)
    _ = try importer.map(path)
    try shop.client.office.runDueJobs()
    _ = try shop.client.post("\(path)/run", [("mode", "whole")], as: shop.owner)
    #expect(try stop(path))
    try shop.client.office.runDueJobs()
    #expect(try importer.record(path)?.state == .uploaded)
    #expect(try shop.counts().isEmpty)
    _ = try importer.map(path)
    try shop.client.office.runDueJobs()
    try importer.run(path)
    #expect(try importer.record(path)?.tally.created == 1)
    #expect(try importer.record(path)?.stoppedAt == nil)
  }

  @Test("row 31: after 90 days an import is forgotten, and its file is gone")
  func forgotten() throws {
    let shop = try Shop(isAlone: true)
    let importer = Importer(shop: shop)
    let path = try importer.check("offer_id,title,category\nB-1,Teapot,11\n")
    let folder = "\(shop.client.folder)/imports/\(shop.seller)"
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    let runner = JobRunner(
      database: shop.client.kernel.database, store: shop.client.kernel.jobs,
      clock: shop.client.clock)
    ImportSweep(kernel: shop.client.kernel).register(on: runner)
    shop.client.advance(.hours(24 * 91))
    try shop.client.kernel.database.writer.write { transaction in
      _ = try shop.client.kernel.jobs.enqueue(ImportSweep.kind, nil, key: "every", in: transaction)
    }
    try runner.runDue()
    #expect(try importer.record(path) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }
}
