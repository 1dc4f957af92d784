import Commerce
import Office
import SQL

/// What a shop wants done by itself.
struct OrderRules: Sendable, Hashable {
  var confirmsGreen = false

  static let ofShop = Query<OrderRules>("select confirms_green from order_rule") { (green: Bool) in
    OrderRules(confirmsGreen: green)
  }
  static let save = Command(
    """
    insert into main.order_rule (seller_id, confirms_green) values (?1, ?2)
    on conflict (seller_id) do update set confirms_green = excluded.confirms_green
    """)

  static func read(_ rows: SellerReader) throws(SQLError) -> OrderRules {
    try rows.first(ofShop) ?? OrderRules()
  }
}

/// Confirms what is in order in every respect, where the shop wants that.
extension PostingActs {
  /// Whether a posting that is being taken needs nobody to look at it. Its pieces were reserved a
  /// moment ago, so the shelf is not asked again.
  func confirmsByItself(
    _ posting: PlacedPosting, for recipient: Recipient, mark: Int64, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) -> Bool {
    guard posting.payment.isSettled, try OrderRules.read(tx.reader).confirmsGreen else {
      return false
    }
    let reader = CheckReader(stock: stock, rows: tx.reader)
    let facts = CheckFacts(
      lines: posting.draft.lines.map(\.facts), goods: posting.money.goods,
      shipping: posting.money.shipping, total: posting.money.total, payment: posting.payment,
      recipient: recipient, sender: try tx.first(SenderStore.byID, tx.scope.seller),
      duplicate: try reader.twin(mark, of: posting.draft.id, placed: now),
      isServed: PostcodeForm.knows(recipient.country))
    return Check.all(facts).allSatisfy { $0.verdict == .green }
  }

  /// The same for a posting that was paid later.
  func confirmByItself(_ id: PostingID, at now: Instant, in tx: SellerTransaction) throws {
    let store = PostingStore(rows: tx.reader)
    guard try OrderRules.read(tx.reader).confirmsGreen, let posting = try store.posting(id) else {
      return
    }
    let checks = try CheckReader(stock: stock, rows: tx.reader)
      .checks(posting, store.lines(of: id), store.recipient(of: id))
    guard checks.allSatisfy({ $0.verdict == .green }) else { return }
    try perform(PostingAct(command: .confirm, actor: .platform), on: id, at: now, in: tx)
  }
}

extension PostingActs {
  static let mark = Command(
    "update main.posting set red = ?2 where seller_id = current_seller() and id = ?1")

  /// Looks at a posting again whose payment or recipient has changed.
  func recheck(_ id: PostingID, in tx: SellerTransaction) throws(SQLError) {
    let store = PostingStore(rows: tx.reader)
    guard let posting = try store.posting(id) else { return }
    let isRed = Check.isRed(posting.payment, try store.recipient(of: id))
    guard isRed != posting.isRed else { return }
    try tx.run(Self.mark, id.raw, isRed)
    var place = posting.place
    place.isRed = isRed
    try PostingQueue.count(from: posting.place, to: place, in: tx)
  }
}

extension PostingDraft.Line {
  /// What was reserved a moment ago is there.
  fileprivate var facts: CheckFacts.Line {
    CheckFacts.Line(
      quantity: quantity, price: sellable.price.minor, discount: discount.minor,
      barcode: sellable.barcode,
      holding: Holding(onHand: quantity, reserved: quantity, barcode: sellable.barcode))
  }
}
