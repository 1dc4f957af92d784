import Commerce
import Office
import SQL
import Testing

@testable import Orders

@Suite("Waves") struct WaveTests {
  @Test(
    "row 41: whatever happens, each unit of each posting is fetched once, along the bins",
    arguments: [1, 2, 3] as [UInt64])
  func history(_ seed: UInt64) throws {
    var dice = BoxFitTests.Dice(state: seed)
    let house = try OrdersHouse()
    let acts = try house.acts()
    let bins = ["A-2", "A-10", "B-1-3", ""]
    for product in Int64(1)...4 {
      try house.stock(product, pieces: 10_000)
      try house.put(product, in: bins[Int(product) - 1], product == 2 ? .fragile : .normal)
    }
    var postings: [PostingID] = []
    var open: [WaveID] = []
    for _ in 0..<60 {
      switch Int.random(in: 0..<10, using: &dice) {
      case 0..<4:
        let products = Set((0..<3).map { _ in Int64.random(in: 1...4, using: &dice) }).sorted()
        let lines = products.map { ($0, Int64.random(in: 1...3, using: &dice)) }
        postings.append(try house.waiting(lines, acts))
      case 4..<6:
        let most = Int64.random(in: 1...4, using: &dice)
        let kind = WaveChoice.Kind.allCases.randomElement(using: &dice) ?? .any
        do {
          open.append(try house.wave { ($0.most, $0.kind) = (most, kind) })
        } catch is InvalidForm {}
      case 6:
        if let id = postings.randomElement(using: &dice) {
          do { try house.perform(.cancel, on: id, acts) } catch is IllegalCommand {}
        }
      case 7:
        if let id = postings.randomElement(using: &dice) { try cancelPart(of: id, house, acts) }
      case 8:
        if let id = open.randomElement(using: &dice) {
          open.removeAll { $0 == id }
          try house.write { tx in
            try WaveActs(tx: tx, now: house.clock.now(), member: nil).close(id)
          }
        }
      default:
        if let id = postings.randomElement(using: &dice) {
          do { try house.perform(.pack, on: id, acts) } catch is IllegalCommand {}
        }
      }
      try check(postings, open, house)
    }
    #expect(!open.isEmpty || !postings.isEmpty)
  }

  private func cancelPart(
    of id: PostingID, _ house: OrdersHouse, _ acts: PostingActs
  ) throws {
    let line = try house.store().lines(of: id).first
    guard let line else { return }
    do {
      try house.write { tx in
        try acts.cancelLines(
          id, [line.number: 1], .outOfStock, by: Actor(kind: .member, name: "T"), version: nil,
          at: house.clock.now(), in: tx)
      }
    } catch is IllegalCommand {} catch is ImpossibleParts {}
  }

  private func check(
    _ postings: [PostingID], _ open: [WaveID], _ house: OrdersHouse
  ) throws {
    var fetched: [PostingID: [Int64: Int64]] = [:]
    for id in open {
      let wave = try #require(try house.waves().wave(id))
      let lines = try house.waves().lines(of: id)
      let stops = Stop.walk(lines)
      let paths = stops.map(\.first.path)
      #expect(paths == paths.sorted { $1.isEmpty && !$0.isEmpty || !$0.isEmpty && $0 < $1 })
      #expect(Set(stops.map(\.product)).count == stops.count)
      for line in stops.flatMap(\.lines) {
        fetched[line.posting, default: [:]][line.line, default: 0] += line.quantity
      }
      let whole = lines.filter { $0.state == .open || $0.state == .packed }
      #expect(wave.pieces == whole.reduce(0) { $0 + $1.quantity })
    }
    for id in postings {
      let wave = try house.waves().wave(fetching: id)
      let isWaiting = try house.state(of: id) == .awaitingPackaging
      #expect(wave == nil || isWaiting && open.contains(wave ?? WaveID(raw: 0)))
      let lines = try house.store().lines(of: id)
      let wanted = Dictionary(uniqueKeysWithValues: lines.map { ($0.number, $0.quantity) })
      #expect(fetched[id] ?? [:] == (wave == nil ? [:] : wanted), "\(id)")
    }
  }

