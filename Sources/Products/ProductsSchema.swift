import SQL

/// Tables of goods. Those without a `seller_id` belong to the platform.
enum ProductsSchema {
  static let migrations =
    [
      categories, goods, stock, moderation, CategoryDictionaries.migration, CategoryTree.migration,
      search, ledger, promises,
    ] + PricesSchema.migrations + AppealsSchema.migrations + CertificatesSchema.migrations
    + DuplicatesSchema.migrations + SellerAPISchema.migrations + ImportsSchema.migrations
    + [ProductSearch.migration] + CategoriesSchema.migrations + FeesSchema.migrations
    + VariantsSchema.migrations + StockSchema.migrations + [cards]
    + ProductListSchema.migrations + LedgerSchema.migrations + ShelfSchema.migrations
    + PushSchema.migrations + [ProductSearch.plain]

  /// What other features know of goods and warehouses: read, never written. Sizes are those of
  /// the live version, in millimetres, and null where it does not say.
  private static let cards = Migration(
    "2026-11-28 products: published cards",
    """
    create view product_card as
      select p.seller_id, p.id as product_id, p.offer_id, p.barcode, p.title, p.picture,
        p.category_id, p.weight as weight_g, r.length as length_mm, r.width as width_mm,
        r.height as height_mm
      from product p
        left join product_revision r on r.seller_id = p.seller_id and r.id = p.live_revision;
    create view warehouse_card as
      select seller_id, id as warehouse_id, name, address, time_zone, is_default, closed_at
      from warehouse;
    """)

  private static let categories = Migration(
    "2026-11-23 products: categories",
    """
    create table category (
      id integer primary key,
      parent integer references category (id),
      position integer not null,
      name_en text not null,
      name_ru text not null,
      name_zh text not null,
      commission integer not null check (commission between 0 and 10000),
      attributes text not null default '[]'
    ) strict;
    create index category_by_parent on category (parent, position);

    create table dictionary (
      key text primary key,
      options text not null
    ) strict, without rowid;
    """)

  /// `blockers`, `state` and `stock_level` are computed: nothing can store a state that the row
  /// does not have. `title`, `picture`, `category_id` and `weight` repeat the live content, or
  /// the newest where nothing is live, so that a list reads one table.
  private static let goods = Migration(
    "2026-11-23 products: listings and their versions",
    """
    create table product (
      seller_id integer not null references seller (id),
      id integer not null,
      version integer not null default 1,
      category_id integer not null references category (id),
      title text not null default '',
      picture text not null default '',
      weight integer not null default 0 check (weight >= 0),
      offer_id text,
      barcode text,
      price integer constraint price_positive check (price > 0),
      price_before integer constraint before_above check (price_before > price),
      price_min integer check (price_min > 0),
      cost integer check (cost >= 0),
      low_stock integer not null default 0 check (low_stock >= 0),
      available integer not null default 0 check (available >= 0),
      is_hidden integer not null default 0 check (is_hidden in (0, 1)),
      is_archived integer not null default 0 check (is_archived in (0, 1)),
      live_revision integer,
      open_revision integer,
      pending text not null check (pending in ('none', 'draft', 'review', 'fixes')),
      created_at integer not null,
      updated_at integer not null,
      updated_by integer,
      blockers integer not null as (
        (live_revision is null) * 1 + (price is null) * 2 + (available = 0) * 4
        + is_hidden * 8 + is_archived * 16) virtual,
      state text not null as (
        case when is_archived then 'archived' when live_revision is null then 'new'
        when is_hidden then 'hidden' when price is not null and available > 0 then 'onsale'
        else 'ready' end) virtual,
      stock_level text not null as (
        case when available = 0 then 'none' when available <= low_stock then 'low'
        else 'ok' end) virtual,
      primary key (seller_id, id),
      constraint offer_id unique (seller_id, offer_id),
      constraint barcode unique (seller_id, barcode)
    ) strict, without rowid;
    create index product_by_state on product (seller_id, state, id);
    create index product_by_pending on product (seller_id, pending, id);
    create index product_by_category on product (seller_id, category_id, id);
    create index product_by_stock on product (seller_id, stock_level, id);
    create index product_buyable on product (blockers, id);

    create table product_revision (
      seller_id integer not null,
      id integer not null,
      product_id integer not null,
      number integer not null,
      state text not null check (state in
        ('draft', 'submitted', 'approved', 'changes', 'rejected', 'superseded')),
      answers integer,
      category_id integer not null references category (id),
      title text not null,
      description text not null,
      brand text not null,
      weight integer check (weight > 0),
      length integer check (length > 0),
      width integer check (width > 0),
      height integer check (height > 0),
      attributes text not null,
      message text not null default '',
      created_at integer not null,
      created_by integer,
      submitted_at integer,
      decided_at integer,
      decided_by integer,
      primary key (seller_id, id),
      constraint revision_number unique (seller_id, product_id, number),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;

    create table product_image (
      seller_id integer not null,
      revision_id integer not null,
      position integer not null,
      name text not null,
      width integer not null,
      height integer not null,
      alt text not null,
      primary key (seller_id, revision_id, position),
      foreign key (seller_id, revision_id) references product_revision (seller_id, id)
        on delete cascade
    ) strict, without rowid;
    create index product_image_by_name on product_image (name);

    create table revision_reason (
      seller_id integer not null,
      revision_id integer not null,
      field text not null,
      code text not null,
      primary key (seller_id, revision_id, field, code),
      foreign key (seller_id, revision_id) references product_revision (seller_id, id)
        on delete cascade
    ) strict, without rowid;

    create virtual table product_search using fts5 (
      seller_id unindexed, words, tokenize = 'trigram');
    """)

