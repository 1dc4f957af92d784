import Commerce
import Office
import SQL

/// A fee table as its row holds it.
struct FeeRow: Sendable {
  let category: CategoryID
  let currency: String
  let from: String
  let commission: Int64
  let returnShare: Int64
  let returnCost: Int64
  let steps: String
}

enum FeeSQL {
  /// The category's own, else its branch's.
  static let holding = Query<FeeRow>(
    """
    select f.category_id, f.currency, f.effective_from, f.commission, f.return_share,
      f.return_cost, f.steps
    from category c join category_fee f on f.category_id in (c.id, c.parent)
    where c.id = ?1 and f.currency = ?2 and f.effective_from <= ?3
    order by f.category_id = c.id desc, f.effective_from desc limit 1
    """, row)
  static let tables = Query<FeeRow>(
    """
    select category_id, currency, effective_from, commission, return_share, return_cost, steps
    from category_fee where category_id = ? order by effective_from desc, currency
    """, row)
  static let insert = Command(
    """
    insert into category_fee (category_id, currency, effective_from, commission, return_share,
      return_cost, steps)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (category_id, currency, effective_from) do update set
      commission = excluded.commission, return_share = excluded.return_share,
      return_cost = excluded.return_cost, steps = excluded.steps
    """)
  static let delete = Command(
    """
    delete from category_fee where category_id = ? and currency = ? and effective_from = ?
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("fee.holding", holding), ("fee.tables", tables), ("fee.insert", insert),
    ("fee.delete", delete),
  ]

  private static let row: @Sendable (Int64, String, String, Int64, Int64, Int64, String) -> FeeRow =
    {
      FeeRow(
        category: CategoryID(raw: $0), currency: $1, from: $2, commission: $3, returnShare: $4,
        returnCost: $5, steps: $6)
    }
}

extension FeeTable {
  init?(_ row: FeeRow) {
    guard let currency = Currency(code: row.currency), let from = LocalDate(iso: row.from) else {
      return nil
    }
    let items = (try? JSON(parsing: Array(row.steps.utf8)))?.array ?? []
    let steps = items.compactMap { item -> Step? in
      guard let pair = item.array, pair.count == 2, let fee = pair[1].integer else { return nil }
      return Step(upTo: pair[0].integer, fee: Money(minor: fee, currency: currency))
    }
    guard steps.count == items.count else { return nil }
    self.init(
      from: from, commission: Percent(basisPoints: row.commission),
      returnShare: Percent(basisPoints: row.returnShare),
      returnCost: Money(minor: row.returnCost, currency: currency), steps: steps)
  }

  /// The steps as they are stored: `[[500,6500],[null,12000]]`, grams and minor units.
  var stepsText: String {
    JSON.array(
      steps.map { .array([$0.upTo.map(JSON.integer) ?? .null, .integer($0.fee.minor)]) }
    ).text
  }
}

/// Reads and keeps the fee tables of the platform.
struct FeeStore<Rows: Reads> {
  let rows: Rows

  /// What holds on a day; nil where the platform has no fees in the currency.
  func table(
    of category: CategoryID, in currency: Currency, on day: LocalDate
  ) throws(SQLError) -> FeeTable? {
    try rows.first(FeeSQL.holding, category.raw, currency.code, day.description)
      .flatMap(FeeTable.init)
  }

  /// Every table of the category itself, the latest first.
  func tables(of category: CategoryID) throws(SQLError) -> [FeeTable] {
    try rows.all(FeeSQL.tables, category.raw).compactMap(FeeTable.init)
  }
}

extension FeeStore where Rows == OpenTransaction {
  /// Takes the place of a table of the same day.
  func insert(_ table: FeeTable, of category: CategoryID) throws(SQLError) {
    try rows.run(
      FeeSQL.insert, category.raw, table.currency.code, table.from.description,
      table.commission.basisPoints, table.returnShare.basisPoints, table.returnCost.minor,
      table.stepsText)
  }

  /// - Returns: whether there was one.
  func delete(
    _ category: CategoryID, _ currency: String, from day: LocalDate
  ) throws(SQLError) -> Bool {
    try rows.run(FeeSQL.delete, category.raw, currency, day.description) > 0
  }
}
