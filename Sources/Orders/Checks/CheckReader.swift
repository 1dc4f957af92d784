import Commerce
import Office
import SQL

/// Gathers what the checks of a stored posting look at.
struct CheckReader {
  /// Another posting of the same buyer with the same goods; `fingerprint` says nothing of either.
  static let twin = Query<String>(
    """
    select number from posting where fingerprint = ?1 and id <> ?2 and placed_at between ?3 and ?4
    order by placed_at limit 1
    """)
  /// With the time in the index, or on a busy day all that was placed within the window is read.
  static let migration = Migration(
    "2026-11-29 orders: twins are found by their fingerprint",
    """
    drop index posting_by_fingerprint;
    create index posting_by_fingerprint on posting (seller_id, fingerprint, placed_at)
      where fingerprint is not null;
    """)
  static let fingerprint = Query<Int64?>("select fingerprint from posting where id = ?")

  /// How far apart two orders of the same are taken for one sent twice.
  static let window = Duration.minutes(10)

  let stock: any StockKeeping
  let rows: SellerReader

  func checks(
    _ posting: Posting, _ lines: [PostingLine], _ recipient: Recipient?
  ) throws(SQLError) -> [Check] {
    Check.all(try facts(posting, lines, recipient))
  }

  private func facts(
    _ posting: Posting, _ lines: [PostingLine], _ recipient: Recipient?
  ) throws(SQLError) -> CheckFacts {
    let isWaiting = posting.state.tab.isOpen && posting.warehouse != nil
    var holdings: [ProductID: Holding] = [:]
    if isWaiting, let warehouse = posting.warehouse {
      holdings = try stock.holdings(of: lines.map(\.product), in: warehouse, rows)
    }
    return CheckFacts(
      lines: lines.map { line in
        CheckFacts.Line(
          quantity: line.quantity, price: line.price.minor, discount: line.discount,
          barcode: line.barcode, holding: holdings[line.product])
      }, goods: posting.goods, shipping: posting.shipping, total: posting.total,
      payment: posting.payment, recipient: recipient,
      sender: try rows.first(SenderStore.byID, rows.scope.seller),
      duplicate: try twin(of: posting.id, placed: posting.milestones.placed),
      isServed: recipient.map { PostcodeForm.knows($0.country) } ?? true, isWaiting: isWaiting)
  }

  private func twin(of id: PostingID, placed: Instant) throws(SQLError) -> String? {
    guard let mark = try rows.first(Self.fingerprint, id.raw) ?? nil else { return nil }
    return try twin(mark, of: id, placed: placed)
  }

  func twin(
    _ mark: Int64, of id: PostingID, placed: Instant
  ) throws(SQLError) -> String? {
    try rows.first(
      Self.twin, mark, id.raw, (placed - Self.window).milliseconds,
      (placed + Self.window).milliseconds)
  }
}

/// Names buyer and goods of a posting: the same for the same, and of no use to find either.
enum Fingerprint {
  static func of(_ recipient: Recipient, _ lines: [PostingDraft.Line], _ kernel: Kernel) -> Int64 {
    let goods = lines.map { "\($0.sellable.product.raw)x\($0.quantity)" }.sorted()
    let text = ([recipient.email.lowercased()] + goods).joined(separator: "|")
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    // FNV-1a of the signature: 64 bits of it are enough to tell orders of ten minutes apart.
    for octet in kernel.sign(text, purpose: "orders.fingerprint").utf8 {
      hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3
    }
    return Int64(bitPattern: hash)
  }
}
