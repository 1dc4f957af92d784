import SQL

/// What can keep a listing back, beside what the first tables knew.
enum PricesSchema {
  static let migrations = [heldBack]

  /// A computed column can't be changed, so both are made anew. `suspended` is the reason why the
  /// platform took the listing off sale; the three `asked` wait until the seller types the price
  /// again.
  private static let heldBack = Migration(
    "2026-11-28 products: suspended listings, and prices that wait for a second look",
    """
    drop index product_by_state;
    drop index product_buyable;
    alter table product drop column blockers;
    alter table product drop column state;
    alter table product add column suspended text not null default ''
      check (suspended in ('', 'policy', 'complaint', 'document', 'duplicate'));
    alter table product add column suspended_note text not null default '';
    alter table product add column price_asked integer check (price_asked > 0);
    alter table product add column before_asked integer check (before_asked > price_asked);
    alter table product add column min_asked integer check (min_asked <= price_asked);
    alter table product add column blockers integer not null as (
      (live_revision is null) * 1 + (price is null) * 2 + (available = 0) * 4
      + is_hidden * 8 + is_archived * 16 + (suspended <> '') * 32) virtual;
    alter table product add column state text not null as (
      case when is_archived then 'archived' when live_revision is null then 'new'
      when suspended <> '' then 'suspended' when is_hidden then 'hidden'
      when price is not null and available > 0 then 'onsale' else 'ready' end) virtual;
    create index product_by_state on product (seller_id, state, id);
    create index product_buyable on product (blockers, id);
    """)
}
