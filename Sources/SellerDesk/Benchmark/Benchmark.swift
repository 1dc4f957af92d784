import Glibc
import Office

/// All loads in a row, against a server that holds the marketplace.
struct Benchmark {
  let configuration: Configuration
  let office: BenchOffice
  let seconds: Double
  let say: (String) -> Void

  private(set) var results: [LoadResult] = []
  /// From the start of the process to the first page of orders, in milliseconds, sorted.
  private(set) var starts: [Double] = []
  private(set) var idle: (resident: Int, anonymous: Int) = (0, 0)
  private(set) var loaded: (resident: Int, anonymous: Int) = (0, 0)
  private(set) var streams: StreamResult?
  private(set) var imported: ImportResult?
  /// How many streams are opened; 0 for none.
  let streamCount: Int
  /// How many rows are imported; 0 for none.
  let rows: Int
  /// Only loads whose name has this are measured; empty for all.
  let only: String

  init(
    _ configuration: Configuration, _ office: BenchOffice, seconds: Double, streams: Int = 0,
    rows: Int = 0, only: String = "", say: @escaping (String) -> Void
  ) {
    self.configuration = configuration
    self.office = office
    self.seconds = seconds
    streamCount = streams
    self.rows = rows
    self.only = only
    self.say = say
  }

  mutating func run() throws {
    say(BenchReport.head)
    if isAsked(Self.beginning) { try measureStarts() }
    let server = try ServerProcess(configuration)
    defer { server.stop() }
    idle = server.memory
    let client = try HTTPClient(server.url)
    let requests = BenchRequests(
      host: String(server.url.dropFirst(7)), plan: office.plan, key: office.key)
    let pages = try BenchPages(client, requests, cookies: office.cookies)
    try measurePages(server, requests, pages)
    loaded = server.memory
    try measureGoods(server, client, requests)
    if isAsked(Self.papers) { try measurePapers(server, client, requests) }
    if rows > 0, isAsked(Self.imports) { try measureImport(server, client, requests) }
    try measureActs(server, requests)
    server.stop()
    if streamCount > 0, isAsked(Self.listeners) { try measureStreams() }
    for line in BenchReport.end(self) { say(line) }
  }

  private static let beginning = "start to first page"
  private static let listeners = "open streams"
  private static let imports = "others, import"
  private static let papers = "200 labels as PDF"
  private static let forms = "goods, form saved"
  private static let stocks = "stocks, 100 pairs"

  private func isAsked(_ name: String) -> Bool { only.isEmpty || name.contains(only) }

  private mutating func measureStarts() throws {
    for _ in 0..<5 {
      let start = MonotonicClock.nanoseconds()
      let server = try ServerProcess(configuration)
      let client = try HTTPClient(server.url)
      let reply = try client.send(
        "GET", BenchPages.list, headers: [("Cookie", office.cookies.first ?? "")])
      guard reply.status == 200 else {
        throw HTTPClientError.broken("the first page answers \(reply.status)")
      }
      starts.append(Double(MonotonicClock.nanoseconds() - start) / 1e6)
      server.stop()
    }
    starts.sort()
  }

  /// On a server of its own: what the other loads leave in memory is not theirs.
  private mutating func measureStreams() throws {
    let server = try ServerProcess(configuration)
    defer { server.stop() }
    let requests = BenchRequests(
      host: String(server.url.dropFirst(7)), plan: office.plan, key: office.key)
    let most = OpenFiles.raise() - 100
    if streamCount > most { say("the system allows \(most) streams instead of \(streamCount)") }
    streams = try StreamLoad(
      server: server, requests: requests, client: HTTPClient(server.url),
      cookie: office.cookies.first ?? "", count: min(streamCount, most)
    ).run()
  }

  private mutating func measurePages(
    _ server: ServerProcess, _ requests: BenchRequests, _ pages: BenchPages
  ) throws {
    let health = requests.get("/healthz")
    try measure("healthz", 16, server) { health }
    try measure("static file", 16, server) { pages.stylesheet }
    try measure("orders list", 16, server) { requests.any(pages.lists) }
    try measure("orders list", 1, server) { requests.any(pages.lists) }
    try measure("orders list, next page", 16, server) { requests.any(pages.next) }
    try measure("orders list, what waits", 16, server) { requests.any(pages.open) }
    let orders = OrderLoads(requests, cookies: office.cookies)
    try measure("orders, tabs", 1, server) { orders.tab() }
    try measure("orders, filters", 1, server) { orders.filter() }
    try measure("orders, deep pages", 1, server) { orders.deep() }
    try measure("order page", 16, server) { requests.any(pages.orders) }
    try measure("order page", 1, server) { requests.any(pages.orders) }
  }

