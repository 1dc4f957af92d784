import Commerce
import HTTP
import Office
import OfficeTesting
@_spi(Minting) import SQL
import SellerDesk
import Synchronization

/// A house where each shop has something of everything, as a copy of one that is made once.
final class Sample: @unchecked Sendable {
  // What it holds is written while it is made and only read afterwards.
  /// What a shop has, as it stands in addresses.
  struct Shelf {
    var products: [String] = []
    var postings: [String] = []
    var pictures: [String] = []
    /// Of postings, as buyers see them.
    var numbers: [String] = []
    var orders: [String] = []
    var links: [String] = []
    /// Numbers of the keys of its programs.
    var keys: [String] = []
    var warehouses: [String] = []
    var deliveries: [String] = []
    var counts: [String] = []
    /// Of shipping.
    var rules: [String] = []
    var manifests: [String] = []
    var cases: [String] = []
    var parcels: [String] = []
    /// Lists of hand-overs.
    var lists: [String] = []
    var waves: [String] = []
    var boxes: [String] = []
    /// Of products that somebody must count.
    var notes: [String] = []
    /// Postings that can be shipped, and that can be taken apart.
    var open: [String] = []
    /// Documents that were printed.
    var prints: [String] = []
  }

  let house: TestHouse
  let reading: PageText
  var first = Shelf()
  var second = Shelf()
  /// Pages that only a mail leads to: the end of a kind of mails, the check of an address.
  var mailed: [String] = []
  /// Listings that wait for a moderator: of the first shop, of the second, then an update.
  var waiting: [String] = []

  private static let original = Mutex<Result<Sample, any Error>?>(nil)

  /// A house of its own, with the things and the numbers of the first.
  static func copy() throws -> Sample {
    try original.withLock { made in
      let first = made ?? Result { try Sample() }
      made = first
      return try Sample(copyOf: first.get())
    }
  }

  private init(copyOf other: Sample) throws {
    house = try TestHouse(copyOf: other.house, Modules.boot)
    mailed = other.mailed
    reading = other.reading
    first = other.first
    second = other.second
    waiting = other.waiting
  }

  private init() throws {
    house = try TestHouse(Modules.boot)
    reading = try PageText(house.office.kernel.configuration.home)
    let one = try house.surfer(.owner)
    let two = try house.surfer(.owner, of: house.second)
    let moderator = try house.surfer(.moderator)
    first = try stock(one, moderator, "ONE", Surfer.picture)
    second = try stock(two, moderator, "TWO", Surfer.otherPicture)
    let live = try one.product(offer: "ONE-3", approvedBy: moderator)
    _ = try one.post(
      "/views",
      [
        ("list", "/products"), ("query", "tab=onsale"), ("name", "ONE-1"), ("audience", "shop"),
        ("pinned", "1"),
      ])
    try submit(one, "ONE-9")
    _ = try one.post("/settings/contacts/check")
    try submit(two, "TWO-9")
    _ = try one.fill(
      live, offer: "ONE-3", picture: Surfer.otherPicture, pressing: "/submission")
    try addSheets(one)
    let kernel = house.office.kernel
    let end = kernel.signedLink(
      seller: house.first, object: 1, purpose: "unsubscribe orders.placed")
    let words = try kernel.sentMails(limit: 1_000).flatMap {
      $0.text.split(whereSeparator: \.isWhitespace)
    }
    let check = words.first { $0.contains("/contacts/confirmation/") }?.split(separator: "/").last
    mailed = [
      "/unsubscribe/orders.placed/\(end)", "/contacts/confirmation/\(check ?? "")",
      try question(one, live),
    ]
    try fault(one, live)
    try lose(one, live)
    waiting = try moderator.get("/moderation").document.links
      .filter { $0.hasPrefix("/moderation/") }.map { String($0.dropFirst("/moderation/".count)) }
  }

  /// A buyer is asked.
  /// - Returns: the page with the question.
  private func question(_ owner: Surfer, _ product: String) throws -> String {
    let front = try house.front()
    let order = try front.order([(product, 1)]).json["order"]
    let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
    let hold = [("version", "1"), ("reason", "address"), ("question", "")]
    _ = try owner.post("/orders/\(try owner.posting(number))/hold", hold)
    let asked =
      try front.get("/storefront/v1/orders/\(order?["number"]?.string ?? "")")
      .json["order"]?["postings"]?.array?.first?["question_url"]?.string ?? ""
    return "/q/\(asked.split(separator: "/").last ?? "")"
  }

