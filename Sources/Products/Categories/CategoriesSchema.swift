import SQL

/// What categories gained after the first tree: picture rules, a way to close them, attributes
/// that make variants, and more leaves. All of it belongs to the platform.
enum CategoriesSchema {
  static let migrations = [rules, aspects, WiderTree.migration]

  /// `product_in_category` finds the goods of all shops that a new attribute concerns.
  private static let rules = Migration(
    "2026-11-28 products: categories have picture rules and can be closed",
    """
    alter table category add column is_closed integer not null default 0
      check (is_closed in (0, 1));
    alter table category add column picture_pixels integer not null default 900
      check (picture_pixels between 1 and 10000);
    alter table category add column picture_ratio text not null default '';
    create index product_in_category on product (category_id);
    """)

  /// Size and colour make variants also in the first tree.
  private static let aspects = Migration(
    "2026-11-28 products: size and colour make variants",
    """
    update category set attributes = (
      select json_group_array(json(definition)) from (
        select iif(json_extract(e.value, '$.key') in ('colour', 'size'),
          json_set(e.value, '$.aspect', json('true')), e.value) definition
        from json_each(category.attributes) e order by e.key))
    where attributes like '%"key":"colour"%' or attributes like '%"key":"size"%';
    """)
}
