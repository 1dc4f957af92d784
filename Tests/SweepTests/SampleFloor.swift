import HTTP
import Office
import OfficeTesting
import SellerDesk

/// What a shelf has of the warehouse floor, made the way people make it.
struct SampleFloor {
  let owner: Surfer
  let front: ShopFront
  let product: String
  let warehouse: String

  /// A bin with its class, a box, a wave in which something was scanned, failed with a photo, was
  /// not found and was cancelled.
  /// - Returns: the wave, the box and the note that somebody must count.
  func furnish(_ picture: [UInt8]) throws -> (wave: String, box: String, note: String) {
    _ = try owner.post(
      "/bins",
      [
        ("warehouse", warehouse), ("bin_\(product)", "A-1"), ("spare_\(product)", "A-2"),
        ("class_\(product)", "fragile"),
      ])
    _ = try owner.post(
      "/packaging",
      [
        ("name", "Box M"), ("kind", "box"), ("inner", "400 x 300 x 300"), ("weight", "200"),
        ("most", "9000"), ("pieces", "20"), ("default", "1"),
      ])
    let postings = try (0..<5).map { _ in try waiting() }
    let wave = try owner.post("/waves", [("warehouse", warehouse)]).location
    try scan(wave, postings)
    try fail(wave, postings[1], picture)
    _ = try owner.post(
      wave + "/shortages", [("product", product), ("posting", postings[0]), ("pieces", "1")])
    _ = try owner.post(
      "/orders/\(postings[2])/cancellation", [("reason", "out_of_stock"), ("version", "2")])
    return (
      last(wave), try link(on: "/packaging", below: "/packaging/", not: ["new", "report"]),
      try note()
    )
  }

  private func waiting() throws -> String {
    let order = try front.order([(product, 1)]).json["order"]
    let number = order?["postings"]?.array?.first?["number"]?.string ?? ""
    let posting = try owner.posting(number)
    _ = try owner.post("/orders/\(posting)/confirmation", [("version", "1")])
    return posting
  }

  /// One piece is picked and packed; something else is refused.
  private func scan(_ wave: String, _ postings: [String]) throws {
    for code in ["nonsense", try offer()] {
      try send(code, wave + "/picking", [("stop", product)], to: wave)
    }
    let table = wave + "/packing?posting=\(postings[0])"
    try send(try offer(), table, [("posting", postings[0])], to: wave)
  }

  private func send(
    _ code: String, _ page: String, _ fields: [(String, String)], to wave: String
  ) throws {
    let form = try owner.get(page).document.forms(at: page)
      .first { $0.action.hasSuffix("/scans") }
    _ = try owner.post(
      wave + "/scans", fields + [("code", code), ("after", form?["after"] ?? "0")])
  }

  private func offer() throws -> String {
    let page = "/products/\(product)"
    return try owner.get(page).document.forms(at: page).lazy.compactMap { $0["offer_id"] }.first
      ?? ""
  }

  private func fail(_ wave: String, _ posting: String, _ picture: [UInt8]) throws {
    let page = wave + "/problem?product=\(product)&posting=\(posting)&step=pick"
    guard
      var form = try owner.get(page).document.forms(at: page)
        .first(where: { $0.action.hasSuffix("/failures") })
    else { return }
    form["note"] = "cracked"
    let photo = FormBody.File("photo", "crack.png", "image/png", picture)
    _ = try owner.submit(form, files: [photo])
  }

  private func note() throws -> String {
    let form = try owner.get("/bins").document.forms(at: "/bins")
      .first { $0.action.hasPrefix("/bins/notes/") }
    return last(form?.action ?? "")
  }

  private func link(on page: String, below path: String, not: [String]) throws -> String {
    try owner.get(page).document.links.filter { $0.hasPrefix(path) }.map(last)
      .first { !not.contains($0) } ?? ""
  }

  private func last(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }
}