  /// A parcel is lost on its way.
  private func lose(_ owner: Surfer, _ product: String) throws {
    let front = try house.front()
    let order = try front.order([(product, 1)]).json["order"]
    let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
    let path = "/orders/\(try owner.posting(number))"
    _ = try owner.post(path + "/confirmation", [("version", "1")])
    _ = try owner.post(path + "/packing", [("version", "2")])
    let forms = try owner.get(path + "/shipment").document.forms(at: path)
    if let form = forms.first(where: { $0.action.hasSuffix("/shipment") }) {
      _ = try owner.submit(form)
    }
    _ = try front.post("/storefront/v1/postings/\(number)/events", .object([("code", "lost")]))
  }

  /// A posting was cancelled yesterday by the shop's fault: today it counts.
  private func fault(_ owner: Surfer, _ product: String) throws {
    let order = try house.front().order([(product, 1)]).json["order"]
    let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
    let path = "/orders/\(try owner.posting(number))/cancellation"
    _ = try owner.post(path, [("version", "1"), ("reason", "damage")])
    let shop = SellerScope(seller: house.first.raw)
    try house.office.kernel.database.writer.write { transaction in
      for command in Self.ageing { _ = try transaction.seller(shop).run(command) }
    }
  }

  private static let ageing = [
    Command("update main.service_day set day = day - 1 where seller_id = current_seller()"),
    Command("update main.service_item set day = day - 1 where seller_id = current_seller()"),
  ]

  /// A live product, a draft, a picture; an order that is new and one that is on its way.
  private func stock(
    _ owner: Surfer, _ moderator: Surfer, _ name: String, _ picture: [UInt8]
  ) throws -> Shelf {
    var shelf = Shelf()
    let live = try owner.product(offer: "\(name)-1", approvedBy: moderator, picture: picture)
    shelf.products = [live, try owner.draft()]
    for id in shelf.products { try owner.addPaper(to: id, picture) }
    shelf.pictures = try owner.get("/products/\(live)").document.root.elements("img")
      .compactMap { $0["src"] }.filter { $0.hasPrefix("/images/") }
      .map { String($0.dropFirst("/images/".count)) }
    shelf.warehouses = try owner.ids(on: "/warehouses", below: "/warehouses/")
    shelf.deliveries = try deliveries(owner, shelf, "\(name)-1")
    shelf.counts = try counts(owner, shelf)
    let front = try house.front()
    for language in ["en", "ru", "zh"] {
      let order = try front.order([(live, 1)], language: language).json["order"]
      shelf.orders.append(order?["number"]?.string ?? "")
      let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
      shelf.numbers.append(number)
      shelf.postings.append(try owner.posting(number))
      let link =
        try front.get("/storefront/v1/orders/\(shelf.orders.last ?? "")")
        .json["order"]?["postings"]?.array?.first?["tracking_url"]?.string ?? ""
      shelf.links.append(String(link.split(separator: "/").last ?? ""))
    }
    for posting in shelf.postings.dropFirst() {
      _ = try owner.post("/orders/\(posting)/confirmation", [("version", "1")])
      _ = try owner.post("/orders/\(posting)/packing", [("version", "2")])
    }
    shelf.prints = try ["label", "invoice"].map { kind in
      try String(
        owner.post("/prints", [("kind", kind), ("id", shelf.postings[1])]).location
          .dropFirst("/prints/".count))
    }
    shelf.keys = try keys(owner)
    try ship(owner, live, &shelf)
    let floor = SampleFloor(
      owner: owner, front: front, product: live, warehouse: shelf.warehouses.first ?? "")
    let made = try floor.furnish(picture)
    (shelf.waves, shelf.boxes, shelf.notes) = ([made.wave], [made.box], [made.note])
    for (pieces, acts) in [(1, ["confirmation", "packing"]), (2, ["confirmation"])] {
      let order = try front.order([(live, Int64(pieces))]).json["order"]
      let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
      let posting = try owner.posting(number)
      for (version, act) in acts.enumerated() {
        _ = try owner.post("/orders/\(posting)/\(act)", [("version", "\(version + 1)")])
      }
      shelf.open.append(posting)
    }
    return shelf
  }

