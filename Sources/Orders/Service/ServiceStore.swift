import Commerce
import Office
import SQL

/// Reads what is kept of a shop's service.
struct ServiceStore {
  let rows: SellerReader

  static let zone = Query<String>("select time_zone from seller where id = ?")
  static let days = Query(
    "select day, metric, base, counted from service_day where day >= ? and day <= ?",
    ServiceDay.init(day:metric:base:counted:))
  static let note = Command(
    """
    insert into main.service_day (seller_id, day, metric, base, counted)
    values (?1, ?2, ?3, 1, ?4)
    on conflict (seller_id, day, metric) do update set base = base + 1, counted = counted + ?4
    """)
  static let forgive = Command(
    """
    update main.service_day set counted = counted - 1
    where seller_id = current_seller() and day = ? and metric = ?
    """)
  static let count = Command(
    """
    insert into main.service_item (seller_id, metric, posting_id, day, at) values (?, ?, ?, ?, ?)
    on conflict (seller_id, metric, posting_id) do nothing
    """)
  static let items = Query(
    """
    select i.posting_id, p.number, i.metric, i.day, i.at, i.state, i.plea, i.verdict
    from service_item i join posting p on p.id = i.posting_id
    where i.metric = ?1 and (i.day, i.posting_id) < (?2, ?3) and i.day >= ?4
    order by i.day desc, i.posting_id desc limit ?5
    """, ServiceItem.init)
  static let item = Query(
    """
    select i.posting_id, p.number, i.metric, i.day, i.at, i.state, i.plea, i.verdict
    from service_item i join posting p on p.id = i.posting_id
    where i.metric = ? and i.posting_id = ?
    """, ServiceItem.init)
  static let contest = Command(
    """
    update main.service_item set state = 1, plea = ?3, contested_at = ?4
    where seller_id = current_seller() and metric = ?1 and posting_id = ?2 and state = 0
    """)
  static let decide = Command(
    """
    update main.service_item set state = ?3, verdict = ?4
    where seller_id = current_seller() and metric = ?1 and posting_id = ?2 and state = 1
    """)
  static let contested = PlatformQuery(
    """
    select i.seller_id, s.name, i.posting_id, p.number, i.metric, i.plea, i.contested_at
    from main.service_item i join seller s on s.id = i.seller_id
      join main.posting p on p.seller_id = i.seller_id and p.id = i.posting_id
    where i.state = 1 and i.contested_at > 0 order by i.contested_at, i.posting_id limit 50
    """, Contest.init)

  static let statements: [(String, any SQLStatement)] = [
    ("ServiceStore.zone", zone), ("ServiceStore.days", days), ("ServiceStore.note", note),
    ("ServiceStore.forgive", forgive), ("ServiceStore.count", count),
    ("ServiceStore.items", items), ("ServiceStore.item", item),
    ("ServiceStore.contest", contest), ("ServiceStore.decide", decide),
    ("ServiceStore.contested", contested),
  ]

  /// The shop's day, counted from 1970.
  func day(of moment: Instant, _ kernel: Kernel) throws(SQLError) -> Int64 {
    let zone = try rows.first(Self.zone, rows.scope.seller) ?? "UTC"
    return Int64(kernel.zones.rules(zone).local(moment).date.daysSince1970)
  }

  /// The metrics as they are read on a day.
  func metrics(today: Int64) throws(SQLError) -> ServiceMetrics {
    let longest = ServiceMetrics.windows.max() ?? 0
    return ServiceMetrics(try rows.all(Self.days, today - longest, today - 1), today: today)
  }

  /// How the metrics will be tomorrow, after an act today on so many postings.
  func preview(
    _ judgement: Judgement?, of count: Int64 = 1, today: Int64
  ) throws(SQLError) -> ServiceMetrics {
    let longest = ServiceMetrics.windows.max() ?? 0
    var days = try rows.all(Self.days, today + 1 - longest, today)
    if let judgement {
      days.append(
        ServiceDay(
          day: today, metric: judgement.metric, base: count,
          counted: judgement.isCounted ? count : 0))
    }
    return ServiceMetrics(days, today: today + 1)
  }
}

/// A posting that counts against the shop.
struct ServiceItem: Sendable, Hashable {
  enum State: Int64, CaseIterable, Sendable, SQLConvertible {
    case counted = 0
    /// The shop objects, the platform looks at it.
    case contested = 1
    /// The shop was right: it does not count any more.
    case upheld = 2
    case rejected = 3

    var word: String { "\(self)" }
  }

  let posting: PostingID
  let number: String
  let metric: ServiceMetric
  let day: Int64
  let at: Instant
  let state: State
  let plea: String
  let verdict: String

  init(
    _ posting: Int64, _ number: String, _ metric: ServiceMetric, _ day: Int64, _ at: Int64,
    _ state: State, _ plea: String, _ verdict: String
  ) {
    self.posting = PostingID(raw: posting)
    self.number = number
    self.metric = metric
    self.day = day
    self.at = Instant(milliseconds: at)
    self.state = state
    self.plea = plea
    self.verdict = verdict
  }
}

/// An item that a shop objects to, as the platform sees it.
struct Contest: Sendable, Hashable {
  let seller: SellerID
  let shop: String
  let posting: PostingID
  let number: String
  let metric: ServiceMetric
  let plea: String
  let at: Instant

  init(
    _ seller: Int64, _ shop: String, _ posting: Int64, _ number: String, _ metric: ServiceMetric,
    _ plea: String, _ at: Int64
  ) {
    self.seller = SellerID(raw: seller)
    self.shop = shop
    self.posting = PostingID(raw: posting)
    self.number = number
    self.metric = metric
    self.plea = plea
    self.at = Instant(milliseconds: at)
  }
}
