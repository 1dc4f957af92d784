import Commerce
import Office
import Products
import SQL

private enum GoodsSQL {
  static let insertSeller = SQL.Command(
    """
    insert into seller (id, name, state, currency, time_zone, created_at)
    values (?, 'Goods', 'active', ?, 'Europe/Berlin', ?)
    """)
  static let insertMember = SQL.Command(
    "insert into member (id, email, name, created_at) values (?, ?, ?, ?)")
  static let insertMembership = SQL.Command(
    "insert into membership (member_id, shop, role) values (?, ?, ?)")
  static let insertWaiting = SQL.Command(
    """
    insert into moderation_item
      (id, shop, product, revision, number, is_update, title, picture, category_id, submitted_at)
    with recursive item (number) as (
      select ?1 union all select number + 1 from item where number < ?2
    )
    select number, ?3, number, number, 1, number % 3 = 0, 'Waiting listing ' || number, '', 91,
      ?4 + number from item
    """)
}

/// One shop with very many goods, and a queue of very many listings that wait for a moderator:
/// what the pages of goods are measured on.
struct GoodsSeed {
  let kernel: Kernel
  let plan: SeedPlan
  let say: (String) -> Void

  /// Rows in a transaction.
  private static let batch = 5_000

  func make() throws {
    let now = SeedPlan.end
    try kernel.database.writer.write { transaction in
      let open = transaction.open
      try open.run(
        GoodsSQL.insertSeller, plan.goodsShop.raw, SeedPlan.currency, now.milliseconds)
      for (member, shop, role) in plan.goodsStaff {
        try open.run(
          GoodsSQL.insertMember, member, "\(role)@goods.bench.example", role, now.milliseconds)
        try open.run(GoodsSQL.insertMembership, member, shop, role)
      }
    }
    try makeGoods()
    if plan.goods > 0 { try plan.makeStockShops(kernel) }
    try makeQueue()
  }

  private func makeGoods() throws {
    let archive = ProductArchive(kernel: kernel)
    let warehouse = try kernel.database.writer.write { transaction in
      let rows = transaction.seller(Operator.platform.entering(seller: plan.goodsShop.raw))
      return try archive.addWarehouse(named: "Berlin", in: rows)
    }
    try Array(0..<plan.goods).inBatches(of: Self.batch) { numbers in
      let lot = ProductArchive.Lot(
        of: plan.goodsShop, in: warehouse,
        numbers.map { (plan.goodsProduct($0), GoodsText.listing($0)) })
      try kernel.database.writer.write { transaction in
        try archive.insert([lot], in: transaction.platform(Operator.platform))
      }
      if let last = numbers.last, (last + 1) % 50_000 == 0 { say("made \(last + 1) products") }
      if Interruption.hasCome() { throw BootError("Stopped; the half-made database is not used.") }
    }
  }

  private func makeQueue() throws {
    let first = SeedPlan.end.milliseconds - 40 * 86_400_000
    for start in stride(from: 0, to: plan.waiting, by: 50_000) {
      let end = min(start + 50_000, plan.waiting)
      try kernel.database.writer.write { transaction in
        try transaction.open.run(
          GoodsSQL.insertWaiting, start + 1, end, plan.goodsShop.raw, first)
        try Counters.addPlatform(Int64(end - start), to: "moderation.waiting", in: transaction)
      }
      if Interruption.hasCome() { throw BootError("Stopped; the half-made database is not used.") }
    }
  }
}

/// Names in three languages, and states as a shop has them; the same at every making.
enum GoodsText {
  private static let english = [
    "stoneware", "linen", "desk", "wall", "storage", "ceramic", "wool", "tea", "mug", "lamp",
    "clock", "basket", "cushion", "blue", "green", "matt", "glazed", "travel", "kitchen", "oak",
  ]
  private static let russian = [
    "керамический", "чайник", "полотенце", "лампа", "настольная", "часы", "корзина", "набор",
    "шерстяные", "кабель", "подушка", "чехол", "синий", "зелёный", "матовый",
  ]
  private static let chinese = Array("陶瓷茶壶套装玻璃杯桌面灯墙钟收纳篮床品羊毛袜数据线抱枕蓝色红灰绿")

  static func listing(_ number: Int) -> ProductArchive.Listing {
    var chance = Chance(seed: UInt64(number) &* 0x9E37_79B9 &+ 1)
    var listing = ProductArchive.Listing(
      category: CategoryID(raw: [11, 12, 91][number % 3]), title: title(number, &chance),
      offerID: offer(number),
      createdAt: SeedPlan.end - .minutes(Int64.random(in: 0...900_000, using: &chance)))
    listing.barcode = "46\(100_000_000_00 + number)"
    listing.price = Int64.random(in: 100...90_000, using: &chance)
    listing.weight = 400
    listing.stock = Int64.random(in: 0...40, using: &chance)
    listing.lowStock = 4
    switch number % 20 {
    case 0: listing.state = .draft
    case 1: listing.state = .hidden
    case 2: listing.state = .archived
    default: break
    }
    return listing
  }

  static func offer(_ number: Int) -> String { "G-\(number)" }

  static func title(_ number: Int, _ chance: inout Chance) -> String {
    switch number % 3 {
    case 0: return words(english, &chance)
    case 1: return words(russian, &chance)
    default:
      let characters = (0..<8).map { _ in chance.pick(chinese) ?? "茶" }
      return String(characters) + " \(number % 900)"
    }
  }

  private static func words(_ all: [String], _ chance: inout Chance) -> String {
    (0..<5).map { _ in chance.pick(all) ?? "" }.joined(separator: " ")
  }

  /// What somebody types: a word of any language, two of them, a part, a number.
  static func typed(_ chance: inout Chance, of goods: Int) -> String {
    let number = Int.random(in: 0..<max(1, goods), using: &chance)
    let word = chance.pick(english) ?? ""
    switch Int.random(in: 0..<8, using: &chance) {
    case 0: return word
    case 1: return chance.pick(russian) ?? ""
    case 2: return String((0..<2).map { _ in chance.pick(chinese) ?? "茶" })
    case 3: return String(word.prefix(3))
    case 4: return "\(word) \(chance.pick(english) ?? "")"
    case 5: return String((chance.pick(russian) ?? "").prefix(2))
    case 6: return "G-\(number)"
    default: return String(title(number, &chance).prefix(12))
    }
  }
}
