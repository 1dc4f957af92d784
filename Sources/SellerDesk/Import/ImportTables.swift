import Commerce
import SQL

/// Writes of the import to tables of the kernel and to its own; goods and orders go through the
/// archives of their features.
enum ImportSQL {
  static let seller = Query<Int64>("select id from seller where source = ?")
  static let insertSeller = SQL.Command(
    """
    insert into seller
      (id, name, state, currency, time_zone, country, postcode, city, source, created_at)
    values (?, ?, 'active', ?, ?, 'BR', ?, ?, ?, ?)
    """)
  static let insertMember = SQL.Command(
    "insert into member (id, email, name, password, created_at) values (?, ?, ?, ?, ?)")
  static let insertMembership = SQL.Command(
    "insert into membership (member_id, shop, role) values (?, ?, 'owner')")
  static let warehouse = Query<Int64>("select id from warehouse order by id limit 1")
  static let product = Query<Int64>("select id from product where id = ?")
  static let order = Query<Int64>("select id from customer_order where source = ?")
  static let insertPayment = SQL.Command(
    """
    insert into imported_payment (order_id, number, kind, instalments, amount_minor)
    values (?, ?, ?, ?, ?)
    """)
  static let insertReview = SQL.Command(
    """
    insert into imported_review
      (source, order_id, score, title, message, created_at, answered_at)
    values (?, ?, ?, ?, ?, ?, ?) on conflict (source, order_id) do nothing
    """)
}

/// A review, for the feature that will show it.
struct SourceReview: Sendable {
  let key: SourceKey
  let order: Int64
  let score: Int64
  let title: String
  let message: String
  let created: Instant
  let answered: Instant?

  /// - Parameter orders: those that are in the house.
  init(
    _ row: SourceRow<ReviewColumn>, _ orders: [SourceKey: Int64], _ zone: TimeZoneRules
  ) throws(RowProblem) {
    key = try row.key(.review)
    guard let order = orders[try row.key(.order)] else {
      throw row.problem(.order, "is no order that was taken over")
    }
    guard let score = try row.number(.score, 1...5) else {
      throw row.problem(.score, "is missing")
    }
    guard let created = try row.moment(.created, zone) else {
      throw row.problem(.created, "is missing")
    }
    self.order = order
    self.score = score
    self.created = created
    title = try row.text(.title, limit: 1_000)
    message = try row.text(.message, limit: 20_000)
    answered = try row.moment(.answered, zone)
  }
}
