import Commerce
import HTTP
import Office
@_spi(Minting) import SQL

/// A seller's program with its key, calling the Seller API in this process.
public struct Program: Sendable {
  let client: OfficeClient
  /// The shop's number.
  public let id: String
  public let key: String
  /// The key's own number.
  public let number: Int64

  /// Posts a body as it is, with the program's headers and those given.
  public func call(
    _ path: String, _ body: String = "",
    headers: [(name: String, value: String)] = [("Content-Type", "application/json")]
  ) throws -> Answer {
    let own = [("Client-Id", id), ("API-Key", key), ("Content-Length", "\(body.utf8.count)")]
    return try client.send(.post, path, headers + own, Array(body.utf8))
  }
}

extension OfficeClient {
  /// Makes a key of the shop and the program that has it.
  public func program(
    of shop: SellerID, rights: Set<KeyRight> = Set(KeyRight.allCases), addresses: String = "",
    expiresAt: Instant? = nil
  ) throws -> Program {
    let number = (kernel.newID() as ID<SellerKey>).raw
    let draft = NewSellerKey(
      name: "erp", rights: rights, addresses: addresses, expiresAt: expiresAt)
    let now = clock.now()
    let key = try write(in: shop) { tx in
      try SellerKeyStore.add(draft, id: number, at: now, in: tx)
    }
    return Program(client: self, id: "\(shop)", key: key, number: number)
  }

  /// Ends a program's key.
  public func revoke(_ program: Program, of shop: SellerID) throws {
    let now = clock.now()
    _ = try write(in: shop) { try SellerKeyStore.revoke(program.number, at: now, in: $0) }
  }
}
