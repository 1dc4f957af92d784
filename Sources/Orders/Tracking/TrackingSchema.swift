import SQL

/// What is heard of parcels, what was promised, and how punctual carriers were.
enum TrackingSchema {
  static let migrations = [
    Migration(
      "2026-11-28 orders: events of parcels and what came of promises",
      """
      create table parcel_event (
        seller_id integer not null,
        posting_id integer not null,
        part integer not null,
        id integer not null,
        event_key text not null,
        source text not null check (source in ('api', 'file', 'hand')),
        code text not null,
        status text not null,
        place text not null default '',
        at integer not null,
        received_at integer not null,
        primary key (seller_id, posting_id, part, id),
        unique (seller_id, posting_id, part, event_key),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;

      create table carrier_record (
        seller_id integer not null references seller (id),
        day integer not null,
        carrier_id integer not null references carrier (id),
        zone_id integer not null,
        delivered integer not null check (delivered >= 0),
        on_time integer not null check (on_time between 0 and delivered),
        primary key (seller_id, day, carrier_id, zone_id)
      ) strict, without rowid;

      create table posting_promise (
        seller_id integer not null,
        posting_id integer not null,
        promised_at integer not null,
        primary key (seller_id, posting_id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;

      create table late_notice (
        seller_id integer not null,
        posting_id integer not null,
        trouble integer not null check (trouble in (1, 2)),
        at integer not null,
        primary key (seller_id, posting_id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;
      """)
  ]
}