  /// A rule of shipping; an act that the carrier accepted without a parcel, and one that is open.
  private func ship(_ owner: Surfer, _ product: String, _ shelf: inout Shelf) throws {
    let names = [
      "areas", "min_weight", "max_weight", "max_side", "min_value", "max_value", "class",
      "max_days", "warehouse",
    ]
    let rule = [("name", "To Kazan"), ("service", "2"), ("on", "1")]
    _ = try owner.post("/shipping/rules", rule + names.map { ($0, $0 == "areas" ? "RU 9" : "") })
    shelf.rules = try owner.ids(on: "/shipping/rules", below: "/shipping/rules/")
    let order = try house.front().order([(product, 1)]).json["order"]
    let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
    let posting = try owner.posting(number)
    _ = try owner.post("/orders/\(posting)/confirmation", [("version", "1")])
    _ = try owner.post("/orders/\(posting)/packing", [("version", "2")])
    let opening = [("warehouse", shelf.warehouses.first ?? ""), ("carrier", "1")]
    let act = try owner.post("/manifests", opening).location
    let parcel =
      try owner.get("/orders/\(posting)/shipment").document.forms(at: "/")
      .compactMap { $0["tracking"] }.first ?? ""
    shelf.parcels = [parcel]
    _ = try owner.post("\(act)/parcels", [("number", parcel)])
    _ = try owner.post("\(act)/closing", [("driver", "Ivan")])
    _ = try owner.post("\(act)/acceptance", [("missing", parcel), ("extra", "ZZ-1")])
    let open = try owner.post("/manifests", opening).location
    shelf.manifests = [act, open].map { String($0.dropFirst("/manifests/".count)) }
    shelf.cases = try owner.ids(on: "/cases", below: "/cases/")
    let lines = [("lines", "\(number);Boxline;BX1")]
    shelf.lists = [try owner.post("/shipments", lines).location].map {
      String($0.dropFirst("/shipments/bulk/".count))
    }
  }

  private func keys(_ owner: Surfer) throws -> [String] {
    let made = try owner.post(
      "/settings/keys", [("name", "erp"), ("expiry", "0"), ("right_products_read", "1")])
    let url = [("url", "https://example.com/hooks"), ("event_orders_placed", "1")]
    _ = try owner.post("/settings/webhooks", url)
    let hooks = try owner.ids(on: "/settings/webhooks", below: "/settings/webhooks/")
    let keys = made.document.links.filter { $0.hasSuffix("/revocation") }
      .compactMap { $0.split(separator: "/").dropLast().last.map(String.init) }
    return keys + hooks
  }

  /// A file of goods that was tried and has a row that fails; a change of prices that was begun.
  private func addSheets(_ owner: Surfer) throws {
    let path = "/products/imports"
    let upload = try owner.get(path).document.forms(at: path).first { $0.isMultipart }
    guard let upload else { return }
    let text = "offer_id,title,category\nSHEET-1,Teapot,11\n,Nobody,11\n"
    let file = FormBody.File("file", "goods.csv", "text/csv", Array(text.utf8))
    let address = try owner.submit(upload, files: [file]).location
    let columns = try owner.get(address).document.forms(at: address)
      .first { $0.action.hasSuffix("/columns") }
    if let columns { _ = try owner.submit(columns) }
    try house.office.runDueJobs()
    _ = try owner.post(
      "/products/bulk", [("id", first.products[0]), ("act", "percent"), ("scope", "page")])
    _ = try owner.post(
      "/orders/bulk", [("id", first.postings[0]), ("act", "tag"), ("scope", "page")])
  }

