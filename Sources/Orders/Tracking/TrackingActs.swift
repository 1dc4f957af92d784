import Commerce
import Office
import SQL

/// Takes news of parcels: notes them, moves the posting where they mean it, and watches what
/// should come next.
struct TrackingActs: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  /// - Returns: whether it was news; false for what is known already.
  /// - Throws: `Failure.notFound`; `NewsForm.Fault.early` for what cannot have happened.
  func take(
    _ news: ParcelNews, of posting: PostingID, _ part: Int64, at now: Instant,
    in tx: SellerTransaction
  ) throws -> Bool {
    let store = PostingStore(rows: tx.reader)
    let cards = try ParcelStore(rows: tx.reader).cards(of: posting)
    guard let posting = try store.posting(posting),
      let card = cards.first(where: { $0.part == part })
    else { throw Failure.notFound }
    guard posting.allows(news.at) else { throw NewsForm.Fault.early }
    guard let latest = try add(news, card, posting, at: now, in: tx) else { return false }
    let isNewest = latest.key == news.key
    let statuses = cards.map { $0.part == part ? latest.status : $0.status }
    try tell(posting, news, isNewest ? TrackingStatus.of(statuses) : nil, in: tx)
    return true
  }

  /// What the shop front says of a posting, for all its parcels; the posting was moved already.
  func hear(
    _ status: TrackingStatus, of id: PostingID, at moment: Instant, now: Instant,
    in tx: SellerTransaction
  ) throws {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let news = ParcelNews(
      key: nil, status: status, code: status.rawValue, at: moment, source: .api)
    for card in try ParcelStore(rows: tx.reader).cards(of: id) {
      _ = try add(news, card, posting, at: now, in: tx)
    }
  }

  /// - Returns: the latest news of the parcel; nil where this one was known.
  private func add(
    _ news: ParcelNews, _ card: ParcelCard, _ posting: Posting, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) -> ParcelNews? {
    let id: ID<ParcelNews> = acts.kernel.newID()
    let added = try tx.run(
      ParcelNewsSQL.insert, tx.scope.seller, posting.id.raw, card.part, id.raw, news.key,
      news.source, news.code, news.status.rawValue, news.place, news.at.milliseconds,
      now.milliseconds)
    guard added == 1 else { return nil }
    let latest = try ParcelNewsStore(rows: tx.reader).latest(of: posting.id, card.part) ?? news
    if latest.status == .delivered, card.status != .delivered {
      try recordPunctuality(card, posting, at: latest.at, in: tx)
    }
    try note(latest, of: card, posting, at: now, in: tx)
    return latest
  }

  /// Moves the posting, or only adds to its timeline.
  private func tell(
    _ posting: Posting, _ news: ParcelNews, _ together: TrackingStatus?, in tx: SellerTransaction
  ) throws {
    if let command = together?.command,
      PostingMachine.transition(command, in: posting.state) != nil
    {
      let act = PostingAct(command: command, actor: .carrier, detail: news.status.rawValue)
      try acts.perform(act, on: posting.id, at: news.at, in: tx)
    } else {
      try acts.record(
        .tracking, of: posting.id, by: .carrier, news.status.rawValue, at: news.at, in: tx)
    }
  }

  private func note(
    _ latest: ParcelNews, of card: ParcelCard, _ posting: Posting, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) {
    let isEnd = latest.status.isEnd
    let promised = try promise(posting.id, [card], in: tx)
    let isLate = !isEnd && card.trouble == .late
    let watch = isEnd ? nil : try next(card, heard: latest.at, promised, isLate: isLate, in: tx)
    let trouble: ParcelTrouble = isLate ? .late : .none
    try tx.run(
      ParcelNewsSQL.note, card.posting.raw, card.part, latest.status.rawValue,
      latest.at.milliseconds, watch?.milliseconds, trouble)
    try Self.count(card.trouble, trouble, in: tx)
  }

  /// When to look at the parcel again: where nothing more is heard, or on the promised day.
  private func next(
    _ card: ParcelCard, heard: Instant, _ promised: Instant?, isLate: Bool,
    in tx: SellerTransaction
  ) throws(SQLError) -> Instant {
    let carrier = try carriers.carrier(card.carrier, in: tx.transaction.open)
    let silent = heard + .days(carrier?.stuckDays ?? 5)
    guard let promised, !isLate else { return silent }
    return min(silent, promised)
  }

  /// What the buyer was promised, else what the carrier says.
  private func promise(
    _ posting: PostingID, _ cards: [ParcelCard], in tx: SellerTransaction
  ) throws(SQLError) -> Instant? {
    if let promise = try PromiseStore(rows: tx.reader).promise(of: posting) { return promise }
    return cards.compactMap(\.promised).max()
  }

  private func recordPunctuality(
    _ card: ParcelCard, _ posting: Posting, at delivered: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    guard let promised = card.promised, let zone = card.zone else { return }
    let shop = try tx.transaction.open.first(TrackingController.shop, tx.scope.seller)
    let clock = acts.kernel.zones.rules(shop?.zone ?? "UTC")
    try tx.run(
      PunctualitySQL.add, tx.scope.seller, clock.local(delivered).date.daysSince1970, card.carrier,
      zone.raw, delivered < promised ? Int64(1) : 0)
  }

  /// Nobody waits for news of these parcels any more.
  static func drop(_ posting: PostingID, in tx: SellerTransaction) throws(SQLError) {
    for card in try ParcelStore(rows: tx.reader).cards(of: posting) {
      try tx.run(ParcelNewsSQL.watch, posting.raw, card.part, Int64?.none, ParcelTrouble.none)
      try count(card.trouble, .none, in: tx)
    }
  }

  static func count(
    _ old: ParcelTrouble, _ new: ParcelTrouble, in tx: SellerTransaction
  ) throws(SQLError) {
    guard old != new else { return }
    if let name = old.counter { try Counters.add(-1, to: name, in: tx) }
    if let name = new.counter { try Counters.add(1, to: name, in: tx) }
  }
}

