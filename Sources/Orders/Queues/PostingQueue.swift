import Commerce
import Office
import SQL

/// Postings that wait for somebody for another reason than their tab: each is a list of its own,
/// one range of one index, with a kept counter.
enum PostingQueue: String, CaseIterable, Sendable {
  /// A deadline was missed, and they still wait for the shop.
  case late
  /// On hold: the buyer was asked, or something must be clarified.
  case held
  /// The carrier did not take them, or they came back.
  case back

  func holds(_ state: PostingState, isLate: Bool) -> Bool {
    switch self {
    case .late: isLate && state.tab.isOpen
    case .held: state == .onHold
    case .back: state == .notAccepted || state == .returned
    }
  }

  var counter: String { "orders.queue.\(rawValue)" }

  /// A posting as far as queues look at it.
  struct Place: Sendable, Hashable {
    let state: PostingState
    let isLate: Bool

    init(_ state: PostingState, isLate: Bool) {
      self.state = state
      self.isLate = isLate
    }
  }

  /// Keeps the counters when a posting goes from one place to another; nil is nowhere.
  static func count(
    from old: Place?, to new: Place?, in tx: SellerTransaction
  ) throws(SQLError) {
    for queue in allCases {
      let was = old.map { queue.holds($0.state, isLate: $0.isLate) } ?? false
      let isNow = new.map { queue.holds($0.state, isLate: $0.isLate) } ?? false
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
}

extension Posting {
  var place: PostingQueue.Place { PostingQueue.Place(state, isLate: late != nil) }
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
  /// The nearest deadline; what came back has none.
  fileprivate var deadline: (@Sendable (SellerReader) throws(SQLError) -> HomeTask.Deadline?)? {
    if self == .back { return nil }
    return { reader throws(SQLError) in
      let filter = PostingFilter(shelf: .queue(self), size: 1)
      return try PostingStore(rows: reader).page(filter).rows.first.map {
        HomeTask.Deadline(start: $0.placed, end: $0.due)
      }
    }
  }
}
