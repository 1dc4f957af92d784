import SQL

/// What people were told of, what they chose to be told, and the mails that told them.
enum NoticesSchema {
  static let migrations = [
    Migration(
      "2026-11-28 notices: create",
      """
      create table notice (
        seller_id integer not null references seller (id),
        member_id integer not null references member (id),
        id integer not null,
        kind text not null,
        object text not null,
        object_id integer not null,
        path text not null,
        details text not null,
        at integer not null,
        read_at integer,
        primary key (seller_id, member_id, id)
      ) strict, without rowid;
      create index notice_unread on notice (seller_id, member_id, id) where read_at is null;
      create index notice_of_kind on notice (seller_id, member_id, kind, id);
      create index notice_by_age on notice (at);

      create table notice_choice (
        seller_id integer not null references seller (id),
        kind text not null,
        member_id integer not null references member (id),
        channels integer not null,
        primary key (seller_id, kind, member_id)
      ) strict, without rowid;
      create index notice_choice_of_member on notice_choice (seller_id, member_id);

      -- Minutes after midnight of the person's own clock.
      create table quiet_hours (
        seller_id integer not null references seller (id),
        member_id integer not null references member (id),
        from_minute integer not null check (from_minute between 0 and 1439),
        to_minute integer not null check (to_minute between 0 and 1439),
        time_zone text not null,
        primary key (seller_id, member_id)
      ) strict, without rowid;

      -- Notices whose mail waits for the end of quiet hours.
      create table notice_held (
        seller_id integer not null references seller (id),
        member_id integer not null references member (id),
        id integer not null,
        kind text not null,
        path text not null,
        details text not null,
        at integer not null,
        primary key (seller_id, member_id, id)
      ) strict, without rowid;

      -- The mails of notices. Whether one has left is said by its job, which is gone by then.
      create table notice_delivery (
        seller_id integer not null references seller (id),
        id integer not null,
        member_id integer not null references member (id),
        kind text not null,
        path text not null,
        details text not null,
        address text not null,
        job integer not null,
        at integer not null,
        bounced_at integer,
        reason text not null default '',
        primary key (seller_id, id)
      ) strict, without rowid;
      create index notice_delivery_of_member on notice_delivery (seller_id, member_id, id);
      create unique index notice_delivery_by_id on notice_delivery (id);
      create index notice_delivery_by_age on notice_delivery (at);

      -- Where people can be reached; slot 1 is the address they sign in with.
      create table contact (
        member_id integer not null references member (id),
        slot integer not null check (slot in (1, 2)),
        address text not null,
        verified_at integer,
        asked_at integer,
        bounced_at integer,
        reason text not null default '',
        primary key (member_id, slot)
      ) strict, without rowid;
      create index contact_by_age on contact (verified_at) where verified_at is not null;
      create index contact_by_address on contact (address);

      create table contact_check (
        hash blob primary key,
        member_id integer not null references member (id),
        slot integer not null,
        address text not null,
        expires_at integer not null
      ) strict, without rowid;
      create index contact_check_by_age on contact_check (expires_at);
      """),
    Migration(
      "2026-11-28 notices: checks of a person",
      "create index contact_check_of_member on contact_check (member_id, slot);"),
  ]
}
