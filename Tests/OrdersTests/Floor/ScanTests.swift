import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Scans at the bin and at the box") struct ScanTests {
  @Test("row 42: a code names a product by its barcode in any dress, or by its offer id")
  func codes() {
    let right = [
      "4601234567893", "04601234567893", "(01)04601234567893(21)abc", "010460123456789321abc",
      "]C10104601234567893", "\u{1D}010460123456789321x", "TEA-1", "tea-1",
    ]
    for text in right {
      #expect(ScanCode(text).names(barcode: "4601234567893", offer: "TEA-1"), "\(text)")
    }
    for text in ["4601234567894", "460123456789", "TEA", "", "01", "0104601234567894", "0"] {
      #expect(!ScanCode(text).names(barcode: "4601234567893", offer: "TEA-1"), "\(text)")
    }
    #expect(!ScanCode("").names(barcode: "", offer: ""))
    #expect(!ScanCode("0").names(barcode: "", offer: ""))
  }

  @Test("row 42: only the right barcode counts; the wrong one is refused in words and logged")
  func picking() throws {
    let house = try OrdersHouse()
    for product in Int64(7)...9 { try house.stock(product, pieces: 100) }
    try house.put(7, in: "A-1", spare: "Z-9")
    try house.put(8, in: "A-2")
    _ = try house.waiting([(7, 2), (8, 1)])
    let wave = try house.wave()
    let browser = try house.browser()
    func scan(_ code: String, stop: String = "7", after: String? = nil) throws -> Answer {
      let page = try browser.get("/waves/\(wave)/picking")
      let answer = try browser.post(
        "/waves/\(wave)/scans",
        [("code", code), ("stop", stop), ("after", after ?? page.hidden("after"))])
      #expect(answer.status == 303)
      return try browser.get("/waves/\(wave)/picking")
    }
    #expect(try browser.get("/waves/\(wave)/picking").text.contains("A-1"))
    #expect(try scan(OrdersHouse.barcode(8)).text.contains("Wrong item"))
    #expect(try scan("what is this").text.contains("Nothing here has the code what is this"))
    #expect(try house.waves().wave(wave)?.picked == 0)
    #expect(try house.scans().refused(in: wave).map(\.outcome) == [.unknown, .wrong])
    let stale = try browser.get("/waves/\(wave)/picking").hidden("after")
    #expect(try scan(OrdersHouse.barcode(7)).text.contains(">Right<"))
    // The same form once more, as a double click sends it.
    _ = try scan(OrdersHouse.barcode(7), after: stale)
    #expect(try house.waves().wave(wave)?.picked == 1)
    #expect(try scan("OF-7").text.contains("A-2"))
    #expect(try house.waves().wave(wave)?.picked == 2)
    #expect(try scan(OrdersHouse.barcode(7)).text.contains("Enough of this"))
    #expect(try house.waves().wave(wave)?.picked == 2)
    let undo = try browser.get("/waves/\(wave)/picking").hidden("scan")
    for _ in 0..<2 {
      #expect(try browser.post("/waves/\(wave)/undo", [("scan", undo)]).status == 303)
      #expect(try house.waves().wave(wave)?.picked == 1)
    }
    let log = try browser.get("/waves/\(wave)").text
    #expect(log.contains("Unknown code: what is this") && log.contains("One too many"))
    #expect(try browser.post("/waves/\(wave)/reserve", [("product", "7")]).status == 303)
    #expect(try browser.get("/waves/\(wave)/picking?stop=7").text.contains("Z-9"))
  }

  @Test("row 42: what is not found is given up where the deadline is furthest, and to be counted")
  func missing() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 10)
    try house.stock(8, pieces: 10)
    try house.put(7, in: "A-1")
    let first = try house.waiting([(7, 1)])
    let second = try house.waiting([(7, 2), (8, 1)])
    let third = try house.waiting([(7, 1)])
    let wave = try house.wave()
    let browser = try house.browser()
    let fields = [("product", "7"), ("posting", "\(first)")]
    let tooMany = try browser.post("/waves/\(wave)/shortages", fields + [("pieces", "5")])
    #expect(tooMany.status == 422)
    #expect(try house.pieces(of: 7) == (10, 4))
    let answer = try browser.post("/waves/\(wave)/shortages", fields + [("pieces", "2")])
    #expect(answer.status == 303)
    #expect(try house.state(of: third) == .cancelled)
    #expect(try house.state(of: second) == .awaitingPackaging)
    #expect(try house.store().lines(of: second).map(\.quantity) == [1, 1])
    #expect(try house.state(of: first) == .awaitingPackaging)
    #expect(try house.pieces(of: 7) == (8, 2))
    #expect(try house.waves().wave(wave)?.pieces == 3)
    let bins = try browser.get("/bins?warehouse=1").text
    #expect(bins.contains("2 pieces missing in A-1"))
    let note = try #require(bins.firstMatch(of: #/\/bins\/notes\/(\d+)/#)).output.1
    #expect(try browser.post("/bins/notes/\(note)", [("warehouse", "1")]).status == 303)
    #expect(try !browser.get("/bins?warehouse=1").text.contains("pieces missing"))
  }

  @Test(
    "row 43: a piece that fails leaves the stock at once: another is fetched, or it is left out")
  func failing() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 3)
    try house.stock(8, pieces: 1)
    let posting = try house.waiting([(7, 2), (8, 1)])
    let wave = try house.wave()
    let browser = try house.browser()
    let page = try browser.get("/waves/\(wave)/problem?product=7&posting=\(posting)&step=pack")
    #expect(page.status == 200 && page.text.contains("1 other piece is free"))
    func fail(_ product: Int64, _ remedy: String) throws -> Answer {
      try browser.post(
        "/waves/\(wave)/failures",
        [
          ("product", "\(product)"), ("posting", "\(posting)"), ("step", "pick"),
          ("reason", "damaged"), ("remedy", remedy), ("note", "cracked"),
        ])
    }
    #expect(try fail(7, "replace").status == 303)
    #expect(try house.pieces(of: 7) == (2, 2))
    // None is free any more.
    #expect(try fail(7, "replace").status == 422)
    #expect(try house.pieces(of: 7) == (2, 2))
    #expect(try fail(7, "cancel").status == 303)
    #expect(try house.pieces(of: 7) == (1, 1))
    #expect(try house.store().lines(of: posting).map(\.quantity) == [1, 1])
    #expect(try house.waves().wave(wave)?.pieces == 2)
    #expect(try browser.get("/waves/\(wave)").text.contains("Damaged · cracked"))
    #expect(try fail(8, "cancel").status == 303)
    #expect(try house.store().lines(of: posting).map(\.quantity) == [1])
    // The last piece of all: nothing is left to send.
    #expect(try fail(7, "cancel").status == 303)
    #expect(try house.state(of: posting) == .cancelled)
    #expect(try house.pieces(of: 7) == (0, 0) && house.pieces(of: 8) == (0, 0))
  }

  @Test(
    "rows 42 and 43: what is wrong with a piece is noted once, though the button is pressed twice")
  func pressedTwice() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 9)
    let posting = try house.waiting([(7, 4)])
    let wave = try house.wave()
    let browser = try house.browser()
    func twice(_ resource: String, _ fields: [(String, String)]) throws -> Int64 {
      let page = try browser.get("/waves/\(wave)/problem?product=7&posting=\(posting)&step=pick")
      let form =
        [("product", "7"), ("posting", "\(posting)"), ("known", page.hidden("known"))] + fields
      let answers = try (0..<2).map { _ in try browser.post("/waves/\(wave)/\(resource)", form) }
      #expect(answers.allSatisfy { $0.status == 303 })
      return try house.pieces(of: 7).0
    }
    let failed = [("step", "pick"), ("reason", "damaged"), ("note", "")]
    #expect(try twice("failures", failed + [("remedy", "replace")]) == 8)
    #expect(try twice("failures", failed + [("remedy", "cancel")]) == 7)
    #expect(try house.store().lines(of: posting).map(\.quantity) == [3])
    #expect(try twice("shortages", [("pieces", "1")]) == 6)
    #expect(try house.store().lines(of: posting).map(\.quantity) == [2])
  }

  @Test("row 43: each class has its own points, and none stands twice")
  func points() {
    for handling in HandlingClass.allCases {
      let list = CheckPoint.list(for: handling)
      #expect(list.count >= 3 && Set(list).count == list.count)
      #expect((list.count > 3) == (handling != .normal))
    }
    let all = CheckPoint.list(for: Set(HandlingClass.allCases))
    #expect(all == CheckPoint.allCases)
  }

  @Test("row 44: a parcel is scanned into its box, checked, weighed and closed; the box is used up")
  func packing() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 10)
    try house.put(7, in: "A-1", .fragile)
    let posting = try house.waiting([(7, 1)])
    let other = try house.waiting([(7, 1)])
    let wave = try house.wave()
    let large = try house.box(pieces: 1)
    let small = try house.box(pieces: 5, side: 200, name: "Small")
    let browser = try house.browser()
    let path = "/waves/\(wave)/packing?posting=\(posting)"
    func scan(_ code: String) throws -> String {
      _ = try browser.post(
        "/waves/\(wave)/scans",
        [
          ("code", code), ("posting", "\(posting)"),
          ("after", try browser.get(path).hidden("after")),
        ])
      return try browser.get(path).text
    }
    func close(_ box: PackagingID, checks: Bool, _ id: PostingID) throws -> Answer {
      let points = checks ? CheckPoint.list(for: .fragile) : []
      return try browser.post(
        "/waves/\(wave)/parcels",
        [("posting", "\(id)"), ("box", "\(box)"), ("weight", "1030")]
          + points.map { ("check_\($0.rawValue)", "1") })
    }
    #expect(try scan("nonsense").contains("Wrong item"))
    #expect(try close(small, checks: true, posting).status == 422)
    let ready = try scan(OrdersHouse.barcode(7))
    #expect(ready.contains("Small is the smallest that holds it"))
    #expect(try close(small, checks: false, posting).status == 422)
    #expect(try house.state(of: posting) == .awaitingPackaging)
    #expect(try close(small, checks: true, posting).status == 303)
    #expect(try house.state(of: posting) == .awaitingDelivery)
    #expect(try house.store().parcels(of: posting).map(\.weightGrams) == [1_030])
    // Pressed twice: the person sees the same answer, and nothing is done again.
    let again = try close(small, checks: true, posting)
    #expect(again.status == 303 && again.location == "/waves/\(wave)/packing?packed=\(posting)")
    #expect(try house.store().parcels(of: posting).count == 1)
    let boxes = PackagingStore(
      rows: try house.reader().seller(house.shopScope))
    #expect(try boxes.packaging(small)?.pieces == 4 && boxes.packaging(large)?.pieces == 1)
    let sum = PackagingSum(try boxes.use(from: 0, to: .max))
    #expect(sum.orders == 1)
    // 200 g of box and the paper: 130 x 160 x 140 mm less 70 x 100 x 80 mm are 2.352 litres.
    #expect(sum.grams == 200 + 35)
    let report = try browser.get("/packaging/report").text
    #expect(report.contains("235 g of packaging an order over 1 order"))
    #expect(try browser.get("/waves/\(wave)").text.contains("action=\"/prints\""))
    #expect(try house.state(of: other) == .awaitingPackaging)
  }

  @Test("row 41: bins are pasted and edited; a wrong line writes nothing")
  func bins() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 10)
    try house.stock(8, pieces: 10)
    let browser = try house.browser()
    func paste(_ text: String) throws -> Answer {
      try browser.post("/bins/lines", [("warehouse", "1"), ("lines", text)])
    }
    let refused = try paste("OF-7;A-1\nNOPE;A-2\nOF-8;A-3;;;sharp")
    #expect(refused.status == 422 && refused.text.contains("there is no class"))
    let unknown = try paste("OF-7;A-1\nNOPE;A-2")
    #expect(unknown.status == 422 && unknown.text.contains("no product"))
    let rows = BinStore(
      rows: try house.reader().seller(house.shopScope))
    let ids = [ProductID(raw: 7), ProductID(raw: 8)]
    #expect(try rows.bins(of: ids, in: WarehouseID(raw: 1)).isEmpty)
    #expect(try paste("offer_id,bin,zone,spare,class\nOF-7,A-1,Cold,B-2,cold").status == 303)
    #expect(
      try rows.bins(of: ids, in: WarehouseID(raw: 1))
        == [ids[0]: Bin("A-1", spare: "B-2", zone: "Cold")])
    #expect(try rows.classes(of: ids) == [ids[0]: .cold])
    let edit = [
      ("warehouse", "1"), ("bin_7", "A-1"), ("spare_7", ""), ("class_7", "normal"),
      ("bin_8", "C-4"), ("spare_8", ""), ("class_8", "battery"),
    ]
    #expect(try browser.post("/bins", edit).status == 303)
    #expect(
      try rows.bins(of: ids, in: WarehouseID(raw: 1))
        == [ids[0]: Bin("A-1", zone: "Cold"), ids[1]: Bin("C-4")])
    #expect(try rows.classes(of: ids) == [ids[1]: .battery])
    #expect(
      try browser.post("/bins", edit + [("bin_99", "X"), ("class_99", "normal")]).status == 404)
    #expect(try house.browser("viewer@one.example").post("/bins", edit).status == 403)
  }
}
