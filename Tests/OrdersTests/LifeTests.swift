import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

/// Everybody does something at any time: whatever came, the books are right.
@Suite("Lives of postings") struct LifeTests {
  @Test(
    "rows 46, 49, 53, 57, 66: random lives with all actors, time and downtime keep every promise",
    arguments: [1, 2, 3] as [UInt64])
  func lives(_ seed: UInt64) throws {
    let life = try Life(seed: seed)
    for _ in 0..<260 { try life.step() }
    try life.expectAll()
    // Nothing is left alone: all that waits for somebody ends by itself.
    for _ in 0..<8 { try life.house.pass(.days(3)) }
    try life.expectAll()
    for id in try life.house.postings() {
      let state = try life.house.state(of: id)
      #expect(state?.tab.isOpen == false, "\(String(describing: state))")
    }
  }
}

/// A shop, its buyers, carriers and the clock.
private final class Life {
  let house: OrdersHouse
  private let front: ShopFront
  private let acts: PostingActs
  private var random: SplitMix

  init(seed: UInt64) throws {
    random = SplitMix(seed: seed)
    house = try OrdersHouse()
    for product in Int64(1)...4 {
      try house.stock(product, warehouse: 1 + product % 2, pieces: 80, price: 777 * product)
    }
    front = try house.front()
    acts = try house.acts()
  }

  func step() throws {
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: try order()
    case 2: try pay()
    case 3: try house.pass(.minutes(Int64.random(in: 1...900, using: &random)))
    case 4: try part()
    case 5: try question()
    default: try command()
    }
  }

  private func order() throws {
    let products = (Int64(1)...4).filter { _ in Bool.random(using: &random) }
    if products.isEmpty { return }
    let lines = products.map { ($0, Int64.random(in: 1...3, using: &random)) }
    let isPaid = Int.random(in: 0..<3, using: &random) > 0
    let answer = try isPaid ? front.order(lines) : front.unpaid(lines)
    #expect(answer.status == 201 || answer.status == 409, "\(answer.text)")
  }

  private func pay() throws {
    let number = 48_000 + Int.random(in: 1...30, using: &random)
    let words = ["paid", "paid", "failed", "authorized", "chargeback", "chargeback_won"]
    let word = words.randomElement(using: &random) ?? "paid"
    let answer = try front.pays(String(number), word)
    #expect([200, 404, 409].contains(answer.status), "\(answer.text)")
  }

  private func command() throws {
    guard let id = try house.postings().randomElement(using: &random),
      let command = PostingCommand.allCases.filter({ $0 != .join })
        .randomElement(using: &random)
    else { return }
    let kinds: [PostingEvent.ActorKind] = [.member, .buyer, .carrier, .platform]
    let kind = kinds.randomElement(using: &random) ?? .member
    do {
      try house.perform(command, on: id, acts, by: Actor(kind: kind, name: ""))
    } catch is IllegalCommand {}
  }

  private func question() throws {
    guard let id = try house.postings().randomElement(using: &random) else { return }
    let reason = HoldReason.allCases.randomElement(using: &random) ?? .address
    let isAnswer = Bool.random(using: &random)
    try attempt { tx in
      if isAnswer {
        try acts.answer(.right, id, at: house.clock.now(), in: tx)
      } else {
        try acts.hold(
          id, HoldDraft(reason: reason, question: ""), by: Actor(kind: .member, name: ""),
          version: nil, at: house.clock.now(), in: tx)
      }
    }
  }

  private func part() throws {
    guard let id = try house.postings().randomElement(using: &random),
      let other = try house.postings().randomElement(using: &random)
    else { return }
    var pieces: [Int64: Int64] = [:]
    for line in try house.store().lines(of: id) {
      pieces[line.number] = Int64.random(in: 0...line.quantity, using: &random)
    }
    let choice = Int.random(in: 0..<3, using: &random)
    let member = Actor(kind: .member, name: "")
    let now = house.clock.now()
    try attempt { tx in
      switch choice {
      case 0: _ = try acts.split(id, pieces, by: member, version: nil, at: now, in: tx)
      case 1: try acts.merge(other, into: id, by: member, version: nil, at: now, in: tx)
      default:
        try acts.cancelLines(id, pieces, .damage, by: member, version: nil, at: now, in: tx)
      }
    }
  }

  /// What is refused leaves nothing.
  private func attempt(_ body: (SellerTransaction) throws -> Void) throws {
    do {
      try house.office.kernel.database.writer.write { transaction in
        try body(transaction.seller(house.shopScope))
      }
    } catch is IllegalCommand {} catch is ImpossibleParts {}
  }

  func expectAll() throws {
    #expect(try house.miscounts().isEmpty)
    try house.expectStock(80, products: 1...4)
    try house.expectParts()
    try house.expectService()
    for id in try house.postings() {
      let posting = try #require(try house.store().posting(id))
      expectTimer(posting)
      let isHeld = try HoldStore(rows: house.store().rows).open(id) != nil
      #expect(!isHeld || posting.state == .onHold, "a hold ends with its state")
    }
  }

  private func expectTimer(_ posting: Posting) {
    if posting.state.isFinal || posting.state == .returned {
      #expect(posting.timer == nil, "\(posting.state)")
    }
    guard posting.state.tab.isOpen || posting.state == .delivered else { return }
    #expect(posting.timer != nil, "\(posting.state)")
    if let late = posting.late { #expect(late <= house.clock.now()) }
    if posting.timer?.kind == .lapse { #expect(posting.late != nil) }
    if posting.state == .awaitingPayment { #expect(posting.timer?.kind == .expire) }
  }
}
