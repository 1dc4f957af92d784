import SQL

/// Deliveries to the shop's warehouses.
enum InboundSchema {
  /// What came is counted by bucket; `missing` will not come any more. More may come than was
  /// expected.
  static let deliveries = Migration(
    "2026-11-28 products: inbound deliveries",
    """
    create table inbound (
      seller_id integer not null,
      id integer not null,
      warehouse_id integer not null,
      supplier text not null default '',
      expected_on integer,
      state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
      created_at integer not null,
      created_by integer,
      closed_at integer,
      primary key (seller_id, id),
      foreign key (seller_id, warehouse_id) references warehouse (seller_id, id)
    ) strict, without rowid;

    create table inbound_line (
      seller_id integer not null,
      inbound_id integer not null,
      product_id integer not null,
      quantity integer not null check (quantity > 0),
      received integer not null default 0 check (received >= 0),
      quarantine integer not null default 0 check (quarantine >= 0),
      damaged integer not null default 0 check (damaged >= 0),
      missing integer not null default 0 check (missing >= 0),
      reason text not null default '',
      primary key (seller_id, inbound_id, product_id),
      foreign key (seller_id, inbound_id) references inbound (seller_id, id) on delete cascade,
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;
    create index inbound_of_product on inbound_line (seller_id, product_id, inbound_id);
    """)
}
