import SQL

/// Tables of work on many things at once. They are the kernel's, so that every list can use them.
public enum BulkSchema {
  public static let migrations = [
    Migration(
      "2026-11-28 bulk: runs and their items",
      """
      create table bulk_run (
        seller_id integer not null references seller (id),
        id integer not null,
        kind text not null,
        act text not null,
        state text not null
          check (state in ('editing', 'preview', 'running', 'done', 'undoing', 'undone')),
        total integer not null default 0,
        changed integer not null default 0,
        refused integer not null default 0,
        undone integer not null default 0,
        kept integer not null default 0,
        created_at integer not null,
        created_by integer,
        applied_at integer,
        undone_at integer,
        primary key (seller_id, id)
      ) strict, without rowid;

      create table bulk_item (
        seller_id integer not null,
        run_id integer not null,
        position integer not null,
        object integer not null,
        title text not null,
        version integer not null,
        before text not null,
        after text not null,
        outcome text not null
          check (outcome in ('waiting', 'refused', 'done', 'undone', 'kept')),
        problem text not null default '',
        trace text not null default '',
        primary key (seller_id, run_id, position),
        foreign key (seller_id, run_id) references bulk_run (seller_id, id) on delete cascade
      ) strict, without rowid;
      create index bulk_item_by_outcome on bulk_item (seller_id, run_id, outcome, position);
      """),
    Migration(
      "2026-11-28 bulk: runs are stopped, and found by age",
      """
      alter table bulk_run add column stopped_at integer;
      create index bulk_run_by_age on bulk_run (created_at);
      """),
  ]
}
