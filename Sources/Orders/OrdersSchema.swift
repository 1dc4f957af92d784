import SQL

/// Orders of the platform, postings of sellers. Personal data of buyers is in
/// `posting_recipient` and nowhere else.
enum OrdersSchema {
  static let migrations =
    [
      Migration("2026-11-24 orders: carriers", carriers),
      Migration("2026-11-24 orders: orders, postings, parcels", orders),
      Migration("2026-11-24 orders: published facts", facts),
      SoldProduct.migration,
      Migration("2026-11-28 orders: payments, timers, cancellations", PostingsSchema.timers),
      Migration("2026-11-28 orders: rules, discounts of lines", PostingsSchema.rules),
      Migration("2026-11-28 orders: holds and questions to buyers", PostingsSchema.holds),
      Migration("2026-11-28 orders: service metrics", PostingsSchema.service),
    ]
    + ListSchema.migrations
    + CarriersSchema.migrations
    + TrackingSchema.migrations
    + ManifestSchema.migrations
    + FloorContents.migrations
    + DocumentsSchema.migrations
    + [
      PostingQueue.migration, PostingOrigin.migration, PostingQueue.checks, Loss.migration,
      OrderTerms.migration, ListSchema.open,
    ]
    + InquirySchema.migrations + [
      ClaimSQL.migration, ClaimSQL.closed, CheckReader.migration, ManifestSchema.cases,
      PostingsSchema.appended, DocumentsSchema.country, SoldProduct.plain,
    ]

  private static let carriers = """
    create table carrier (
      id integer primary key,
      code text not null unique,
      name text not null,
      service text not null,
      pattern text not null,
      check_digit text not null,
      last_serial integer not null default 0
    ) strict;

    insert into carrier (id, code, name, service, pattern, check_digit) values
      (1, 'platform', 'SellerDesk Delivery', 'Standard', 'SD9999999999#', 'mod10'),
      (2, 'severpost', 'Severpost', 'Standard', 'SVP999999999#', 'mod10'),
      (3, 'boxline', 'Boxline', 'Parcel', 'BX9999999999#', 'luhn'),
      (4, 'kurier24', 'Kurier 24', 'Express', 'K2499999999', 'none'),
      (5, 'post', 'Post (UPU S10)', 'Registered', 'AA99999999#AA', 's10');
    """

  // Times are milliseconds UTC, money is in minor units, `state` and `tab` as in PostingState.
  // `due_at` is the deadline of the present state, or when a final state was reached: every tab
  // is one range of posting_by_due. The sign in posting_open keeps the planner from taking that
  // index for it, and then sorting. `since_at` is when the present state began. What the list
  // shows comes first: SQLite walks a row from its start.
  private static let orders = """
    create table customer_order (
      id integer primary key,
      number integer not null unique,
      source text unique,
      currency text not null,
      goods_minor integer not null check (goods_minor >= 0),
      shipping_minor integer not null check (shipping_minor >= 0),
      total_minor integer not null check (total_minor = goods_minor + shipping_minor),
      posting_count integer not null check (posting_count > 0),
      placed_at integer not null
    ) strict;

    create table posting (
      seller_id integer not null,
      id integer not null,
      number text not null,
      state integer not null,
      tab integer not null check (tab between 1 and 6),
      due_at integer not null,
      since_at integer not null,
      placed_at integer not null,
      line_count integer not null check (line_count > 0),
      piece_count integer not null check (piece_count >= line_count),
      first_title text not null,
      first_offer text not null,
      first_picture text not null,
      city text not null,
      carrier_id integer references carrier (id),
      total_minor integer not null check (total_minor = goods_minor + shipping_minor),
      currency text not null,
      order_id integer not null references customer_order (id),
      paid_at integer,
      confirmed_at integer,
      packed_at integer,
      shipped_at integer,
      delivered_at integer,
      cancelled_at integer,
      buyer text not null,
      warehouse_id integer,
      goods_minor integer not null check (goods_minor >= 0),
      shipping_minor integer not null check (shipping_minor >= 0),
      version integer not null default 1,
      primary key (seller_id, id)
    ) strict, without rowid;
    create unique index posting_by_number on posting (number);
    create index posting_by_placed on posting (seller_id, placed_at, id);
    create index posting_by_due on posting (seller_id, tab, due_at, id);
    create index posting_open on posting (seller_id, due_at, id) where +tab <= 3;

    create table posting_line (
      seller_id integer not null,
      posting_id integer not null,
      line integer not null,
      product_id integer not null,
      offer_id text not null,
      title text not null,
      barcode text not null,
      picture text not null,
      weight_g integer not null check (weight_g >= 0),
      quantity integer not null check (quantity > 0),
      price_minor integer not null check (price_minor >= 0),
      primary key (seller_id, posting_id, line),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    create index posting_line_by_product on posting_line (seller_id, product_id, posting_id);

    create table posting_event (
      seller_id integer not null,
      posting_id integer not null,
      id integer not null,
      kind text not null,
      at integer not null,
      actor_kind text not null check (actor_kind in ('member', 'buyer', 'carrier', 'platform')),
      actor text not null,
      detail text not null,
      primary key (seller_id, posting_id, id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;

    create table posting_recipient (
      seller_id integer not null,
      posting_id integer not null,
      name text not null,
      phone text not null,
      email text not null,
      country text not null,
      postcode text not null,
      city text not null,
      street text not null,
      note text not null,
      language text not null,
      primary key (seller_id, posting_id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;

    create table parcel (
      seller_id integer not null,
      posting_id integer not null,
      part integer not null,
      carrier_id integer not null references carrier (id),
      tracking_number text not null,
      weight_g integer not null,
      created_at integer not null,
      primary key (seller_id, posting_id, part),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    create unique index parcel_by_number on parcel (tracking_number, carrier_id);

    create table sold_product (
      seller_id integer not null,
      product_id integer not null,
      offer_id text not null,
      title text not null,
      search text not null,
      primary key (seller_id, product_id)
    ) strict, without rowid;
    """

  private static let facts = """
    create view order_fact as
      select seller_id, id as posting_id, order_id, number, state, tab, placed_at, paid_at,
        confirmed_at, packed_at, shipped_at, delivered_at, cancelled_at, line_count, piece_count,
        city, carrier_id, warehouse_id, currency, goods_minor, shipping_minor, total_minor
      from posting;
    """
}
