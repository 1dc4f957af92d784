import Office
import SQL

/// Kept counts held against their rows, for `sellerdesk check`. Nothing keeps "astray": products that
/// stand otherwise on the shelf than their own row says.
enum ProductsRecounts {
  static let all =
    [
      Recount(prefix: "products.", rows: products), Recount(prefix: "moderation.", rows: queue),
      Recount(prefix: "imports.", rows: imports),
    ] + StockRecounts.all

  private static let products = PlatformQuery<RecountRow>(
    """
    select seller_id, 'products.all', count(*) from main.product group by seller_id
    union all select seller_id, 'products.' || state, count(*) from main.product
      where state <> 'new' group by seller_id, state
    union all select seller_id, 'products.drafts', count(*) from main.product
      where state = 'new' and pending = 'draft' group by seller_id
    union all select seller_id, 'products.' || pending, count(*) from main.product
      where pending in ('review', 'fixes') and state <> 'archived' group by seller_id, pending
    union all select seller_id, 'products.astray', count(*) from (
      select seller_id, id, in_stock, low_stock, max(low_stock, cover_stock),
        alerted_at is not null, state,
        case when state in ('onsale', 'ready') then 'live' else state end, pending, category_id,
        brand || '', price_key, updated_at, name_key
      from main.product except
      select seller_id, id, available > 0, low_stock, alert_at, is_alerted, state, standing,
        pending, category_id, brand || '', price_key, updated_at, name_key
      from main.product_shelf
      where stock_level = case when available = 0 then 'none' when available <= low_stock
        then 'low' else 'ok' end) group by seller_id
    """, row)

  private static let queue = PlatformQuery<RecountRow>(
    "select 0, 'moderation.waiting', count(*) from moderation_item where state = 'open'", row)

  private static let imports = PlatformQuery<RecountRow>(
    """
    select seller_id, 'imports.faulty', count(*) from main.product_import where is_faulty = 1
    group by seller_id
    """, row)

  private static let row: @Sendable (Int64, String, Int64) -> RecountRow = {
    RecountRow(seller: $0, name: $1, value: $2)
  }
}

/// Every constant statement of the module, for the sweep that prepares them and reads plans.
enum ProductsStatements {
  static let all: [StatementCheck] = constants.map { name, statement in
    StatementCheck(name) { (database: Database) throws(SQLError) in
      try database.makeReader().explain(statement)
    }
  }

  private static let constants =
    CategorySQL.statements + ProductSQL.statements + ProductQuerySQL.statements
    + WordsMerging.statements + RevisionSQL.statements + RefusalSQL.statements
    + StockSQL.statements + SellableSQL.statements + ModerationSQL.statements
    + ListedSQL.statements + ArchiveSQL.statements + VersionSQL.statements
    + AppealSQL.statements + CertificateSQL.statements + DuplicateSQL.statements
    + SuspensionSQL.statements + BulkSQL.statements + ImportSQL.statements
    + SellerAPIStatements.all + GoodsPushSQL.statements + ProductSearch.statements
    + FeeSQL.statements + CategoryAdminSQL.statements + VariantSQL.statements
    + StockStatements.all
}
