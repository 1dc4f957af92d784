import SQL

/// What sellers' programs are still to be told of goods.
enum PushSchema {
  // The row of a product is written only where a program of its shop listens, so a shop without one
  // pays a look into an empty range. Of stock nothing is written at all: the ledger is the record,
  // and a shop that listens has a mark in it.
  static let migrations = [
    Migration(
      "2026-11-28 products: pushes of items and stock",
      """
      create table item_push (
        seller_id integer not null,
        product_id integer not null,
        changed_at integer not null,
        primary key (seller_id, product_id)
      ) strict, without rowid;
      create table stock_push (
        seller_id integer not null primary key references seller (id),
        last_move integer not null
      ) strict, without rowid;

      create trigger product_made_push after insert on product
        when exists (select 1 from webhook w where w.seller_id = new.seller_id
          and w.state = 'on' and instr(w.events, ' TYPE_CREATE_OR_UPDATE_ITEM ') > 0)
      begin
        insert into item_push (seller_id, product_id, changed_at)
          values (new.seller_id, new.id, new.updated_at)
          on conflict (seller_id, product_id) do update set changed_at = excluded.changed_at;
      end;
      create trigger product_changed_push after update of updated_at on product
        when exists (select 1 from webhook w where w.seller_id = new.seller_id
          and w.state = 'on' and instr(w.events, ' TYPE_CREATE_OR_UPDATE_ITEM ') > 0)
      begin
        insert into item_push (seller_id, product_id, changed_at)
          values (new.seller_id, new.id, new.updated_at)
          on conflict (seller_id, product_id) do update set changed_at = excluded.changed_at;
      end;
      """)
  ]
}
