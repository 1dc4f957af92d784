import SQL

/// Tables of stock beyond what is on hand: buckets, alerts, what was sold, calendars.
enum StockSchema {
  static let migrations = [
    buckets, warehouses, InboundSchema.deliveries, StockTakeSchema.takes,
    StockUrgencySQL.migration,
  ]

  /// A product is `alerted_at` a time while its free pieces are at or below the greater of
  /// `low_stock` and `cover_stock`: what `low_days` of the present rate come to. A gap is a time
  /// without free pieces; `stock_daily` counts what left in parcels by days of UTC.
  private static let buckets = Migration(
    "2026-11-28 products: stock in buckets, alerts, what was sold",
    """
    alter table stock add column inbound integer not null default 0
      constraint stock_inbound check (inbound >= 0);
    alter table stock add column quarantine integer not null default 0
      constraint stock_quarantine check (quarantine >= 0);
    alter table stock add column damaged integer not null default 0
      constraint stock_damaged check (damaged >= 0);

    alter table stock_movement add column inbound integer not null default 0;
    alter table stock_movement add column quarantine integer not null default 0;
    alter table stock_movement add column damaged integer not null default 0;

    alter table product add column low_days integer check (low_days between 1 and 365);
    alter table product add column cover_stock integer not null default 0
      check (cover_stock >= 0);
    alter table product add column alerted_at integer;
    alter table product add column inbound integer not null default 0 check (inbound >= 0);
    alter table product add column lead_days integer check (lead_days between 0 and 365);
    alter table product add column safety_days integer check (safety_days between 0 and 365);
    update product set alerted_at = updated_at
      where low_stock > 0 and available <= low_stock and state not in ('new', 'archived');
    create index product_alerted on product (seller_id, id) where alerted_at is not null;
    create index product_inbound on product (seller_id, id) where inbound > 0;
    create index product_covered on product (seller_id, id) where low_days is not null;
    insert into counter (seller_id, name, value)
      select seller_id, 'stock.none', count(*) from product where available = 0
      group by seller_id;
    insert into counter (seller_id, name, value)
      select seller_id, 'stock.low', count(*) from product where alerted_at is not null
      group by seller_id;

    create table stock_gap (
      seller_id integer not null,
      product_id integer not null,
      since integer not null,
      until integer check (until >= since),
      primary key (seller_id, product_id, since),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;

    create table stock_daily (
      seller_id integer not null,
      product_id integer not null,
      day integer not null,
      sold integer not null check (sold >= 0),
      primary key (seller_id, product_id, day),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;
    """)

  /// `working_days` has a bit a day, Monday first; `cut_off` is in minutes from midnight there. An
  /// empty time zone is the shop's.
  private static let warehouses = Migration(
    "2026-11-28 products: addresses and calendars of warehouses, holidays of shops",
    """
    alter table warehouse add column address text not null default '';
    alter table warehouse add column time_zone text not null default '';
    alter table warehouse add column working_days integer not null default 127
      check (working_days between 1 and 127);
    alter table warehouse add column cut_off integer not null default 1440
      check (cut_off between 0 and 1440);
    alter table warehouse add column is_default integer not null default 0
      check (is_default in (0, 1));
    alter table warehouse add column closed_at integer;
    update warehouse set is_default = 1
      where id = (select min(w.id) from warehouse w where w.seller_id = warehouse.seller_id);

    create table warehouse_holiday (
      seller_id integer not null,
      warehouse_id integer not null,
      day integer not null,
      name text not null,
      primary key (seller_id, warehouse_id, day),
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
        on delete cascade
    ) strict, without rowid;

    create table shop_pause (
      seller_id integer not null references seller (id),
      starts_at integer not null,
      ends_at integer not null check (ends_at > starts_at),
      primary key (seller_id)
    ) strict, without rowid;
    """)
}
