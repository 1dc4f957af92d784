import SQL

/// Tables of imports: the files that came, and what each row of them did, to be undone.
enum ImportsSchema {
  static let migrations = [
    Migration(
      "2026-11-28 imports: files and their rows",
      """
      create table product_import (
        seller_id integer not null references seller (id),
        id integer not null,
        name text not null,
        format text not null check (format in ('csv', 'xlsx')),
        size integer not null,
        state text not null check (state in ('uploaded', 'checking', 'checked', 'running', 'done',
          'refused', 'failed', 'undoing', 'undone')),
        plan text not null default '',
        is_whole integer not null default 0 check (is_whole in (0, 1)),
        total integer not null default 0,
        done integer not null default 0,
        created integer not null default 0,
        updated integer not null default 0,
        unchanged integer not null default 0,
        failed integer not null default 0,
        warned integer not null default 0,
        undone integer not null default 0,
        kept integer not null default 0,
        fault text not null default '',
        created_at integer not null,
        created_by integer,
        ended_at integer,
        undone_at integer,
        primary key (seller_id, id)
      ) strict, without rowid;

      create table product_import_row (
        seller_id integer not null,
        import_id integer not null,
        line integer not null,
        verdict text not null
          check (verdict in ('create', 'update', 'unchanged', 'error', 'joined')),
        offer_id text not null,
        title text not null,
        product_id integer,
        problems text not null default '',
        is_warned integer not null default 0,
        before text not null default '',
        version integer not null default 0,
        is_kept integer not null default 0,
        primary key (seller_id, import_id, line),
        foreign key (seller_id, import_id) references product_import (seller_id, id)
          on delete cascade
      ) strict, without rowid;
      create index import_row_failed on product_import_row (seller_id, import_id, line)
        where verdict = 'error';
      create index import_row_kept on product_import_row (seller_id, import_id, line)
        where is_kept = 1;
      """),
    Migration(
      "2026-11-28 imports: found by age",
      "create index import_by_age on product_import (created_at)"),
    Migration(
      "2026-11-28 imports: can be stopped",
      "alter table product_import add column stopped_at integer"),
    // Faulty is one that has ended with faults and of which nobody has taken care.
    Migration(
      "2026-11-28 imports: those with faults are a queue",
      """
      alter table product_import add column is_faulty integer not null default 0
        check (is_faulty in (0, 1));
      update product_import set is_faulty = 1
        where state in ('refused', 'failed') or state = 'done' and failed > 0;
      create index import_faulty on product_import (seller_id, id) where is_faulty = 1;
      insert into counter (seller_id, name, value)
        select seller_id, 'imports.faulty', count(*) from product_import where is_faulty = 1
        group by seller_id;
      """),
  ]
}
