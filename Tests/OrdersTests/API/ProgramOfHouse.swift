import Commerce
import HTTP
import Office
@_spi(Minting) import SQL

@testable import Orders

/// A seller's program with a key, calling the Seller API.
struct SellerProgram {
  let house: OrdersHouse
  let local: Local
  let id: String
  let key: String

  func call(_ path: String, _ body: String = "{}") throws -> Answer {
    Answer(try response(path, body))
  }

  func response(_ path: String, _ body: String) throws -> Response {
    let request = try Request(
      .post, path,
      headers: [
        ("Client-Id", id), ("Api-Key", key), ("Content-Type", "application/json"),
        ("Content-Length", "\(body.utf8.count)"),
      ], body: .bytes(Array(body.utf8)))
    return house.office.respond(request, local)
  }

  /// Fetches a link as any program does: without a key.
  func fetch(_ url: String) throws -> Answer {
    let base = house.office.kernel.configuration.publicURL
    let target = url.hasPrefix(base) ? String(url.dropFirst(base.count)) : url
    return Answer(house.office.respond(try Request(.get, target), local))
  }
}

extension OrdersHouse {
  func program(
    of shop: SellerID? = nil, rights: Set<KeyRight> = Set(KeyRight.allCases)
  ) throws -> SellerProgram {
    let shop = shop ?? self.shop
    let number = (office.kernel.newID() as ID<SellerKey>).raw
    let draft = NewSellerKey(name: "erp", rights: rights)
    let now = clock.now()
    let key = try office.kernel.database.writer.write { transaction in
      try SellerKeyStore.add(
        draft, id: number, at: now,
        in: transaction.seller(SellerScope(seller: shop.raw)))
    }
    return SellerProgram(
      house: self, local: try office.makeLocal(.worker), id: "\(shop)", key: key)
  }
}
