import Commerce
import Office
import Orders
import SQL

/// A few parcels of a demo shop are late: of some the buyers have asked where they are, one has its
/// answer, and the others are left to the simulated buyers.
struct DemoLateness {
  let now: Instant
  private var count = 0

  private static let most = 5
  private static let onTheWay = PlatformQuery(
    """
    select p.number, r.language from main.posting p
    join main.posting_promise m on m.seller_id = p.seller_id and m.posting_id = p.id
    join main.posting_recipient r on r.seller_id = p.seller_id and r.posting_id = p.id
    where p.state = 7 and m.promised_at <= ? limit 20
    """
  ) { (number: String, language: String) in
    (order: String(number.prefix { $0 != "-" }), language: Locale(rawValue: language) ?? .en)
  }

  /// Numbers of orders whose buyers wait for a late parcel, and the buyers' languages.
  static func orders(_ kernel: Kernel) throws -> [String: Locale] {
    let rows = try kernel.database.makeReader().platform(Operator.platform)
      .all(onTheWay, kernel.clock.now().milliseconds)
    return Dictionary(rows.map { ($0.order, $0.language) }, uniquingKeysWith: { first, _ in first })
  }

  init(now: Instant) { self.now = now }

  /// Says when what is on its way should be there.
  mutating func promise(_ posting: inout ArchivedPosting, _ chance: inout Chance) {
    guard posting.state == .delivering, let shipped = posting.milestones.shipped else { return }
    let days = (now - shipped).components.seconds / 86_400
    guard days >= 5, count < Self.most else {
      posting.promised = max(shipped + .days(6), now + .days(1))
      return
    }
    posting.promised = shipped + .days(4)
    let language = Locale(rawValue: posting.recipient.language) ?? .en
    let words = Crowd.question(in: language, &chance)
    switch count {
    case 0: posting.question = ArchivedQuestion(words, asked: now - .hours(29))
    case 1: posting.question = ArchivedQuestion(words, asked: now - .hours(5))
    case 2:
      posting.question = ArchivedQuestion(
        words, asked: now - .hours(22), answer: (Crowd.answer(in: language), now - .hours(3)))
    default: break
    }
    count += 1
  }
}
