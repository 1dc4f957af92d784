import HTTP
import SQL

extension Office {
  /// Counts a call of a seller's program against the limit of its shop, and tells the key's owner
  /// of its use, once a minute: only that call waits for the disk.
  func countCall(_ exchange: Exchange) throws(Failure) {
    guard case .program(let client) = exchange.identity else { return }
    let standing = kernel.rates.count(client.shop, at: exchange.now)
    exchange.standing = standing
    if standing.isOver { throw .tooMany(seconds: 1) }
    guard exchange.request.method == .post, kernel.keyUses.isNews(client.key, at: exchange.now)
    else { return }
    do {
      try kernel.database.writer.write { transaction in
        try SellerKeyStore.use(
          client, from: exchange.request.peer.truncated, at: exchange.now, in: transaction)
      }
    } catch {
      // A full disk must not keep a program from reading.
      kernel.report(error, exchange)
    }
  }
}
