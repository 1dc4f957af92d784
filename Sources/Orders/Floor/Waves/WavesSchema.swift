import SQL

/// Waves: postings that are picked in one walk. Of a posting there is at most one row that is
/// `open`, so that nobody fetches its goods twice.
enum WavesSchema {
  static let migrations = [
    Migration(
      "2026-11-28 orders: waves, scans, quality checks",
      """
      create table wave (
        seller_id integer not null,
        id integer not null,
        number integer not null,
        warehouse_id integer not null,
        is_closed integer not null default 0 check (is_closed in (0, 1)),
        is_single integer not null check (is_single in (0, 1)),
        created_at integer not null,
        created_by integer,
        closed_at integer,
        postings integer not null default 0,
        pieces integer not null default 0,
        picked integer not null default 0,
        packed integer not null default 0,
        primary key (seller_id, id)
      ) strict, without rowid;
      create unique index wave_by_number on wave (seller_id, number);
      create index wave_by_state on wave (seller_id, is_closed, id);

      create table wave_posting (
        seller_id integer not null,
        wave_id integer not null,
        posting_id integer not null,
        slot integer not null check (slot > 0),
        state text not null default 'open'
          check (state in ('open', 'packed', 'cancelled', 'left')),
        told_at integer,
        primary key (seller_id, wave_id, posting_id),
        foreign key (seller_id, wave_id) references wave (seller_id, id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;
      create unique index wave_posting_open on wave_posting (seller_id, posting_id)
        where state = 'open';
      create index wave_posting_of on wave_posting (seller_id, posting_id, wave_id);

      create table wave_line (
        seller_id integer not null,
        wave_id integer not null,
        posting_id integer not null,
        line integer not null,
        product_id integer not null,
        quantity integer not null check (quantity >= 0),
        picked integer not null default 0 check (picked between 0 and quantity),
        packed integer not null default 0 check (packed between 0 and picked),
        bin text not null,
        spare text not null,
        zone text not null,
        path text not null,
        class text not null,
        primary key (seller_id, wave_id, posting_id, line),
        foreign key (seller_id, wave_id, posting_id)
          references wave_posting (seller_id, wave_id, posting_id)
      ) strict, without rowid;

      create table wave_scan (
        seller_id integer not null,
        wave_id integer not null,
        id integer not null,
        step text not null check (step in ('pick', 'pack')),
        outcome text not null
          check (outcome in ('right', 'wrong', 'unknown', 'enough', 'undone')),
        code text not null,
        wanted integer,
        posting_id integer,
        line integer,
        at integer not null,
        member_id integer,
        primary key (seller_id, wave_id, id)
      ) strict, without rowid;

      create table piece_check (
        seller_id integer not null,
        posting_id integer not null,
        id integer not null,
        wave_id integer not null,
        product_id integer,
        passed integer not null check (passed in (0, 1)),
        points text not null,
        reason text not null default '',
        photo text not null default '',
        note text not null default '',
        at integer not null,
        member_id integer,
        primary key (seller_id, posting_id, id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;
      create index piece_check_of_wave on piece_check (seller_id, wave_id, id);
      """)
  ]
}
