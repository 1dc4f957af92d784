import SQL

/// The ledger of stock as it is written most: a call of the Seller API books 100 products.
enum LedgerSchema {
  static let migrations = [appended]

  /// Entries lie in the order of their making, so that those of one call share their pages; each
  /// knows the one before it of the same product in the same warehouse, and `stock` the last. An
  /// index by product would cost nearly a page for each entry. Every 64th entry is marked: a reader
  /// far back in the ledger begins at a mark.
  private static let appended = Migration(
    "2026-11-28 products: the ledger is written at its end",
    """
    create temp table moved as select *,
      lag(id) over (partition by seller_id, product_id, warehouse_id order by id) as previous,
      row_number() over (partition by seller_id, product_id, warehouse_id order by id) as n
      from stock_movement;
    drop table stock_movement;
    create table stock_movement (
      seller_id integer not null,
      id integer not null,
      product_id integer not null,
      warehouse_id integer not null,
      previous integer,
      reason text not null,
      on_hand integer not null,
      reserved integer not null,
      inbound integer not null default 0,
      quarantine integer not null default 0,
      damaged integer not null default 0,
      posting_id integer,
      note text not null default '',
      at integer not null,
      member_id integer,
      primary key (seller_id, id),
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
    ) strict, without rowid;
    insert into stock_movement (seller_id, id, product_id, warehouse_id, previous, reason, on_hand,
      reserved, inbound, quarantine, damaged, posting_id, note, at, member_id)
      select seller_id, id, product_id, warehouse_id, previous, reason, on_hand, reserved, inbound,
        quarantine, damaged, posting_id, note, at, member_id
      from moved order by seller_id, id;

    alter table stock add column last_move integer;
    alter table stock add column moves integer not null default 0;
    update stock set last_move = m.last, moves = m.count
      from (select seller_id, product_id, warehouse_id, max(id) as last, count(*) as count
        from moved group by seller_id, product_id, warehouse_id) m
      where m.seller_id = stock.seller_id and m.product_id = stock.product_id
        and m.warehouse_id = stock.warehouse_id;

    create table stock_mark (
      seller_id integer not null,
      product_id integer not null,
      warehouse_id integer not null,
      movement_id integer not null,
      primary key (seller_id, product_id, warehouse_id, movement_id),
      foreign key (seller_id, product_id, warehouse_id)
        references stock (seller_id, product_id, warehouse_id) on delete cascade
    ) strict, without rowid;
    insert into stock_mark (seller_id, product_id, warehouse_id, movement_id)
      select seller_id, product_id, warehouse_id, id from moved m where n % 64 = 0 and exists (
        select 1 from stock s where s.seller_id = m.seller_id and s.product_id = m.product_id
          and s.warehouse_id = m.warehouse_id);
    create trigger stock_marked after update of moves on stock when new.moves / 64 > old.moves / 64
    begin
      insert into stock_mark (seller_id, product_id, warehouse_id, movement_id)
        values (new.seller_id, new.product_id, new.warehouse_id, new.last_move);
    end;
    drop table moved;
    """)
}
