import SQL

/// Boxes of the shop, what was packed into which, and what packaging was used a day. Sides are in
/// mm, weights in g, `fill` in tenths of a percent; a day is one of UTC.
enum PackagingSchema {
  static let migrations = [
    Migration(
      "2026-11-28 orders: packaging",
      """
      create table packaging (
        seller_id integer not null,
        id integer not null,
        name text not null,
        kind text not null check (kind in ('box', 'bag')),
        inner_length integer not null check (inner_length > 0),
        inner_width integer not null check (inner_width > 0),
        inner_height integer not null check (inner_height > 0),
        outer_length integer not null check (outer_length >= inner_length),
        outer_width integer not null check (outer_width >= inner_width),
        outer_height integer not null check (outer_height >= inner_height),
        weight_g integer not null check (weight_g >= 0),
        cost integer not null check (cost >= 0),
        recycled integer not null check (recycled between 0 and 100),
        most_g integer not null check (most_g > 0),
        pieces integer not null check (pieces >= 0),
        is_default integer not null default 0 check (is_default in (0, 1)),
        removed_at integer,
        primary key (seller_id, id)
      ) strict, without rowid;

      create table packed_parcel (
        seller_id integer not null,
        posting_id integer not null,
        at integer not null,
        wave_id integer,
        packaging_id integer not null,
        suggested_id integer,
        weight_g integer not null check (weight_g > 0),
        packaging_g integer not null check (packaging_g >= 0),
        fill integer not null check (fill between 0 and 1000),
        photo text not null,
        is_gift integer not null check (is_gift in (0, 1)),
        member_id integer,
        primary key (seller_id, posting_id, at),
        foreign key (seller_id, posting_id) references posting (seller_id, id),
        foreign key (seller_id, packaging_id) references packaging (seller_id, id)
      ) strict, without rowid;

      create table packaging_daily (
        seller_id integer not null,
        day integer not null,
        packaging_id integer not null,
        orders integer not null,
        grams integer not null,
        saved_g integer not null,
        fill integer not null,
        cost integer not null,
        primary key (seller_id, day, packaging_id)
      ) strict, without rowid;
      """)
  ]
}
