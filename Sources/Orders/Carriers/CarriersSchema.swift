import SQL

/// What carriers offer: the platform's tables, the same for every shop.
enum CarriersSchema {
  static let migrations = [
    Migration("2026-11-28 orders: services, zones and prices of carriers", offers),
    Migration("2026-11-28 orders: the first carriers' prices", prices),
    Migration("2026-11-28 orders: services and rules of shops", rules),
    Migration("2026-11-28 orders: measured parcels and their lines", parcels),
  ]

  // Weights are grams, lengths millimetres, money minor units; a limit of 0 is none. `areas` has
  // an area a line, `steps` pairs of grams and price, `forbidden` classes parted by blanks.
  private static let offers = """
    alter table carrier add column is_active integer not null default 1;
    alter table carrier add column stuck_days integer not null default 5;

    create table carrier_service (
      id integer primary key,
      carrier_id integer not null references carrier (id),
      name text not null,
      currency text not null,
      divisor integer not null check (divisor >= 0),
      max_weight_g integer not null check (max_weight_g >= 0),
      max_length_mm integer not null check (max_length_mm >= 0),
      max_width_mm integer not null check (max_width_mm >= 0),
      max_height_mm integer not null check (max_height_mm >= 0),
      max_girth_mm integer not null check (max_girth_mm >= 0),
      forbidden text not null default '',
      cut_off integer not null default 1080 check (cut_off between 0 and 1440),
      pickup_days integer not null default 127 check (pickup_days between 1 and 127),
      opens_on integer not null default 0,
      is_active integer not null default 1
    ) strict;
    create index carrier_service_by_carrier on carrier_service (carrier_id, id);

    create table carrier_zone (
      id integer primary key,
      carrier_id integer not null references carrier (id),
      name text not null,
      areas text not null
    ) strict;
    create index carrier_zone_by_carrier on carrier_zone (carrier_id, id);

    create table carrier_rate (
      service_id integer not null references carrier_service (id),
      zone_id integer not null references carrier_zone (id),
      transit_min integer not null check (transit_min >= 0),
      transit_max integer not null check (transit_max >= transit_min),
      steps text not null,
      per_kg integer not null check (per_kg >= 0),
      primary key (service_id, zone_id)
    ) strict, without rowid;
    create index carrier_rate_by_zone on carrier_rate (zone_id, service_id);
    """

  private static let prices = """
    insert into carrier_service (id, carrier_id, name, currency, divisor, max_weight_g,
      max_length_mm, max_width_mm, max_height_mm, max_girth_mm, forbidden, cut_off, pickup_days,
      opens_on) values
      (1, 1, 'Standard', 'RUB', 5000, 30000, 1500, 800, 800, 3000, '', 1080, 63, 1),
      (2, 2, 'Standard', 'RUB', 5000, 20000, 1200, 600, 600, 2400, 'battery', 1020, 31, 1),
      (3, 3, 'Parcel', 'RUB', 5000, 15000, 1000, 600, 600, 2200, 'liquid cold', 960, 63, 1),
      (4, 4, 'Express', 'RUB', 4000, 15000, 1000, 700, 700, 2500, 'battery', 840, 31, 1),
      (5, 5, 'Registered', 'RUB', 0, 20000, 1050, 1050, 1050, 2000, 'liquid battery cold', 1020,
        63, 1),
      (6, 1, 'Express', 'RUB', 4000, 15000, 1000, 800, 800, 2600, 'battery', 840, 31, 0);

    insert into carrier_zone (id, carrier_id, name, areas) values
      (1, 1, 'Z1', 'RU 10
    RU 11
    RU 12
    RU 14'), (2, 1, 'Z2', 'RU'), (3, 1, 'Z3', '*'),
      (4, 2, 'Z1', 'RU 1'), (5, 2, 'Z2', 'RU'),
      (6, 3, 'Z1', 'RU 1
    RU 4'), (7, 3, 'Z2', 'RU'), (8, 3, 'Z3', 'BY
    KZ'),
      (9, 4, 'Z1', 'RU 10
    RU 11
    RU 12'), (10, 4, 'Z2', 'RU 19
    RU 42
    RU 62'),
      (11, 5, 'Z1', 'RU'), (12, 5, 'Z2', '*');

    insert into carrier_rate (service_id, zone_id, transit_min, transit_max, steps, per_kg) values
      (1, 1, 1, 2, '[[500,14900],[1000,17900],[3000,22900],[5000,28900],[10000,42900]]', 3900),
      (1, 2, 3, 6, '[[500,22900],[1000,26900],[3000,36900],[5000,47900],[10000,75900]]', 7900),
      (1, 3, 8, 20, '[[500,89000],[1000,119000],[2000,169000]]', 59000),
      (6, 1, 1, 1, '[[500,29900],[1000,34900],[3000,44900],[5000,56900]]', 9900),
      (6, 2, 2, 3, '[[500,49900],[1000,59900],[3000,84900],[5000,119900]]', 17900),
      (2, 4, 2, 3, '[[500,13900],[1000,16900],[3000,21900],[5000,27900],[10000,39900]]', 3700),
      (2, 5, 4, 8, '[[500,19900],[1000,24900],[3000,33900],[5000,44900],[10000,69900]]', 7400),
      (3, 6, 2, 4, '[[1000,15900],[3000,19900],[5000,25900],[10000,36900],[15000,49900]]', 0),
      (3, 7, 4, 9, '[[1000,23900],[3000,32900],[5000,42900],[10000,64900],[15000,89900]]', 0),
      (3, 8, 6, 12, '[[1000,49900],[3000,69900],[5000,99900]]', 17900),
      (4, 9, 1, 1, '[[500,34900],[1000,39900],[3000,54900],[5000,69900]]', 11900),
      (4, 10, 2, 2, '[[500,54900],[1000,64900],[3000,92900],[5000,129900]]', 19900),
      (5, 11, 5, 12, '[[100,9900],[500,16900],[1000,21900],[2000,29900],[5000,46900]]', 7900),
      (5, 12, 10, 30, '[[100,34900],[250,49900],[500,79900],[1000,139900],[2000,229900]]', 99000);
    """

