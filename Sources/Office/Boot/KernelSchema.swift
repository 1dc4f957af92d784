import SQL

/// Tables of the kernel. Those without a `seller_id` are the platform's own: they are read
/// before a shop is known (sign-in) or belong to no shop.
public enum KernelSchema {
  public static let migrations = [
    Migration(
      "2026-11-23 kernel: sellers, members, sessions, keys",
      """
      create table setting (
        name text primary key, value text not null
      ) strict, without rowid;

      create table seller (
        id integer primary key,
        name text not null,
        state text not null check (state in ('active', 'restricted', 'suspended')),
        currency text not null,
        time_zone text not null,
        country text not null default '',
        postcode text not null default '',
        city text not null default '',
        address text not null default '',
        source text unique,
        created_at integer not null
      ) strict;

      create table member (
        id integer primary key,
        email text not null unique,
        name text not null,
        password text,
        locale text,
        theme text not null default '' check (theme in ('', 'light', 'dark')),
        state text not null default 'active' check (state in ('active', 'blocked')),
        created_at integer not null
      ) strict;

      create table membership (
        member_id integer not null references member (id),
        shop integer not null default 0,
        role text not null,
        primary key (member_id, shop)
      ) strict, without rowid;

      create index membership_of_shop on membership (shop, member_id);

      create table session (
        hash blob primary key,
        member_id integer not null references member (id),
        shop integer not null,
        created_at integer not null,
        expires_at integer not null,
        address text not null,
        agent text not null
      ) strict, without rowid;
      create index session_of_member on session (member_id, created_at);
      create index session_by_expiry on session (expires_at);

      create table api_key (
        id integer primary key,
        hash blob not null unique,
        name text not null,
        scope text not null,
        created_at integer not null,
        revoked_at integer
      ) strict;

      create table idempotency (
        key_id integer not null,
        token text not null,
        request blob not null,
        status integer not null,
        body blob not null,
        created_at integer not null,
        primary key (key_id, token)
      ) strict, without rowid;
      create index idempotency_by_age on idempotency (created_at);

      create table counter (
        seller_id integer not null,
        name text not null,
        value integer not null check (value >= 0),
        primary key (seller_id, name)
      ) strict, without rowid;

      create table platform_counter (
        name text primary key,
        value integer not null check (value >= 0)
      ) strict, without rowid;
      """),
    Migration(
      "2026-11-28 kernel: single keys can be switched off",
      """
      alter table member
        add column keys_off integer not null default 0 check (keys_off in (0, 1));
      """),
    Migration(
      "2026-11-28 kernel: keys of carriers",
      """
      alter table api_key add column subject integer not null default 0;
      create index api_key_of_subject on api_key (scope, subject, id) where subject > 0;
      """),
    Migration(
      "2026-11-29 kernel: answers lie in the order they were given",
      // Keys of callers are random. Only their index is in that order: with the answers in it each
      // order changed three pages more.
      """
      alter table idempotency rename to moved;
      create table idempotency (
        id integer primary key,
        key_id integer not null,
        token text not null,
        request blob not null,
        status integer not null,
        body blob not null,
        created_at integer not null
      ) strict;
      insert into idempotency (key_id, token, request, status, body, created_at)
        select key_id, token, request, status, body, created_at from moved order by created_at;
      drop table moved;
      create unique index idempotency_by_token on idempotency (key_id, token);
      create index idempotency_by_age on idempotency (created_at);
      """),
  ]
}