  /// A delivery that is on its way, and a draft of one.
  private func deliveries(
    _ owner: Surfer, _ shelf: Shelf, _ offer: String
  ) throws -> [String] {
    let drafts = try [owner.post("/inbound").location, owner.post("/inbound").location]
    let fields = [
      ("warehouse", shelf.warehouses.first ?? ""), ("expected", "2026-12-01"), ("supplier", ""),
      ("add", offer), ("add_quantity", "20"),
    ]
    _ = try owner.post(drafts[0] + "/announcement", fields)
    return drafts.map { String($0.dropFirst("/inbound/".count)) }
  }

  /// A stock-take that waits for approval, and one that is being counted.
  private func counts(_ owner: Surfer, _ shelf: Shelf) throws -> [String] {
    let fields = [
      ("warehouse", shelf.warehouses.first ?? ""), ("what", "stocked"), ("prefix", ""),
    ]
    let sheets = try [
      owner.post("/counts", fields).location, owner.post("/counts", fields).location,
    ]
    _ = try owner.post(sheets[0] + "/finish", [("count_\(shelf.products[0])", "49")])
    return sheets.map { String($0.dropFirst("/counts/".count)) }
  }

  private func submit(_ owner: Surfer, _ offer: String) throws {
    let id = try owner.draft()
    _ = try owner.fill(id, offer: offer, pressing: "/submission")
    try owner.addPaper(to: id, Surfer.picture)
  }
}

extension Surfer {
  /// A certificate with its scan.
  fileprivate func addPaper(to product: String, _ scan: [UInt8]) throws {
    let path = "/products/\(product)/certificates"
    guard var form = try get(path).document.forms(at: path).first(where: { $0.isMultipart }) else {
      return
    }
    form["number"] = "RU-\(product)"
    form["expires"] = "2030-12-31"
    let file = FormBody.File("uploads", "scan.png", "image/png", scan)
    _ = try submit(form, files: [file])
  }
}

extension Route {
  var hasParameter: Bool { pattern.contains(":") }
  var isAPI: Bool { access.hasPrefix("key:") || access.hasPrefix("program:") }
  var line: String { "\(method.name) \(pattern)" }

  /// The addresses that the route has for what stands on a shelf.
  func targets(_ shelf: Sample.Shelf, waiting: [String]) -> [String] {
    guard let colon = pattern.firstIndex(of: ":") else { return [pattern] }
    let values: [String]
    switch pattern.split(separator: "/").first {
    case "products": values = shelf.products
    case "warehouses": values = shelf.warehouses
    case "inbound": values = shelf.deliveries
    case "counts": values = shelf.counts
    case "waves": values = shelf.waves
    case "packaging": values = shelf.boxes
    case "bins": values = shelf.notes
    case "orders": values = shelf.postings
    case "moderation": values = waiting
    case "images": values = shelf.pictures
    case "t", "q": values = shelf.links
    case "settings": values = shelf.keys
    case "shipping": values = shelf.rules
    case "manifests": values = shelf.manifests
    case "cases": values = shelf.cases
    case "shipments": values = shelf.lists
    case "carriers", "services", "zones": values = ["1", "2"]
    case "carrier": values = shelf.parcels
    case "prints": values = shelf.prints
    default: values = pattern.contains("/postings/") ? shelf.numbers : shelf.orders
    }
    let tail = pattern[colon...].drop { $0 != "/" }
    return values.map { pattern[..<colon] + $0 + tail }
  }

  /// The same address with every name of another shelf's things, whatever their kind.
  func targets(ofAnything shelf: Sample.Shelf) -> [String] {
    guard let colon = pattern.firstIndex(of: ":") else { return [] }
    let tail = pattern[colon...].drop { $0 != "/" }
    let values =
      shelf.products + shelf.postings + shelf.numbers + shelf.orders + shelf.keys
      + shelf.warehouses + shelf.deliveries + shelf.counts + shelf.rules + shelf.manifests
      + shelf.cases + shelf.parcels + shelf.lists
      + shelf.waves + shelf.boxes + shelf.notes + shelf.prints
    return values.map { pattern[..<colon] + $0 + tail }
  }
}

extension Surfer {
  /// What the links of a page name below a path.
  fileprivate func ids(on page: String, below path: String) throws -> [String] {
    try get(page).document.links.filter { $0.hasPrefix(path) }
      .map { String($0.dropFirst(path.count)) }.filter { !$0.contains("/") }
  }
}
