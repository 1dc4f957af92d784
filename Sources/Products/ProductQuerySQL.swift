import SQL

/// Counts that choose how a page is found, and what the form of filters offers.
enum ProductQuerySQL {
  /// How many there are, counted in an index and no further than the limit.
  static let ofState = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where state = ? limit ?)")
  static let ofPending = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where pending = ? limit ?)")
  static let ofLevel = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where stock_level = ? limit ?)")
  static let ofCategory = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where category_id = ? limit ?)")
  static let ofBrand = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where brand = ? limit ?)")
  static let ofPrices = Query<Int64>(
    "select count(*) from (select 1 from product_shelf where price_key between ? and ? limit ?)")
  static let ofWords = Query<Int64>(
    """
    select count(*) from (
      select 1 from product_search where words match ? and rowid >= ? and rowid <= ? limit ?)
    """)
  /// The first brands, each once: a step of an index for each, however many products it has.
  static let brands = Query<String>(
    """
    with recursive each (brand) as (
      select (select brand from product_shelf where brand > '' order by brand limit 1)
      union all
      select (select h.brand from product_shelf h where h.brand > each.brand
        order by h.brand limit 1)
      from each where each.brand is not null
    )
    select brand from each where brand is not null limit ?
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("productQuery.ofState", ofState), ("productQuery.ofPending", ofPending),
    ("productQuery.ofLevel", ofLevel), ("productQuery.ofCategory", ofCategory),
    ("productQuery.ofBrand", ofBrand),
    ("productQuery.ofPrices", ofPrices),
    ("productQuery.ofWords", ofWords), ("productQuery.brands", brands),
  ]
}
