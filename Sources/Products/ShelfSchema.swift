import SQL

/// What lists of goods are filtered and sorted by, in rows a third as wide as a product's.
enum ShelfSchema {
  static let migrations = [shelf]

  /// `product_shelf` is where `available` is kept; all else of it repeats the product's row. The
  /// triggers keep both in step, whoever writes: `product` has only the bit whether there are free
  /// pieces, so that a change of stock leaves it alone unless the product sells out or is there
  /// again. A virtual column never makes an index covering: hence the stored ones. The four orders
  /// have all that filters ask for in their indices; these say how SQLite finds a filter's rows
  /// where few fit.
  private static let shelf = Migration(
    "2026-11-28 products: the shelf, by which lists are found",
    """
    create table product_shelf (
      seller_id integer not null,
      id integer not null,
      available integer not null default 0 check (available >= 0),
      low_stock integer not null,
      alert_at integer not null,
      is_alerted integer not null,
      stock_level text not null,
      state text not null,
      pending text not null,
      category_id integer not null,
      brand text not null collate nocase,
      price_key integer not null,
      updated_at integer not null,
      name_key text not null,
      primary key (seller_id, id),
      foreign key (seller_id, id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;
    insert into product_shelf (seller_id, id, available, low_stock, alert_at, is_alerted,
      stock_level, state, pending, category_id, brand, price_key, updated_at, name_key)
      select seller_id, id, available, low_stock, max(low_stock, cover_stock),
        alerted_at is not null, stock_level, state, pending, category_id, brand, price_key,
        updated_at, name_key
      from product;

    drop index product_by_state;
    drop index product_by_pending;
    drop index product_by_category;
    drop index product_by_stock;
    drop index product_buyable;
    drop index product_by_change;
    drop index product_by_name;
    drop index product_by_price;
    drop index product_by_available;
    drop index product_by_brand;
    alter table product drop column stock_level;
    alter table product drop column blockers;
    alter table product drop column state;
    alter table product add column in_stock integer not null default 0 check (in_stock in (0, 1));
    update product set in_stock = 1 where available > 0;
    alter table product drop column available;
    alter table product add column blockers integer not null as (
      (live_revision is null) * 1 + (price is null) * 2 + (not in_stock) * 4
      + is_hidden * 8 + is_archived * 16 + (suspended <> '') * 32) virtual;
    alter table product add column state text not null as (
      case when is_archived then 'archived' when live_revision is null then 'new'
      when suspended <> '' then 'suspended' when is_hidden then 'hidden'
      when price is not null and in_stock then 'onsale' else 'ready' end) virtual;
    create index product_buyable on product (blockers, id);
    create index product_empty on product (seller_id, id) where in_stock = 0;

    create index shelf_by_state on product_shelf (seller_id, state, id);
    create index shelf_by_pending on product_shelf (seller_id, pending, id);
    create index shelf_by_category on product_shelf (seller_id, category_id, id);
    create index shelf_by_level on product_shelf (seller_id, stock_level, id);
    create index shelf_by_brand on product_shelf (seller_id, brand, id);
    create index shelf_by_change on product_shelf (seller_id, updated_at, id, state, pending,
      stock_level, category_id, brand, price_key);
    create index shelf_by_name on product_shelf (seller_id, name_key, id, state, pending,
      stock_level, category_id, brand, price_key);
    create index shelf_by_price on product_shelf (seller_id, price_key, id, state, pending,
      stock_level, category_id, brand);
    create index shelf_by_available on product_shelf (seller_id, available, id, state, pending,
      stock_level, category_id, brand, price_key);

    create trigger product_shelved after insert on product begin
      insert into product_shelf (seller_id, id, low_stock, alert_at, is_alerted, stock_level, state,
        pending, category_id, brand, price_key, updated_at, name_key)
        values (new.seller_id, new.id, new.low_stock, max(new.low_stock, new.cover_stock),
          new.alerted_at is not null, 'none', new.state, new.pending, new.category_id, new.brand,
          new.price_key, new.updated_at, new.name_key);
    end;
    create trigger product_restated after update on product
      when new.state <> old.state or new.pending <> old.pending
        or new.category_id <> old.category_id or new.brand <> old.brand collate binary
        or new.price_key <> old.price_key
    begin
      update product_shelf set state = new.state, pending = new.pending,
        category_id = new.category_id, brand = new.brand, price_key = new.price_key,
        stock_level = case when available = 0 then 'none' when available <= low_stock then 'low'
          else 'ok' end
        where seller_id = new.seller_id and id = new.id;
    end;
    create trigger product_renamed after update of title on product
      when new.name_key <> old.name_key
    begin
      update product_shelf set name_key = new.name_key
        where seller_id = new.seller_id and id = new.id;
    end;
    create trigger product_changed after update of updated_at on product
      when new.updated_at <> old.updated_at
    begin
      update product_shelf set updated_at = new.updated_at
        where seller_id = new.seller_id and id = new.id;
    end;
    create trigger product_watched after update of low_stock, cover_stock, alerted_at on product
      when new.low_stock <> old.low_stock or new.cover_stock <> old.cover_stock
        or (new.alerted_at is null) <> (old.alerted_at is null)
    begin
      update product_shelf set low_stock = new.low_stock,
        alert_at = max(new.low_stock, new.cover_stock), is_alerted = new.alerted_at is not null
        where seller_id = new.seller_id and id = new.id;
    end;
    create trigger product_levelled after update of available, low_stock on product_shelf
      when new.stock_level <> case when new.available = 0 then 'none'
        when new.available <= new.low_stock then 'low' else 'ok' end
    begin
      update product set in_stock = new.available > 0
        where seller_id = new.seller_id and id = new.id and in_stock <> (new.available > 0);
      update product_shelf set stock_level = case when available = 0 then 'none'
          when available <= low_stock then 'low' else 'ok' end
        where seller_id = new.seller_id and id = new.id
          and stock_level <> case when available = 0 then 'none' when available <= low_stock
            then 'low' else 'ok' end;
    end;
    """)
}
