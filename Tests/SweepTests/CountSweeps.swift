import Commerce
import Foundation
import HTTP
import Office
import OfficeTesting
import SQL
import SellerDesk
import Testing

/// Counts that are kept are never wrong: a person who clicks a number finds that many rows.
@Suite("Every count") struct CountSweeps {
  @Test("row 11: on a tab equals the rows behind it, in 1000 random states")
  func tabs() throws {
    let shop = try BusyShop(seed: 11)
    var looked = 0
    for _ in 0..<1_000 {
      try shop.act()
      looked += try shop.checkOneTab()
    }
    #expect(looked > 1_000, "the histories left the tabs empty")
    for path in ["/products", "/orders"] { try shop.checkAllTabs(of: path) }
    #expect(try shop.house.office.inspect { _ in } == [])
  }

  @Test("row 1: on the home page equals the rows of the list behind it", arguments: [1, 2, 3])
  func home(seed: UInt64) throws {
    let shop = try BusyShop(seed: seed)
    for _ in 0..<150 { try shop.act() }
    try shop.leaveSomethingEverywhere()
    #expect(try shop.checkHome(.owner) >= 8)
    for role in [
      Role.manager, .catalogue, .warehouse, .care, .viewer, .moderator, .admin, .treasurer,
    ] {
      _ = try shop.checkHome(role)
    }
  }
}

/// A shop in which anything may happen at any time, allowed or not.
private final class BusyShop {
  let house: TestHouse
  private let owner: Surfer
  private let moderator: Surfer
  private let front: ShopFront
  private var random: SeededRandom
  private var products: [String] = []
  private var postings: [(id: String, number: String, order: String)] = []
  private var made = 0

  init(seed: UInt64) throws {
    house = try TestHouse(Modules.boot)
    owner = try house.surfer(.owner)
    moderator = try house.surfer(.moderator)
    front = try house.front()
    random = SeededRandom(state: seed)
    for _ in 0..<4 { try list() }
    for _ in 0..<4 { try order() }
  }

  private func list() throws {
    made += 1
    products.append(
      try owner.product(offer: "TEA-\(made)", approvedBy: approver(), stock: "\(made * 3)"))
  }

  /// `product` decides on the next item of the queue: it must be the one just submitted.
  private func approver() throws -> Surfer {
    while case let item = try moderator.post("/moderation/claim").location,
      item != "/moderation"
    { _ = try moderator.post(item + "/approval") }
    return moderator
  }

  /// - Parameter isSure: of the newest product, which is in stock.
  private func order(isSure: Bool = false) throws {
    let any = products.randomElement(using: &random)
    guard let product = isSure ? products.last : any else { return }
    let answer = try front.order([(product, 1)]).json["order"]
    guard let posting = answer?["postings"]?.array?.first?["number"]?.string else { return }
    postings.append((try owner.posting(posting), posting, answer?["number"]?.string ?? ""))
  }

