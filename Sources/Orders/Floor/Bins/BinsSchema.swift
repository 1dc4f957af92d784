import SQL

/// Tables of the warehouse floor: where goods lie and how they want to be handled.
enum BinsSchema {
  static let migrations = [
    Migration(
      "2026-11-28 orders: bins and handling classes",
      """
      create table handling_class (
        seller_id integer not null,
        product_id integer not null,
        class text not null
          check (class in ('fragile', 'liquid', 'battery', 'cold', 'oversize', 'marked')),
        primary key (seller_id, product_id)
      ) strict, without rowid;

      create view product_handling as
        select seller_id, product_id, class from handling_class;

      create table floor_bin (
        seller_id integer not null,
        warehouse_id integer not null,
        product_id integer not null,
        bin text not null,
        spare text not null,
        zone text not null,
        path text not null,
        primary key (seller_id, warehouse_id, product_id)
      ) strict, without rowid;
      create index floor_bin_by_path on floor_bin (seller_id, warehouse_id, path, product_id);
      create index floor_bin_by_zone on floor_bin (seller_id, warehouse_id, zone);

      create table count_note (
        seller_id integer not null,
        id integer not null,
        warehouse_id integer not null,
        product_id integer not null,
        bin text not null,
        pieces integer not null check (pieces > 0),
        at integer not null,
        member_id integer,
        done_at integer,
        primary key (seller_id, id)
      ) strict, without rowid;
      create index count_note_open on count_note (seller_id, warehouse_id, id)
        where done_at is null;
      """)
  ]
}
