import Commerce
import Office
import SQL

extension PlatformPermission {
  /// Say by when shops must act, and how long after a warning an order is cancelled.
  public static let setOrderTerms = PlatformPermission("orders.terms", [.admin])
}

/// What the platform asks of all shops; what is never set keeps its value from the start.
struct OrderTerms: Sendable, Hashable {
  /// Working hours to confirm a paid posting.
  var confirmHours: Int64 = 4
  /// Working days from the warning of a missed deadline to the cancellation.
  var lapseDays: Int64 = 1

  static let confirmBounds: ClosedRange<Int64> = 1...72
  static let lapseBounds: ClosedRange<Int64> = 1...10

  static let current = Query(
    "select confirm_hours, lapse_days from order_term where id = 1"
  ) { (confirm: Int64, lapse: Int64) in OrderTerms(confirmHours: confirm, lapseDays: lapse) }
  static let save = Command(
    """
    insert into main.order_term (id, confirm_hours, lapse_days) values (1, ?1, ?2)
    on conflict (id) do update set confirm_hours = ?1, lapse_days = ?2
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("OrderTerms.current", current), ("OrderTerms.save", save),
  ]

  static let migration = Migration(
    "2026-11-28 orders: terms of the platform",
    """
    create table order_term (
      id integer primary key check (id = 1),
      confirm_hours integer not null check (confirm_hours between 1 and 72),
      lapse_days integer not null check (lapse_days between 1 and 10)
    ) strict;
    """)

  static func read(_ rows: some Reads) throws(SQLError) -> OrderTerms {
    try rows.first(current) ?? OrderTerms()
  }
}