  // A shop has a service by the carrier's word (`opens_on`) unless it said otherwise.
  private static let rules = """
    create table shop_service (
      seller_id integer not null references seller (id),
      service_id integer not null references carrier_service (id),
      is_on integer not null,
      primary key (seller_id, service_id)
    ) strict, without rowid;

    create table shop_shipping (
      seller_id integer not null primary key references seller (id),
      default_service_id integer not null references carrier_service (id)
    ) strict, without rowid;

    create table shipping_rule (
      seller_id integer not null references seller (id),
      id integer not null,
      position integer not null,
      name text not null,
      service_id integer not null references carrier_service (id),
      is_on integer not null default 1,
      areas text not null default '',
      min_weight_g integer,
      max_weight_g integer,
      max_side_mm integer,
      min_value integer,
      max_value integer,
      class text not null default '',
      max_days integer,
      warehouse_id integer,
      created_at integer not null,
      primary key (seller_id, id)
    ) strict, without rowid;
    create index shipping_rule_by_position on shipping_rule (seller_id, position, id);
    """

  // `watch_at` is when somebody has to look whether the parcel is stuck or late; `trouble` is
  // 1 for stuck, 2 for late.
  private static let parcels = """
    alter table parcel add column service_id integer;
    alter table parcel add column length_mm integer;
    alter table parcel add column width_mm integer;
    alter table parcel add column height_mm integer;
    alter table parcel add column zone_id integer;
    alter table parcel add column price_minor integer;
    alter table parcel add column currency text;
    alter table parcel add column promised_at integer;
    alter table parcel add column status text;
    alter table parcel add column event_at integer;
    alter table parcel add column watch_at integer;
    alter table parcel add column trouble integer not null default 0;
    alter table parcel add column manifest_id integer;
    create index parcel_to_watch on parcel (watch_at) where watch_at is not null;
    create index parcel_in_trouble on parcel (seller_id, trouble, posting_id, part)
      where trouble > 0;

    create table parcel_line (
      seller_id integer not null,
      posting_id integer not null,
      part integer not null,
      line integer not null,
      quantity integer not null check (quantity > 0),
      primary key (seller_id, posting_id, part, line),
      foreign key (seller_id, posting_id, part) references parcel (seller_id, posting_id, part)
        on delete cascade,
      foreign key (seller_id, posting_id, line)
        references posting_line (seller_id, posting_id, line)
    ) strict, without rowid;
    create index parcel_line_by_line on parcel_line (seller_id, posting_id, line, part);

    create table shipping_choice (
      seller_id integer not null,
      posting_id integer not null,
      proposed_id integer not null,
      rule_id integer,
      service_id integer not null,
      reason text not null default '',
      primary key (seller_id, posting_id),
      foreign key (seller_id, posting_id) references posting (seller_id, id)
    ) strict, without rowid;
    """
}
