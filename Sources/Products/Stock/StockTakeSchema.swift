import SQL

/// Stock-takes: what was counted, and what was booked at that moment.
enum StockTakeSchema {
  static let takes = Migration(
    "2026-11-28 products: stock-takes",
    """
    create table stock_take (
      seller_id integer not null,
      id integer not null,
      warehouse_id integer not null,
      state text not null default 'open'
        check (state in ('open', 'counted', 'approved', 'cancelled')),
      created_at integer not null,
      created_by integer,
      ended_at integer,
      ended_by integer,
      primary key (seller_id, id),
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
    ) strict, without rowid;

    create table stock_take_line (
      seller_id integer not null,
      take_id integer not null,
      product_id integer not null,
      counted integer check (counted >= 0),
      booked integer,
      counted_at integer,
      primary key (seller_id, take_id, product_id),
      foreign key (seller_id, take_id) references stock_take (seller_id, id) on delete cascade,
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;
    create index stock_take_of_product on stock_take_line (seller_id, product_id, take_id);
    """)
}
