import Office
import SQL

/// What an import brings that no feature keeps yet: payments and reviews, as the source has
/// them, for the features that will.
enum ImportSchema {
  static let migrations = [
    Migration(
      "2026-11-24 import: payments and reviews kept for later",
      """
      create table imported_payment (
        order_id integer not null references customer_order (id),
        number integer not null,
        kind text not null,
        instalments integer not null check (instalments >= 0),
        amount_minor integer not null check (amount_minor >= 0),
        primary key (order_id, number)
      ) strict, without rowid;

      create table imported_review (
        source text not null,
        order_id integer not null references customer_order (id),
        score integer not null check (score between 1 and 5),
        title text not null,
        message text not null,
        created_at integer not null,
        answered_at integer,
        primary key (source, order_id)
      ) strict, without rowid;
      create index imported_review_of_order on imported_review (order_id);
      """)
  ]
}

/// The tables of the import, for the one list of migrations; it shows nothing and has no routes.
public struct ImportModule: Module {
  public static let name = "Import"
  public static let migrations = ImportSchema.migrations
  public static let pages: [PageBinding] = []

  public init() {}

  public var routes: Routes { Routes { _ in } }
}