  /// One thing that somebody may try, whether the present state allows it or not.
  func act() throws {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<3: products.append(try owner.draft())
    case 3..<8: try submit()
    case 8..<14: try decide()
    case 14..<17: try list()
    case 17..<27: try order()
    case 27..<62: try movePosting()
    default: try moveProduct()
    }
    if products.count > 60 { products.removeFirst(20) }
  }

  private func submit() throws {
    guard let product = products.randomElement(using: &random) else { return }
    made += 1
    let page = try owner.get("/products/\(product)")
    guard page.status == 200, page.text.contains("/submission\"") else { return }
    _ = try owner.fill(product, offer: "TEA-\(made)", pressing: "/submission")
  }

  private func decide() throws {
    let item = try moderator.post("/moderation/claim").location
    let acts = ["approval", "changes", "rejection", "release"]
    guard let act = acts.randomElement(using: &random) else { return }
    let verdict = [("reason", "description:misleading_claim"), ("message", "")]
    _ = try moderator.post("\(item)/\(act)", act == "release" ? [] : verdict)
  }

  private func moveProduct() throws {
    let verbs = ["hiding", "showing", "archive", "restoration", "removal", "withdrawal"]
    guard let product = products.randomElement(using: &random),
      let verb = verbs.randomElement(using: &random)
    else { return }
    _ = try owner.post("/products/\(product)/\(verb)")
  }

  private func movePosting() throws {
    guard let posting = postings.suffix(40).randomElement(using: &random) else { return }
    let path = "/orders/\(posting.id)"
    let version = try version(of: path)
    switch Int.random(in: 0..<11, using: &random) {
    case 10:
      _ = try owner.post(
        path + "/hold", [("version", version), ("reason", "address"), ("question", "")])
    case 0..<3: _ = try owner.post(path + "/confirmation", [("version", version)])
    case 3..<6: _ = try owner.post(path + "/packing", [("version", version)])
    case 6..<8: try ship(path)
    case 8: try cancel(path, posting.order)
    default: try report(posting.number)
    }
  }

  private func version(of path: String) throws -> String {
    let text = try owner.get(path).text
    let found = text.firstMatch(of: #/name="version" value="(\d+)"/#)
    return found.map { String($0.output.1) } ?? "1"
  }

  private func ship(_ path: String) throws {
    let forms = try owner.get(path + "/shipment").document.forms(at: path)
    guard let form = forms.first(where: { $0.action.hasSuffix("/shipment") }) else { return }
    _ = try owner.submit(form)
  }

  private func cancel(_ path: String, _ order: String) throws {
    if Bool.random(using: &random) {
      _ = try front.post("/storefront/v1/orders/\(order)/cancellation", .object([]))
      return
    }
    let forms = try owner.get(path + "/cancellation").document.forms(at: path)
    guard var form = forms.first(where: { $0.action.hasSuffix("/cancellation") }) else { return }
    form["reason"] = form.choices["reason"]?.last
    _ = try owner.submit(form)
  }

  private func report(_ number: String) throws {
    let codes = ["accepted", "in_transit", "delivered", "returning", "returned", "lost"]
    let code = codes.randomElement(using: &random) ?? ""
    _ = try front.post(
      "/storefront/v1/postings/\(number)/events", .object([("code", .string(code))]))
  }

  /// At least one row in each queue of the home page.
  func leaveSomethingEverywhere() throws {
    try list()
    for steps in 0..<6 {
      try order(isSure: true)
      guard let posting = postings.last else { continue }
      let path = "/orders/\(posting.id)"
      if steps == 5 { try cancel(path, posting.order) }
      if steps == 0 {
        try order(isSure: true)
        guard let held = postings.last else { continue }
        let hold = [("version", "1"), ("reason", "address"), ("question", "")]
        _ = try owner.post("/orders/\(held.id)/hold", hold)
      }
      guard steps < 5 else { continue }
      if steps > 0 { _ = try owner.post(path + "/confirmation", [("version", "1")]) }
      if steps > 1 { _ = try owner.post(path + "/packing", [("version", "2")]) }
      if steps > 2 { try ship(path) }
      if steps > 3 { try deliver(posting.number) }
    }
    try beLate()
    _ = try approver()
    let draft = try owner.draft()
    products.append(draft)
    made += 1
    _ = try owner.fill(draft, offer: "TEA-\(made)", stock: "0", pressing: "/submission")
    let item = try moderator.post("/moderation/claim").location
    _ = try moderator.post("\(item)/changes", [("reason", "description:misleading_claim")])
    let empty = try owner.product(offer: "EMPTY-\(made)", approvedBy: moderator, stock: "0")
    products.append(empty)
    let waiting = try owner.draft()
    _ = try owner.fill(waiting, offer: "WAIT-\(made)", pressing: "/submission")
  }

  /// A parcel leaves after its promised day, and its buyer asks for it.
  private func beLate() throws {
    guard let product = products.last else { return }
    let promised = Instant(iso: "2026-01-01T00:00:00Z")
    let answer = try front.order([(product, 1)], promised: promised).json["order"]
    let number = answer?["postings"]?.array?.first?["number"]?.string ?? ""
    let path = "/orders/\(try owner.posting(number))"
    _ = try owner.post(path + "/confirmation", [("version", "1")])
    _ = try owner.post(path + "/packing", [("version", "2")])
    try ship(path)
    let asked = try front.post("/storefront/v1/postings/\(number)/inquiry", .object([]))
    #expect(asked.status == 201, "\(asked.text)")
  }

  private func deliver(_ number: String) throws {
    for code in ["in_transit", "delivered"] {
      _ = try front.post(
        "/storefront/v1/postings/\(number)/events", .object([("code", .string(code))]))
    }
  }

  // MARK: looking

  /// The count of one tab, chosen at random, against its rows.
  /// - Returns: the rows.
  func checkOneTab() throws -> Int {
    let path = Bool.random(using: &random) ? "/products" : "/orders"
    let tabs = try tabs(of: path)
    guard let tab = tabs.randomElement(using: &random) else { return 0 }
    let rows = try rows(behind: tab.href, owner)
    #expect(rows == tab.count, "\(tab.href)")
    return rows
  }

  func checkAllTabs(of path: String) throws {
    for tab in try tabs(of: path) {
      #expect(try rows(behind: tab.href, owner) == tab.count, "\(tab.href)")
    }
  }

  private func tabs(of path: String) throws -> [(href: String, count: Int)] {
    let text = try owner.get(path).text
    guard let start = text.firstRange(of: "<nav class=\"tabs\""),
      let end = text[start.upperBound...].firstRange(of: "</nav>")
    else { return [] }
    let nav = text[start.upperBound..<end.lowerBound]
    let pattern = #/href="([^"]+)"[^>]*>[^<]*<span class="count[^"]*">([^<]*)</span>/#
    return nav.matches(of: pattern).map { match in
      (Self.decoded(match.output.1), Int(match.output.2.filter(\.isNumber)) ?? -1)
    }
  }

  private static func decoded(_ text: Substring) -> String {
    text.split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
  }

  /// The rows of a list, on all its pages.
  private func rows(behind path: String, _ surfer: Surfer) throws -> Int {
    var rows = 0
    var next: String? = path
    while let page = next {
      let text = try surfer.get(page).text
      rows += text.ranges(of: "<th scope=\"row\"").count
      // Waves and objections are cards.
      rows += text.ranges(of: "<li class=\"card\"").count
      rows += text.ranges(of: "<form class=\"card\" method=\"post\" action=\"/contests\"").count
      next = text.firstMatch(of: #/href="([^"]+)" rel="next"/#).map { Self.decoded($0.output.1) }
    }
    return rows
  }

  /// Every number of the home page against its list.
  /// - Returns: how many there were.
  func checkHome(_ role: Role) throws -> Int {
    let surfer = try house.surfer(role)
    let page = try surfer.get("/").document.root
    let tiles = page.elements("a").filter { $0["class"] == "tile" }
    let tasks = page.elements("h3").flatMap { $0.elements("a") }
    for link in tiles + tasks {
      let number = link.text.split { !$0.isNumber && $0 != "\u{202F}" }.first ?? ""
      let count = Int(number.filter(\.isNumber))
      let href = link["href"] ?? ""
      #expect(try rows(behind: href, surfer) == count, "\(role.rawValue) \(href): \(link.text)")
    }
    return tiles.count + tasks.count
  }
}

/// SplitMix64: the same seed gives the same history.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