  @Test("row 41: a wave is chosen by zone, class, deadline, carrier and number of pieces")
  func choices() throws {
    let house = try OrdersHouse()
    for product in Int64(1)...3 { try house.stock(product, pieces: 100) }
    try house.put(1, in: "A-1")
    try house.put(2, in: "B-1", .liquid)
    let first = try house.waiting([(1, 1)])
    let second = try house.waiting([(2, 2)])
    let both = try house.waiting([(1, 1), (2, 1)])
    let bare = try house.waiting([(3, 1)])
    func found(_ change: (inout WaveChoice) -> Void) throws -> [PostingID] {
      var choice = WaveChoice(warehouse: WarehouseID(raw: 1))
      change(&choice)
      let rows = try house.reader().seller(house.shopScope)
      return try choice.postings(at: house.clock.now(), in: rows)
    }
    #expect(try found { _ in } == [first, second, both, bare])
    #expect(try found { $0.zone = "A" } == [first])
    #expect(try found { $0.zone = "B" } == [second])
    #expect(try found { $0.handling = .liquid } == [second, both])
    #expect(try found { $0.handling = .normal } == [first, bare])
    #expect(try found { $0.kind = .single } == [first, bare])
    #expect(try found { $0.kind = .multi } == [second, both])
    #expect(try found { $0.most = 2 } == [first, second])
    #expect(try found { $0.hours = 1 } == [])
    #expect(try found { $0.carrier = 99 } == [])
    try house.wave { $0.zone = "A" }
    #expect(try found { _ in } == [second, both, bare])
  }

  @Test("row 41: bins are walked in the order of their numbers")
  func order() {
    let bins = ["B-1", "A-10", "A-2", "A-2-10", "A-2-9", "a-03-2", "A"]
    #expect(
      bins.sorted { Bin.path($0) < Bin.path($1) }
        == ["A", "A-2", "A-2-9", "A-2-10", "a-03-2", "A-10", "B-1"])
    #expect(Bin("A-03-2").zone == "A" && Bin("A-03-2", zone: "Cold").zone == "Cold")
  }

  @Test("row 41: a cancelled posting leaves its wave, and the picker is told to put back")
  func cancelled() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 100)
    try house.put(7, in: "A-1")
    let gone = try house.waiting([(7, 2)])
    _ = try house.waiting([(7, 1)])
    let wave = try house.wave()
    let browser = try house.browser()
    let page = try browser.get("/waves/\(wave)/picking")
    _ = try browser.post(
      "/waves/\(wave)/scans",
      [("code", OrdersHouse.barcode(7)), ("stop", "7"), ("after", page.hidden("after"))])
    #expect(try house.waves().wave(wave)?.picked == 1)
    try house.perform(.cancel, on: gone, try house.acts())
    #expect(try house.waves().wave(wave)?.pieces == 1)
    let told = try browser.get("/waves/\(wave)/picking")
    #expect(
      told.text.contains("was cancelled") && told.text.contains("Put 1 piece from tote 1 back"))
    #expect(
      try browser.post("/waves/\(wave)/notices", [("posting", "\(gone)"), ("step", "picking")])
        .status == 303)
    #expect(try !browser.get("/waves/\(wave)/picking").text.contains("was cancelled"))
  }

  @Test("row 41: the pages of a wave: choosing, the walk, the printed list, closing")
  func pages() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 100)
    try house.stock(8, pieces: 100)
    try house.put(7, in: "A-10", .fragile)
    try house.put(8, in: "A-2")
    _ = try house.waiting([(7, 1), (8, 3)])
    let browser = try house.browser()
    let choose = try browser.get("/waves/new")
    #expect(choose.text.contains("1 posting for this wave"))
    let made = try browser.post("/waves", [("warehouse", "1"), ("most", "20")])
    #expect(made.status == 303)
    let show = try browser.get(made.location)
    #expect(show.status == 200 && show.text.contains("Zone A · Fragile"))
    let sheet = try browser.get(made.location + "/sheet")
    let near = try #require(sheet.text.firstRange(of: "A-2"))
    let far = try #require(sheet.text.firstRange(of: "A-10"))
    #expect(near.lowerBound < far.lowerBound)
    #expect(try browser.post("/waves", [("warehouse", "1")]).status == 422)
    #expect(try browser.post("/waves", [("warehouse", "9")]).status == 422)
    #expect(try browser.post(made.location + "/closing").status == 303)
    #expect(try browser.post(made.location + "/closing").status == 409)
    #expect(try browser.get("/waves?tab=closed").text.contains("Wave 1"))
    #expect(try house.browser("owner@two.example").get(made.location).status == 404)
    #expect(try browser.post("/waves", [("warehouse", "1")]).status == 303)
  }
}
