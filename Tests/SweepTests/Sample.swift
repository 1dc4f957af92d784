import Commerce
import HTTP
import Office
import OfficeTesting
import SellerDesk

/// A house where each shop has something of everything.
final class Sample {
  /// What a shop has, as it stands in addresses.
  struct Shelf {
    var products: [String] = []
    var postings: [String] = []
    var pictures: [String] = []
    /// Of postings, as buyers see them.
    var numbers: [String] = []
    var orders: [String] = []
    var links: [String] = []
  }

  let house: TestHouse
  let reading: PageText
  var first = Shelf()
  var second = Shelf()
  /// Listings that wait for a moderator: of the first shop, then of the second.
  var waiting: [String] = []

  init() throws {
    house = try TestHouse(Modules.boot)
    reading = try PageText(house.office.kernel.configuration.home)
    let one = try house.surfer(.owner)
    let two = try house.surfer(.owner, of: house.second)
    let moderator = try house.surfer(.moderator)
    first = try stock(one, moderator, "ONE", Surfer.picture)
    second = try stock(two, moderator, "TWO", Surfer.otherPicture)
    _ = try one.post(
      "/views",
      [
        ("list", "/products"), ("query", "tab=onsale"), ("name", "ONE-1"), ("audience", "shop"),
        ("pinned", "1"),
      ])
    try submit(one, "ONE-9")
    try submit(two, "TWO-9")
    waiting = try moderator.get("/moderation").document.links
      .filter { $0.hasPrefix("/moderation/") }.map { String($0.dropFirst("/moderation/".count)) }
  }

  /// A live product, a draft, a picture; an order that is new and one that is on its way.
  private func stock(
    _ owner: Surfer, _ moderator: Surfer, _ name: String, _ picture: [UInt8]
  ) throws -> Shelf {
    var shelf = Shelf()
    let live = try owner.product(offer: "\(name)-1", approvedBy: moderator, picture: picture)
    shelf.products = [live, try owner.draft()]
    shelf.pictures = try owner.get("/products/\(live)").document.root.elements("img")
      .compactMap { $0["src"] }.filter { $0.hasPrefix("/images/") }
      .map { String($0.dropFirst("/images/".count)) }
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
    return shelf
  }

  private func submit(_ owner: Surfer, _ offer: String) throws {
    let id = try owner.draft()
    _ = try owner.fill(id, offer: offer, pressing: "/submission")
  }
}

extension Route {
  var hasParameter: Bool { pattern.contains(":") }
  var isAPI: Bool { access.hasPrefix("key:") }
  var line: String { "\(method.name) \(pattern)" }

  /// The addresses that the route has for what stands on a shelf.
  func targets(_ shelf: Sample.Shelf, waiting: [String]) -> [String] {
    guard let colon = pattern.firstIndex(of: ":") else { return [pattern] }
    let values: [String]
    switch pattern.split(separator: "/").first {
    case "products": values = shelf.products
    case "orders": values = shelf.postings
    case "moderation": values = waiting
    case "images": values = shelf.pictures
    case "t": values = shelf.links
    default: values = pattern.contains("/postings/") ? shelf.numbers : shelf.orders
    }
    let tail = pattern[colon...].drop { $0 != "/" }
    return values.map { pattern[..<colon] + $0 + tail }
  }

  /// The same address with every name of another shelf's things, whatever their kind.
  func targets(ofAnything shelf: Sample.Shelf) -> [String] {
    guard let colon = pattern.firstIndex(of: ":") else { return [] }
    let tail = pattern[colon...].drop { $0 != "/" }
    let values = shelf.products + shelf.postings + shelf.numbers + shelf.orders
    return values.map { pattern[..<colon] + $0 + tail }
  }
}
