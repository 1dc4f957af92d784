import Commerce
import Office
import SQL

/// Splits postings, puts them together, gives parts of them up. The parts always cost what the
/// whole did, and every piece stays reserved for the posting that has it.
extension PostingActs {
  /// Makes a posting of its own of some pieces.
  /// - Parameter pieces: by line number.
  /// - Returns: the new posting.
  /// - Throws: `ImpossibleParts`, and what `perform` throws.
  func split(
    _ id: PostingID, _ pieces: [Int64: Int64], by actor: Actor, version: Int64?, at now: Instant,
    in tx: SellerTransaction
  ) throws -> PostingID {
    let store = PostingStore(rows: tx.reader)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    var act = PostingAct(command: .split, actor: actor, version: version)
    _ = try legal(act, posting)
    guard let cuts = LineCut.all(try store.lines(of: id), pieces) else { throw ImpossibleParts() }
    let part = try tx.transaction.open.one(PartStore.nextPart, posting.order.raw)
    let number = "\(posting.orderNumber)-\(part)"
    act.detail = number
    try perform(act, on: id, at: now, in: tx)
    let new: PostingID = kernel.newID()
    try copy(posting, cuts, to: new, number, in: tx)
    try passOn(id, to: new, in: tx)
    for cut in cuts where cut.taken > 0 {
      try PartStore.cut(cut, of: id, in: tx)
      try rebook(cut.product, cut.taken, posting, to: new, at: now, in: tx)
    }
    let (kept, _) = Self.shipping(of: posting, cuts)
    try resize(id, shipping: kept, in: tx)
    try Counters.add(1, to: posting.state.tab.counter, and: PostingTab.openCounter, in: tx)
    try PostingQueue.count(from: nil, to: posting.place, in: tx)
    try record(.takenOver, of: new, by: actor, posting.number, at: now, in: tx)
    try pushNew(new, at: now, in: tx)
    return new
  }

  /// What stays and what goes, of the delivery's price.
  private static func shipping(of posting: Posting, _ cuts: [LineCut]) -> (Int64, Int64) {
    let goods = [cuts.reduce(0) { $0 + $1.keptSum }, cuts.reduce(0) { $0 + $1.takenSum }]
    let shares = posting.shipping.allocate(by: goods)
    return (shares.first?.minor ?? 0, shares.last?.minor ?? 0)
  }

  private func copy(
    _ posting: Posting, _ cuts: [LineCut], to new: PostingID, _ number: String,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let taken = cuts.filter { $0.taken > 0 }
    let lines = try PostingStore(rows: tx.reader).lines(of: posting.id)
    guard let first = lines.first(where: { line in taken.contains { $0.line == line.number } })
    else { return }
    let (_, shipping) = Self.shipping(of: posting, cuts)
    try tx.run(
      PartStore.copy, posting.id.raw, new.raw, number, taken.count,
      taken.reduce(0) { $0 + $1.taken }, first.title, first.offer, first.picture,
      taken.reduce(0) { $0 + $1.takenSum }, shipping)
    try tx.run(PartStore.copyRecipient, posting.id.raw, new.raw)
    try copyMarks(of: posting.id, to: new, in: tx)
    for (index, cut) in taken.enumerated() {
      try tx.run(
        PartStore.copyLine, posting.id.raw, cut.line, new.raw, index + 1, cut.taken,
        cut.takenDiscount)
    }
  }

  /// What the buyer was promised of one posting holds for the other too.
  private func passOn(
    _ posting: PostingID, to other: PostingID, in tx: SellerTransaction
  ) throws(SQLError) {
    guard let promise = try PromiseStore(rows: tx.reader).promise(of: posting) else { return }
    try PromiseStore.keep(promise, to: other, in: tx)
  }

  private func rebook(
    _ product: ProductID, _ pieces: Int64, _ posting: Posting, to new: PostingID, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    guard let warehouse = posting.warehouse else { return }
    try stock.rebook(
      Reservation(product: product, warehouse: warehouse, quantity: pieces), from: posting.id,
      to: new, at: now, in: tx)
  }

