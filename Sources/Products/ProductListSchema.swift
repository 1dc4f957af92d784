import SQL

/// What the list of goods is sorted and narrowed by.
enum ProductListSchema {
  static let migrations = [sorts, words]

  /// `brand` repeats the content as `title` does. `name_key` is short, since it stands in addresses.
  private static let sorts = Migration(
    "2026-11-28 products: the list by change, name, price, stock, brand",
    """
    alter table product add column brand text not null default '' collate nocase;
    update product set brand = coalesce((
      select r.brand from product_revision r
      where r.seller_id = product.seller_id
        and r.id = coalesce(product.live_revision, product.open_revision)), '');
    alter table product add column name_key text as (substr(lower(title), 1, 40)) virtual;
    alter table product add column price_key integer as (coalesce(price, 0)) virtual;
    create index product_by_change on product (seller_id, updated_at, id);
    create index product_by_name on product (seller_id, name_key, id);
    create index product_by_price on product (seller_id, price_key, id);
    create index product_by_available on product (seller_id, available, id);
    create index product_by_brand on product (seller_id, brand, id);
    """)

  /// `WordsMerging` does it instead.
  private static let words = Migration(
    "2026-11-28 products: saves do not merge the index of words",
    """
    insert into product_search (product_search, rank) values ('automerge', 0);
    """)
}