extension ParcelTrouble {
  /// The kept counter of its parcels; nil where nobody counts.
  var counter: String? {
    switch self {
    case .none: nil
    case .stuck: "parcels.stuck"
    case .late: "parcels.late"
    }
  }
}

extension TrackingActs {
  /// Looks at a parcel whose time has come: says what is wrong, and tells the buyer once.
  func look(
    at posting: PostingID, _ part: Int64, now: Instant, in tx: SellerTransaction
  ) throws {
    let cards = try ParcelStore(rows: tx.reader).cards(of: posting)
    guard let card = cards.first(where: { $0.part == part }),
      let found = try PostingStore(rows: tx.reader).posting(posting)
    else { return }
    guard found.state.isTravelling, !(card.status?.isEnd ?? false) else {
      return try settle(card, .none, watch: nil, in: tx)
    }
    let heard = card.heard ?? found.milestones.shipped ?? found.since
    let promised = try promise(posting, [card], in: tx)
    let carrier = try carriers.carrier(card.carrier, in: tx.transaction.open)
    let silent = heard + .days(carrier?.stuckDays ?? 5)
    let isLate = promised.map { $0 <= now } ?? false
    let isStuck = silent <= now
    let trouble: ParcelTrouble = isLate ? .late : isStuck ? .stuck : .none
    let next = [isStuck ? nil : silent, isLate ? nil : promised].compactMap { $0 }.min()
    try settle(card, trouble, watch: next, in: tx)
    if trouble != .none { try warn(found, trouble, at: now, in: tx) }
  }

  private func settle(
    _ card: ParcelCard, _ trouble: ParcelTrouble, watch: Instant?, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      ParcelNewsSQL.watch, card.posting.raw, card.part, watch?.milliseconds, trouble)
    try Self.count(card.trouble, trouble, in: tx)
  }

  /// One message a posting, whatever goes wrong afterwards.
  private func warn(
    _ posting: Posting, _ trouble: ParcelTrouble, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    let isFirst = try tx.run(
      ParcelNewsSQL.tell, tx.scope.seller, posting.id.raw, trouble, now.milliseconds)
    guard isFirst == 1 else { return }
    try PostingMails.late(acts.kernel).enqueue(posting.id, in: tx)
  }

  /// The parcels have left: from now on somebody looks whether anything is heard of them.
  static func watch(
    _ posting: PostingID, _ book: CarrierBook, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    let promise = try PromiseStore(rows: tx.reader).promise(of: posting)
    for card in try ParcelStore(rows: tx.reader).cards(of: posting) {
      if card.status?.isEnd ?? false { continue }
      let silent = now + .days(book.carrier(card.carrier)?.stuckDays ?? 5)
      let promised = promise ?? card.promised ?? .init(milliseconds: .max)
      try tx.run(
        ParcelNewsSQL.watch, posting.raw, card.part, min(silent, promised).milliseconds,
        ParcelTrouble.none)
      try count(card.trouble, .none, in: tx)
    }
  }
}

extension PostingState {
  /// Whether a carrier has it on the way to the buyer.
  var isTravelling: Bool { self == .handedOver || self == .delivering }
}