  private static let stock = Migration(
    "2026-11-23 products: warehouses, stock and its ledger",
    """
    create table warehouse (
      seller_id integer not null references seller (id),
      id integer not null,
      name text not null,
      primary key (seller_id, id)
    ) strict, without rowid;

    create table stock (
      seller_id integer not null,
      product_id integer not null,
      warehouse_id integer not null,
      on_hand integer not null default 0,
      reserved integer not null default 0 constraint stock_reserved check (reserved >= 0),
      constraint stock_enough check (on_hand >= reserved),
      primary key (seller_id, product_id, warehouse_id),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade,
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
    ) strict, without rowid;

    create table stock_movement (
      seller_id integer not null,
      id integer not null,
      product_id integer not null,
      warehouse_id integer not null,
      reason text not null,
      on_hand integer not null,
      reserved integer not null,
      posting_id integer,
      note text not null default '',
      at integer not null,
      member_id integer,
      primary key (seller_id, id),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade,
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
    ) strict, without rowid;
    create index movement_of_product on stock_movement (seller_id, product_id, id);
    """)

  /// One row per submitted version. It belongs to the platform: a moderator sees all shops. What
  /// the queue shows is kept in the row; `shop` is the seller.
  private static let moderation = Migration(
    "2026-11-23 products: moderation",
    """
    create table moderation_item (
      id integer primary key,
      shop integer not null references seller (id),
      product integer not null,
      revision integer not null,
      number integer not null,
      is_update integer not null check (is_update in (0, 1)),
      title text not null,
      picture text not null,
      category_id integer not null references category (id),
      submitted_at integer not null,
      state text not null default 'open'
        check (state in ('open', 'approved', 'changes', 'rejected', 'withdrawn')),
      claimed_by integer references member (id),
      lease_until integer,
      decided_at integer,
      decided_by integer references member (id)
    ) strict;
    create index moderation_queue on moderation_item (state, submitted_at, id);
    create index moderation_of_revision on moderation_item (revision);

    create table moderation_record (
      shop integer primary key references seller (id),
      approved integer not null default 0,
      changes integer not null default 0,
      rejected integer not null default 0
    ) strict;
    """)

  /// The rows are numbered as `SearchPlace` says. `columnsize` would serve a ranking that no
  /// list asks for.
  private static let search = Migration(
    "2026-11-24 products: the words of a shop lie together",
    """
    create temp table moved as select rowid as place, seller_id, words from product_search;
    drop table product_search;
    create virtual table product_search using fts5 (
      seller_id unindexed, words, tokenize = 'trigram', columnsize = 0);
    insert into product_search (rowid, seller_id, words)
      select ((seller_id % 1021) << 53) | place, seller_id, words from moved
      where place < 9007199254740992;
    drop table moved;
    """, formerly: "1025ed8e28b67fc4")

  /// A product's movements lie together, so that a booking writes one page instead of two.
  private static let ledger = Migration(
    "2026-11-28 products: the ledger of a product lies together",
    """
    create temp table moved as select * from stock_movement;
    drop table stock_movement;
    create table stock_movement (
      seller_id integer not null,
      product_id integer not null,
      id integer not null,
      warehouse_id integer not null,
      reason text not null,
      on_hand integer not null,
      reserved integer not null,
      posting_id integer,
      note text not null default '',
      at integer not null,
      member_id integer,
      primary key (seller_id, product_id, id),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade,
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
    ) strict, without rowid;
    insert into stock_movement (seller_id, product_id, id, warehouse_id, reason, on_hand, reserved,
      posting_id, note, at, member_id)
      select seller_id, product_id, id, warehouse_id, reason, on_hand, reserved, posting_id, note,
        at, member_id
      from moved order by seller_id, product_id, id;
    drop table moved;
    """, formerly: "bd94c0c89db1ee61")

  /// The answers promised to sellers are found by kind: an update is due sooner than a product.
  private static let promises = Migration(
    "2026-11-28 products: the queue by what was promised",
    """
    create index moderation_promised on moderation_item (state, is_update, submitted_at);
    """)
}
