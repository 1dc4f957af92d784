import SQL

/// What came to postings after the first version: payment, timers, what was given up.
enum PostingsSchema {
  // A day is the shop's own, counted from 1970; `judged` has a bit for each metric that has the
  // posting in its base.
  static let service = """
    alter table posting add column judged integer not null default 0;

    create table service_day (
      seller_id integer not null,
      day integer not null,
      metric integer not null,
      base integer not null,
      counted integer not null check (counted between 0 and base),
      primary key (seller_id, day, metric)
    ) strict, without rowid;

    create table service_item (
      seller_id integer not null,
      metric integer not null,
      posting_id integer not null,
      day integer not null,
      at integer not null,
      state integer not null default 0,
      plea text not null default '',
      verdict text not null default '',
      contested_at integer,
      primary key (seller_id, metric, posting_id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    create index service_item_by_day on service_item (seller_id, metric, day, posting_id);
    create index service_item_contested on service_item (contested_at, posting_id)
      where state = 1;
    """

  // `left_ms` is the working time that was left to the deadline when a hold stopped it; null where
  // it goes on. `answer` says how it ended: null while it lasts. The buyer's own words are in
  // `posting_recipient`, with all else that is personal.
  static let holds = """
    create table posting_hold (
      seller_id integer not null,
      posting_id integer not null,
      id integer not null,
      reason text not null,
      question text not null,
      asked_at integer not null,
      until_at integer,
      left_ms integer,
      ended_at integer,
      answer text,
      primary key (seller_id, posting_id, id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;

    alter table posting_recipient add column answer text not null default '';
    """

  // `discount_minor` is the line's share of what promotions took off; the line costs price times
  // quantity less it.
  static let rules = """
    alter table posting_line add column discount_minor integer not null default 0;

    create table order_rule (
      seller_id integer not null,
      confirms_green integer not null default 0 check (confirms_green in (0, 1)),
      primary key (seller_id)
    ) strict, without rowid;
    """

  // `payment` as in PaymentState; `act` as in PostingTimer.Kind, at `act_at`: both null where
  // nothing happens by itself. `late_at` is the deadline that the shop missed first. `stage` is
  // what the carrier said last. `fingerprint` names buyer and goods, and nobody can read them out
  // of it; it is forgotten when the posting is packed. Postings that wait for the shop are warned
  // at their deadline from now on.
  static let timers = """
    alter table customer_order add column payment integer not null default 2;
    alter table posting add column payment integer not null default 2;
    alter table posting add column act integer;
    alter table posting add column act_at integer;
    alter table posting add column late_at integer;
    alter table posting add column stage text not null default '';
    alter table posting add column fingerprint integer;
    create index posting_by_timer on posting (act_at, seller_id, id) where act_at is not null;
    create index posting_by_fingerprint on posting (seller_id, fingerprint)
      where fingerprint is not null;
    update posting set act = 2, act_at = due_at where tab <= 3;

    create table cancellation (
      seller_id integer not null,
      posting_id integer not null,
      id integer not null,
      at integer not null,
      initiator text not null check (initiator in ('seller', 'buyer', 'platform', 'timer')),
      reason text not null,
      fault text not null check (fault in ('seller', 'buyer', 'carrier', 'platform')),
      pieces integer not null check (pieces > 0),
      goods_minor integer not null check (goods_minor >= 0),
      shipping_minor integer not null check (shipping_minor >= 0),
      whole integer not null check (whole in (0, 1)),
      primary key (seller_id, posting_id, id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    """

  /// Lines and recipients are read of a known posting only. Behind its number they lie in the order
  /// of their making, so that orders placed together share their pages; behind the shop's each order
  /// changed two pages of both, and split some.
  static let appended = Migration(
    "2026-11-29 orders: lines and recipients are written at their end",
    """
    create temp table moved as select * from posting_line;
    drop table posting_line;
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
      discount_minor integer not null default 0,
      origin text not null default '',
      primary key (posting_id, line, seller_id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    insert into posting_line (seller_id, posting_id, line, product_id, offer_id, title, barcode,
      picture, weight_g, quantity, price_minor, discount_minor, origin)
      select seller_id, posting_id, line, product_id, offer_id, title, barcode, picture, weight_g,
        quantity, price_minor, discount_minor, origin
      from moved order by posting_id, line;
    drop table moved;
    create index posting_line_by_product on posting_line (seller_id, product_id, posting_id);

    create temp table moved as select * from posting_recipient;
    drop table posting_recipient;
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
      answer text not null default '',
      inquiry text not null default '',
      primary key (posting_id, seller_id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    insert into posting_recipient (seller_id, posting_id, name, phone, email, country, postcode,
      city, street, note, language, answer, inquiry)
      select seller_id, posting_id, name, phone, email, country, postcode, city, street, note,
        language, answer, inquiry
      from moved order by posting_id;
    drop table moved;
    """)
}