  private func resize(
    _ id: PostingID, shipping: Int64, in tx: SellerTransaction
  ) throws(SQLError) {
    let lines = try PostingStore(rows: tx.reader).lines(of: id)
    guard let size = PostingSize(lines, shipping: shipping) else { return }
    try PartStore.write(size, of: id, in: tx)
    try WaveActs.refit(id, in: tx)
  }

  /// Puts another posting of the same order, warehouse and state into this one.
  /// - Throws: `ImpossibleParts`, and what `perform` throws.
  func merge(
    _ other: PostingID, into id: PostingID, by actor: Actor, version: Int64?, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    let store = PostingStore(rows: tx.reader)
    guard let posting = try store.posting(id), let gone = try store.posting(other) else {
      throw Failure.notFound
    }
    let act = PostingAct(command: .merge, actor: actor, version: version, detail: gone.number)
    _ = try legal(act, posting)
    guard try PartStore.mergeable(with: posting, in: tx.reader).contains(where: { $0.id == other })
    else { throw ImpossibleParts() }
    try perform(act, on: id, at: now, in: tx)
    try perform(
      PostingAct(command: .join, actor: actor, detail: posting.number), on: other, at: now, in: tx)
    for line in try store.lines(of: other) {
      try take(line, from: gone, into: posting, at: now, in: tx)
    }
    try resize(id, shipping: posting.shipping.minor + gone.shipping.minor, in: tx)
    try tx.run(PartStore.empty, other.raw)
    try pushingPromise(of: id, at: now, in: tx) { try passOn(other, to: id, in: tx) }
    // The earlier promise holds for both.
    try tx.run(
      PartStore.hasten, id.raw, gone.due.milliseconds,
      (gone.timer?.at ?? gone.due).milliseconds, gone.late?.milliseconds)
    var place = posting.place
    place.isLate = posting.late != nil || gone.late != nil
    try PostingQueue.count(from: posting.place, to: place, in: tx)
  }

  private func take(
    _ line: PostingLine, from gone: Posting, into posting: Posting, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let own = try PostingStore(rows: tx.reader).lines(of: posting.id)
    let same = own.first { $0.product == line.product && $0.price == line.price }
    if let same {
      try tx.run(
        PartStore.cutLine, posting.id.raw, same.number, same.quantity + line.quantity,
        same.discount + line.discount)
    } else {
      let number = (own.map(\.number).max() ?? 0) + 1
      try tx.run(
        PartStore.copyLine, gone.id.raw, line.number, posting.id.raw, number, line.quantity,
        line.discount)
    }
    try tx.run(PartStore.deleteLine, gone.id.raw, line.number)
    try rebook(line.product, line.quantity, gone, to: posting.id, at: now, in: tx)
  }

  /// Gives some pieces up; what stays keeps its discounts, and nothing gets dearer.
  /// - Throws: `ImpossibleParts`, and what `perform` throws.
  func cancelLines(
    _ id: PostingID, _ pieces: [Int64: Int64], _ reason: CancelReason, by actor: Actor,
    version: Int64?, at now: Instant, in tx: SellerTransaction
  ) throws {
    let store = PostingStore(rows: tx.reader)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    var act = PostingAct(command: .cancelLines, actor: actor, version: version)
    _ = try legal(act, posting)
    guard let cuts = LineCut.all(try store.lines(of: id), pieces) else { throw ImpossibleParts() }
    let count = cuts.reduce(0) { $0 + $1.taken }
    act.detail = String(count)
    try perform(act, on: id, at: now, in: tx)
    for cut in cuts where cut.taken > 0 {
      try PartStore.cut(cut, of: id, in: tx)
      guard let warehouse = posting.warehouse else { continue }
      try stock.release(
        Reservation(product: cut.product, warehouse: warehouse, quantity: cut.taken), for: id,
        reason: reason.rawValue, at: now, in: tx)
    }
    try resize(id, shipping: posting.shipping.minor, in: tx)
    let goods = Money(
      minor: cuts.reduce(0) { $0 + $1.takenSum }, currency: posting.goods.currency)
    try record(
      Cancellation(
        initiator: .seller, reason: reason, pieces: count, goods: goods,
        shipping: .zero(goods.currency), isWhole: false, at: now), of: posting, in: tx)
    if posting.payment.isSettled {
      try PostingMails.lines(kernel).enqueue(id, goods, count, in: tx)
    }
  }
}
