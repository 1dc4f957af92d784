import SQL

/// Variants: each is a product of its own, with its number, price and stock; a family holds them
/// together and says which attributes set them apart.
enum VariantsSchema {
  static let migrations = [
    Migration(
      "2026-11-28 products: families of variants",
      """
      create table product_family (
        seller_id integer not null references seller (id),
        id integer not null,
        axes text not null,
        created_at integer not null,
        primary key (seller_id, id)
      ) strict, without rowid;
      alter table product add column family_id integer;
      create index product_by_family on product (seller_id, family_id, id)
        where family_id is not null;
      """)
  ]
}
