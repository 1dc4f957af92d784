import Commerce
import Documents
import HTTP
import Office
import OfficeTesting
import SQL

@testable import Products

/// An office with one shop and its people, and the ways of a test through it.
struct Shop {
  let client: OfficeClient
  let seller: SellerID
  let owner: Person
  let moderator: Person

  /// Booting takes a while, so most tests share an office, each with a shop of its own.
  private static let shared = Result { try boot() }

  private static func boot() throws -> OfficeClient {
    // Receivers of tests are on this machine.
    let configure: (inout Configuration) -> Void = { $0.allowsPrivateWebhooks = true }
    return try OfficeClient(modules: [ProductsModule.self], configure: configure) {
      [ProductsModule(kernel: $0)]
    }
  }

  /// - Parameter isAlone: in an office of its own, for what looks at the queue or the clock.
  init(isAlone: Bool = false) throws {
    client = try isAlone ? Self.boot() : Self.shared.get()
    seller = try client.addSeller("Polyana Home")
    owner = try client.signIn(.owner, of: seller)
    moderator = try client.signIn(.moderator, name: "Mod")
  }

  /// Another shop of the same office.
  init(_ first: Shop, seller: SellerID, owner: Person) {
    client = first.client
    self.seller = seller
    self.owner = owner
    moderator = first.moderator
  }

  /// A category with all kinds of attributes: teapots.
  static let teapots = "11"

  /// What a complete teapot's form says.
  static let teapot: [String: String] = [
    "category": teapots, "title": "Ceramic teapot Koivu, 0.9 L", "brand": "Koivu",
    "description": "Stoneware teapot with a matt sage glaze, thrown and glazed by hand.",
    "attribute_material": "stoneware", "attribute_volume": "900", "attribute_country": "ru",
    "attribute_dishwasher": "1", "weight": "1250", "length": "240", "width": "180",
    "height": "170", "price": "2490.00", "price_before": "2790.00", "price_min": "1690",
    "cost": "910", "offer_id": "KOI-TP09", "barcode": "4607123450017", "low_stock": "3",
  ]

  /// What can be changed while a moderator has the content.
  static let terms: Set = [
    "price", "price_before", "price_min", "cost", "offer_id", "barcode", "low_stock",
  ]

  /// A picture in one colour.
  static func picture(_ width: Int = 900, _ height: Int = 16, shade: UInt8 = 120) throws -> [UInt8]
  {
    try PNGEncoder.encode(
      width: width, height: height,
      pixels: [UInt8](repeating: shade, count: width * height * 3), level: 1)
  }

  /// Begins a product and returns its address.
  func begin() throws -> String {
    try client.post("/products", [("category", Shop.teapots)], as: owner).location
  }

  func id(_ path: String) -> ProductID {
    ProductID(text: path.split(separator: "/").last ?? "") ?? ProductID(raw: 1)
  }

  /// The form as a browser would post it: what stands in it, changed by `fields`.
  func form(_ path: String, _ fields: [String: String]) throws -> [(String, String)] {
    let page = try client.get(path, as: owner)
    var values = fields
    values["version"] = fields["version"] ?? page.input("version") ?? ""
    for index in 0..<15 {
      guard let token = page.input("picture_\(index)") else { break }
      values["picture_\(index)"] = token
      values["alt_\(index)"] = fields["alt_\(index)"] ?? page.input("alt_\(index)") ?? ""
    }
    for balance in try balances(path) {
      let name = "stock_\(balance.warehouse)"
      guard let count = fields["stock"] else { continue }
      values[name] = count
      values["\(name)_was"] = "\(balance.onHand)"
    }
    values["stock"] = nil
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Sends a form of a page as it stands, as a browser does whose button is pressed.
  func send(_ form: HTMLForm) throws -> Answer {
    let fields = form.fields.filter { $0.name != "_token" }.map { ($0.name, $0.value) }
    return try client.post(form.action, fields, as: owner)
  }

  @discardableResult
  func save(
    _ path: String, _ changes: [String: String] = [:], picture: [UInt8]? = nil,
    to: String = ""
  ) throws -> Answer {
    let fields = try form(path, Shop.teapot.merging(changes) { $1 })
    let files = picture.map { [TestFile("uploads", name: "front.png", $0)] } ?? []
    return try client.post(path + to, fields, files: files, as: owner)
  }

  /// A teapot that waits for a moderator.
  func submitted(_ changes: [String: String] = [:]) throws -> String {
    let path = try begin()
    try save(path, changes, picture: Shop.picture(), to: "/submission")
    return path
  }

  /// A teapot on sale, ten pieces of it.
  func onSale(_ changes: [String: String] = [:]) throws -> String {
    let path = try submitted(changes.merging(["stock": "10"]) { $1 })
    try approve(path)
    return path
  }

  /// Takes the product's waiting version and approves it.
  func approve(_ path: String) throws {
    let item = try item(path)
    _ = try client.post("\(item)/claim", as: moderator)
    _ = try client.post("\(item)/approval", as: moderator)
  }

  /// The page of the version that waits.
  func item(_ path: String) throws -> String {
    let product = id(path).raw
    let found = try client.platform { try $0.first(Self.openItem, product) }
    return "/moderation/\(found ?? 0)"
  }

  private static let openItem = Query<Int64>(
    "select id from moderation_item where product = ? and state = 'open'")

  func product(_ path: String) throws -> Product? {
    try client.rows(of: seller) { try ProductStore(rows: $0).product(id(path)) }
  }

  func balances(_ path: String) throws -> [StockBalance] {
    try client.rows(of: seller) { try StockStore(rows: $0).balances(of: id(path)) }
  }

  func counts() throws -> [String: Int64] {
    try client.rows(of: seller) { try Counters.all(in: $0) }.filter { $0.value != 0 }
  }

  /// Kept counts against recounted rows: empty where they agree.
  func wrongCounts() throws -> [String] {
    let recounted = try client.platform { reader in
      try ProductsRecounts.all.flatMap { try reader.all($0.rows) }
    }
    let kept = try counts().filter { !$0.key.hasPrefix("notices.") }
    let mine = Dictionary(
      recounted.filter { $0.seller == seller.raw && $0.value != 0 }.map { ($0.name, $0.value) },
      uniquingKeysWith: +)
    return Set(mine.keys).union(kept.keys).filter { mine[$0] != kept[$0] }.sorted()
  }
}
