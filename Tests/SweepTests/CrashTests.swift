import Commerce
import Foundation
import Office
import OfficeTesting
import SellerDesk
import Synchronization
import Testing

/// The real program, killed while it works.
@Suite(
  "Killed at any moment", .serialized, .aside,
  .enabled(if: ServerProcess.path != nil, "the program sellerdesk is not built"))
struct CrashTests {
  private static let buyers = 4
  private static let rounds = 3

  @Test("row 56 and 150: no acknowledged order is lost, none is doubled, each has its notices")
  func orders() throws {
    let market = try TestMarket(Modules.boot)
    let product = try market.product(stock: "100000")
    let data = market.configuration.data
    let book = OrderBook()
    for round in 0..<Self.rounds {
      let server = try ServerProcess(data: data, home: market.configuration.home)
      book.retry(product, at: server.port)
      Self.buy(product, at: server.port, round, book) {
        usleep(UInt32.random(in: 50_000...500_000))
        server.kill()
      }
    }
    let server = try ServerProcess(data: data, home: market.configuration.home)
    book.retry(product, at: server.port)
    server.kill()
    // What is left is told by servers that nobody asks anything, each killed at it.
    for _ in 0..<Self.rounds {
      let server = try ServerProcess(data: data, home: market.configuration.home)
      usleep(UInt32.random(in: 1_000...200_000))
      server.kill()
    }
    #expect(book.open.isEmpty)
    #expect(book.answers.count > 20, "the machine is too slow for this test to mean anything")
    #expect(book.contradictions.isEmpty, "a repeat got another order: \(book.contradictions)")
    let numbers = book.answers.values.sorted()
    #expect(Set(numbers).count == numbers.count)
    try Self.checkStored(market, numbers, product)
    #expect(
      try ServerProcess.run(["check", "--data", data, "--home", market.configuration.home]) == 0)
  }

  /// Buyers order as fast as they get answers, until the server is gone.
  private static func buy(
    _ product: String, at port: UInt16, _ round: Int, _ book: OrderBook, until end: () -> Void
  ) {
    let group = DispatchGroup()
    for buyer in 0..<buyers {
      let thread = Thread {
        for turn in 0..<10_000 {
          guard book.order("\(round)-\(buyer)-\(turn)", product, at: port) else { break }
        }
        group.leave()
      }
      group.enter()
      thread.start()
    }
    end()
    group.wait()
  }

  /// Holds what the database says against what the buyers were told.
  private static func checkStored(
    _ market: TestMarket, _ numbers: [String], _ product: String
  ) throws {
    // A day later every lease of the killed processes has ended.
    let clock = Clock()
    clock.advance(milliseconds: 86_400_000)
    try market.office(clock) { office in
      try office.runDueJobs()
      let orders = try Surfer(office, language: .en)
      _ = try orders.signIn("owner@one.example", TestMarket.password)
      let listed = try orders.get("/orders?tab=all").document.root.elements("nav")
        .first { $0["class"] == "tabs" }?.elements("a")
        .reduce(0) { $0 + (Int(($1.elements("span").last?.text ?? "").filter(\.isNumber)) ?? 0) }
      #expect((listed ?? 0) >= numbers.count)
      let stock = try orders.get("/products/\(product)/stock").document.root.elements("tbody")
        .first?.elements("td").map(\.text)
      #expect(stock?[1].filter(\.isNumber) == "\(numbers.count)", "\(stock ?? [])")
      let mails = try office.kernel.sentMails(limit: 100_000)
      let told = try Self.told(orders)
      for number in numbers {
        #expect(told[number] == 1, "\(number): told \(told[number] ?? 0) times")
        let about = mails.filter { $0.subject.contains(number) }
        let toBuyer = about.count { $0.to.contains("anna@example.org") }
        let toShop = about.count { $0.to.contains("owner@one.example") }
        #expect(toBuyer == 1 && toShop == 1, "\(number): buyer \(toBuyer), shop \(toShop)")
      }
    }
  }

  /// How often each order stands in the owner's list of notices.
  private static func told(_ owner: Surfer) throws -> [String: Int] {
    var told: [String: Int] = [:]
    var next: String? = "/notices?kind=orders.placed"
    while let path = next {
      let page = try owner.get(path).document
      for item in page.root.elements("li") where item.elements("h2").first != nil {
        let text =
          item.elements("h2").map(\.text).joined() + item.elements("details").map(\.text).joined()
        for word in text.split(whereSeparator: { !$0.isNumber && $0 != "-" })
        where word.hasSuffix("-1") {
          told[String(word.dropLast(2)), default: 0] += 1
        }
      }
      next = page.root.elements("a").first { $0["rel"] == "next" }?["href"]
    }
    return told
  }
}

/// What the buyers tried and what they were told.
private final class OrderBook: Sendable {
  private struct Pages {
    var open: Set<String> = []
    var answers: [String: String] = [:]
    var contradictions: [String] = []
  }

  private let pages = Mutex(Pages())

  /// Keys that were sent and not answered.
  var open: Set<String> { pages.withLock(\.open) }
  /// Order numbers by key.
  var answers: [String: String] { pages.withLock(\.answers) }
  var contradictions: [String] { pages.withLock(\.contradictions) }

  /// - Returns: whether there was an answer.
  func order(_ key: String, _ product: String, at port: UInt16) -> Bool {
    pages.withLock { _ = $0.open.insert(key) }
    let headers = [
      ("Authorization", "Bearer \(TestMarket.key)"), ("Content-Type", "application/json"),
      ("Idempotency-Key", key),
    ]
    let body = ShopFront.body([(product, 1)]).bytes
    guard
      let reply = try? WireClient(port: port).send(
        "POST", "/storefront/v1/orders", headers, body: body),
      reply.status == 201,
      let number = try? JSON(parsing: reply.body)["order"]?["number"]?.string
    else { return false }
    pages.withLock { pages in
      pages.open.remove(key)
      if let first = pages.answers.updateValue(number, forKey: key), first != number {
        pages.contradictions.append("\(key): \(first), then \(number)")
      }
    }
    return true
  }

  /// Sends every key again: those without an answer must get one, the others the same.
  func retry(_ product: String, at port: UInt16) {
    for key in open.union(answers.keys.sorted().suffix(50)) { _ = order(key, product, at: port) }
  }
}
