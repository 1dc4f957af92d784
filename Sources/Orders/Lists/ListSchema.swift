import SQL

/// What lists need: indices that answer filters by themselves, tags and who takes care.
enum ListSchema {
  static let migrations = [
    // With the columns that filters ask for, the index alone tells which rows of a long tab
    // match: only those are then read. `tags` and `assignee` stand in the row for the list to
    // show, `posting_tag` is for finding; a member's own are under "@" and the number.
    Migration(
      "2026-11-28 orders: filters, tags, assignment",
      """
      drop index posting_by_due;
      drop index posting_by_placed;
      create index posting_by_due on posting
        (seller_id, tab, due_at, id, carrier_id, warehouse_id, total_minor);
      create index posting_by_placed on posting
        (seller_id, placed_at, id, carrier_id, warehouse_id, total_minor);
      alter table posting add column tags text not null default '';
      alter table posting add column assignee text not null default '';

      create table posting_tag (
        seller_id integer not null,
        tag text not null,
        posting_id integer not null,
        primary key (seller_id, tag, posting_id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;
      create index posting_tag_by_posting on posting_tag (seller_id, posting_id);

      create table tag_use (
        seller_id integer not null,
        tag text not null,
        used integer not null check (used >= 0),
        primary key (seller_id, tag)
      ) strict, without rowid;
      """)
  ]

  /// What is open is filtered in its index too.
  static let open = Migration(
    "2026-11-28 orders: filters of all that is open",
    """
    drop index posting_open;
    create index posting_open on posting
      (seller_id, due_at, id, tab, carrier_id, warehouse_id, total_minor) where +tab <= 3;
    """)
}
