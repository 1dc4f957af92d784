import SQL

/// Acts of hand-over: what a carrier's driver took, and what was not there after all.
enum ManifestSchema {
  static let migrations = [
    Migration(
      "2026-11-28 orders: hand-over acts and their cases",
      """
      create table manifest (
        seller_id integer not null references seller (id),
        id integer not null,
        warehouse_id integer not null,
        carrier_id integer not null references carrier (id),
        day integer not null,
        state text not null check (state in ('open', 'closed', 'accepted')),
        driver text not null default '',
        parcels integer not null default 0,
        weight_g integer not null default 0,
        on_time integer not null default 0,
        missing integer not null default 0,
        extra integer not null default 0,
        opened_at integer not null,
        opened_by integer,
        closed_at integer,
        closed_by integer,
        accepted_at integer,
        primary key (seller_id, id)
      ) strict, without rowid;
      create unique index manifest_open on manifest (seller_id, warehouse_id, carrier_id)
        where state = 'open';

      create table manifest_parcel (
        seller_id integer not null,
        manifest_id integer not null,
        posting_id integer not null,
        part integer not null,
        tracking_number text not null,
        weight_g integer not null,
        primary key (seller_id, manifest_id, posting_id, part),
        foreign key (seller_id, manifest_id) references manifest (seller_id, id),
        foreign key (seller_id, posting_id) references posting (seller_id, id)
      ) strict, without rowid;
      create index manifest_parcel_by_posting on manifest_parcel (seller_id, posting_id, part);

      create table manifest_difference (
        seller_id integer not null,
        manifest_id integer not null,
        position integer not null,
        kind text not null check (kind in ('missing', 'extra')),
        tracking_number text not null,
        posting_id integer,
        part integer,
        primary key (seller_id, manifest_id, position),
        foreign key (seller_id, manifest_id) references manifest (seller_id, id)
      ) strict, without rowid;

      create table handover_case (
        seller_id integer not null,
        id integer not null,
        manifest_id integer not null,
        posting_id integer,
        part integer,
        tracking_number text not null,
        kind text not null check (kind in ('missing', 'extra')),
        state text not null check (state in ('open', 'closed')),
        outcome text not null default '',
        note text not null default '',
        opened_at integer not null,
        closed_at integer,
        primary key (seller_id, id),
        foreign key (seller_id, manifest_id) references manifest (seller_id, id)
      ) strict, without rowid;
      create index handover_case_by_state on handover_case (seller_id, state, id);

      create trigger manifest_frozen before update on manifest
      when old.state = 'accepted' or old.state = 'closed' and (new.state <> 'accepted'
        or new.warehouse_id <> old.warehouse_id or new.carrier_id <> old.carrier_id
        or new.day <> old.day or new.driver <> old.driver or new.parcels <> old.parcels
        or new.weight_g <> old.weight_g or new.on_time <> old.on_time
        or new.closed_at is not old.closed_at or new.closed_by is not old.closed_by)
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      create trigger manifest_kept before delete on manifest when old.state <> 'open'
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      create trigger manifest_parcel_added before insert on manifest_parcel
      when (select state from manifest where seller_id = new.seller_id and id = new.manifest_id)
        <> 'open'
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      create trigger manifest_parcel_changed before update on manifest_parcel
      when (select state from manifest where seller_id = old.seller_id and id = old.manifest_id)
        <> 'open'
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      create trigger manifest_parcel_removed before delete on manifest_parcel
      when (select state from manifest where seller_id = old.seller_id and id = old.manifest_id)
        <> 'open'
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      create trigger manifest_difference_added before insert on manifest_difference
      when (select state from manifest where seller_id = new.seller_id and id = new.manifest_id)
        <> 'closed'
      begin select raise(abort, 'differences are noted when the act is accepted'); end;
      create trigger manifest_difference_changed before update on manifest_difference
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      create trigger manifest_difference_removed before delete on manifest_difference
      begin select raise(abort, 'a closed hand-over act is not changed'); end;
      """),
    Migration(
      "2026-11-28 orders: cargo places of hand-over acts",
      """
      alter table manifest add column containers integer not null default 0;
      create index manifest_by_day on manifest (seller_id, day, id);
      """),
    Migration(
      "2026-11-28 orders: open hand-over acts are counted",
      """
      insert into counter (seller_id, name, value)
        select seller_id, 'handover.acts', count(*) from manifest where state = 'open'
        group by seller_id;
      """),
  ]

  /// A posting's page would else read all cases of the shop.
  static let cases = Migration(
    "2026-11-29 orders: cases are found by their posting",
    """
    create index handover_case_of_posting on handover_case (seller_id, posting_id, state, kind);
    """)
}