  private mutating func measureGoods(
    _ server: ServerProcess, _ client: HTTPClient, _ requests: BenchRequests
  ) throws {
    guard let owner = office.goodsCookies.first, let moderator = office.goodsCookies.last else {
      return
    }
    let goods = try GoodsLoads(
      client, requests, office.plan, owner: owner, moderator: moderator)
    if office.plan.goods > 0 {
      try measure("goods, tabs", 1, server) { goods.tab() }
      try measure("goods, filters", 1, server) { goods.filter() }
      try measure("goods, deep pages", 1, server) { goods.deep() }
      try measure("goods, brand and price", 1, server) { goods.range() }
      try measure("goods, sorted", 1, server) { goods.sorted() }
      try measure("goods, sorted, deep", 1, server) { goods.sortedDeep() }
      try measure("goods, search", 1, server, alsoGood: 303) { goods.search() }
      if isAsked(Self.forms) {
        try goods.openForms()
        note(try DiskLoad.run(in: configuration.data, seconds: min(2, seconds)))
        try measure(Self.forms, 1, server, status: 303) { goods.save() }
      }
      if isAsked(Self.stocks) {
        let stock = StockLoads(office.stockShops, requests)
        try measure(Self.stocks, 1, server) { stock.call() }
        try measure(Self.stocks, 64, server) { stock.call() }
      }
    }
    if office.plan.waiting > 0 { try measure("moderation queue", 1, server) { goods.queue() } }
  }

  private mutating func measurePapers(
    _ server: ServerProcess, _ client: HTTPClient, _ requests: BenchRequests
  ) throws {
    let papers = try PaperLoads(client, requests, cookies: office.cookies)
    try measure(Self.papers, 1, server) { papers.labels }
  }

  /// What others have of an import: their lists before it and in each of its parts.
  private mutating func measureImport(
    _ server: ServerProcess, _ client: HTTPClient, _ requests: BenchRequests
  ) throws {
    guard let cookie = office.cookies.first, office.cookies.count > 1 else { return }
    let others = try BenchPages(client, requests, cookies: Array(office.cookies.dropFirst()))
    let load = try ImportLoad(client, requests, cookie: cookie, rows: rows)
    try measure("others, before import", 1, server) { requests.any(others.lists) }
    var result = ImportResult(rows: rows)
    let before = server.memory.anonymous
    for part in ImportLoad.Part.allCases {
      let start = MonotonicClock.nanoseconds()
      try load.begin(part)
      let name = "\(Self.imports) \(part.rawValue)"
      var whole = LoadResult(name: name, connections: 1)
      repeat {
        if Interruption.hasCome() { throw BootError("Stopped.") }
        whole += try Load(port: server.port, connections: 1, seconds: 0.25)
          .run(name) { requests.any(others.lists) }
        result.memory = max(result.memory, server.memory.anonymous - before)
      } while try load.isBusy
      result.seconds.append((part, Double(MonotonicClock.nanoseconds() - start) / 1e9))
      note(whole)
    }
    imported = result
  }

  private mutating func measureActs(_ server: ServerProcess, _ requests: BenchRequests) throws {
    try measure("sign-in", 1, server, status: 303) { requests.signIn() }
    try measure("order placed", 1, server, status: 201) { requests.order() }
    try measure("order placed", 64, server, status: 201) { requests.order() }
  }

  private mutating func measure(
    _ name: String, _ connections: Int, _ server: ServerProcess, status: Int = 200,
    alsoGood other: Int? = nil, _ request: () -> [UInt8]
  ) throws {
    if Interruption.hasCome() { throw BootError("Stopped.") }
    guard isAsked(name) else { return }
    let port = server.port
    // The first answers warm caches and connections that the rest finds warm.
    _ = try Load(port: port, connections: connections, seconds: min(0.3, seconds))
      .run(name, status: status, alsoGood: other, request)
    let before = server.processorMicroseconds
    var result = try Load(port: port, connections: connections, seconds: seconds)
      .run(name, status: status, alsoGood: other, request)
    result.processorMicroseconds =
      Double(server.processorMicroseconds - before) / Double(max(1, result.times.count))
    note(result)
  }

  private mutating func note(_ result: LoadResult) {
    results.append(result)
    say(BenchReport.line(result))
  }
}
