import SQL

/// What buyers asked of late parcels. Their own words are in `posting_recipient`, with all else
/// that is personal.
enum InquirySchema {
  static let migrations = [
    Migration(
      "2026-11-28 orders: buyers ask where their late parcels are",
      """
      create table inquiry (
        seller_id integer not null,
        posting_id integer not null,
        cause integer not null check (cause in (1, 2)),
        asked_at integer not null,
        due_at integer not null,
        closed_at integer,
        outcome text check (outcome in ('answered', 'delivered', 'lost', 'cancelled')),
        answer text not null default '',
        check ((closed_at is null) = (outcome is null)),
        primary key (seller_id, posting_id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;
      create index inquiry_open on inquiry (seller_id, due_at, posting_id)
        where closed_at is null;
      alter table posting_recipient add column inquiry text not null default '';
      """)
  ]
}
