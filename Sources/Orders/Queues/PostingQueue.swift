import Commerce
import Office
import SQL

/// Postings that wait for somebody for another reason than their tab: each is a list of its own,
/// one range of one index, with a kept counter.
enum PostingQueue: String, CaseIterable, Sendable {
  /// A deadline was missed, and they still wait for the shop.
  case late
  /// A check is red: they can't go out as they are.
  case red
  /// The buyer has answered the shop's question, and nobody has gone on with them.
  case answered
  /// On hold: the buyer was asked, or something must be clarified.
  case held
  /// The carrier did not take them, or they came back.
  case back
  /// Their parcels are lost, and the buyers wait for their money.
  case lost

  func holds(_ place: Place) -> Bool {
    switch self {
    case .late: place.isLate && place.state.tab.isOpen
    case .red: place.isRed && Self.checked.contains(place.state)
    case .answered: place.isAnswered
    case .held: place.state == .onHold
    case .back: place.state == .notAccepted || place.state == .returned
    case .lost: place.state == .lost
    }
  }

  /// Where a red check is the shop's to mend: what is not paid is nobody's yet, what is packed has
  /// passed.
  private static let checked: Set<PostingState> = [
    .awaitingConfirmation, .onHold, .awaitingPackaging,
  ]

  var counter: String { "orders.queue.\(rawValue)" }

  /// A posting as far as queues look at it.
  struct Place: Sendable, Hashable {
    var state: PostingState
    var isLate = false
    var isRed = false
    var isAnswered = false
  }

  /// Keeps the counters when a posting goes from one place to another; nil is nowhere.
  static func count(
    from old: Place?, to new: Place?, in tx: SellerTransaction
  ) throws(SQLError) {
    for queue in allCases {
      let was = old.map(queue.holds) ?? false
      let isNow = new.map(queue.holds) ?? false
      if was != isNow { try Counters.add(isNow ? 1 : -1, to: queue.counter, in: tx) }
    }
  }

  /// The signs and the numbers are those of the partial indices, or these would not be taken.
  static let migration = Migration(
    "2026-11-28 orders: queues of late, held and returned postings",
    """
    create index posting_late on posting (seller_id, due_at, id)
      where late_at is not null and +tab < 4;
    create index posting_held on posting (seller_id, due_at, id) where state = 2;
    create index posting_back on posting (seller_id, due_at, id) where state in (6, 11);
    insert into counter (seller_id, name, value)
      select seller_id, 'orders.queue.late', count(*) from posting
        where late_at is not null and tab < 4 group by seller_id
      union all
      select seller_id, 'orders.queue.held', count(*) from posting where state = 2
        group by seller_id
      union all
      select seller_id, 'orders.queue.back', count(*) from posting where state in (6, 11)
        group by seller_id;
    """)

  // `red` as `Check.isRed` says of those that were taken before it was kept; a country that no
  // carrier goes to is found when the posting is next looked at.
  static let checks = Migration(
    "2026-11-28 orders: queues of red checks, of answers and of lost parcels",
    """
    alter table posting add column red integer not null default 0 check (red in (0, 1));
    alter table posting add column answered_at integer;
    update posting set red = 1 where state in (1, 2, 3) and (payment in (4, 6, 7, 8) or exists (
      select 1 from posting_recipient r
      where r.seller_id = posting.seller_id and r.posting_id = posting.id
        and '' in (r.name, r.city, r.street, r.country, r.phone)));
    create index posting_red on posting (seller_id, due_at, id)
      where red = 1 and state in (1, 2, 3);
    create index posting_answered on posting (seller_id, due_at, id)
      where answered_at is not null;
    create index posting_lost on posting (seller_id, due_at, id) where state = 13;
    insert into counter (seller_id, name, value)
      select seller_id, 'orders.queue.red', count(*) from posting
        where red = 1 and state in (1, 2, 3) group by seller_id
      union all
      select seller_id, 'orders.queue.lost', count(*) from posting where state = 13
        group by seller_id;
    """)
}

extension Posting {
  var place: PostingQueue.Place {
    PostingQueue.Place(
      state: state, isLate: late != nil, isRed: isRed, isAnswered: answered != nil)
  }
}

extension OrdersModule {
  /// The work of orders, as the home page shows it.
  static let orderTasks: [HomeTask] =
    [PostingTab.new, .pack, .ship].map { tab in
      HomeTask(
        "orders.task.\(tab.name)", for: .viewOrders, counter: tab.counter,
        path: "/orders?tab=\(tab.name)"
      ) { reader throws(SQLError) in
        try PostingStore(rows: reader).nearest(tab).map {
          HomeTask.Deadline(start: $0.placed, end: $0.due)
        }
      }
    }
    + PostingQueue.allCases.map { queue in
      HomeTask(
        "orders.task.\(queue.rawValue)", for: queue == .late ? .viewOrders : .holdOrders,
        counter: queue.counter, path: "/orders?tab=\(queue.rawValue)", deadline: queue.deadline)
    }

  /// Objections that the platform has to decide on.
  static let contestTask = HomeTask(
    "service.task", for: .judgeService, counter: ContestActs.counter, path: "/contests")
}

extension PostingQueue {
  /// The nearest deadline; what came back or is lost has none.
  fileprivate var deadline: (@Sendable (SellerReader) throws(SQLError) -> HomeTask.Deadline?)? {
    if self == .back || self == .lost { return nil }
    return { reader throws(SQLError) in
      let filter = PostingFilter(shelf: .queue(self), size: 1)
      return try PostingStore(rows: reader).page(filter).rows.first.map {
        HomeTask.Deadline(start: $0.placed, end: $0.due)
      }
    }
  }
}
