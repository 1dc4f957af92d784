import SQL

enum WebhookSchema {
  static let migrations = [
    Migration(
      "2026-11-28 webhooks: create",
      """
      create table webhook (
        seller_id integer not null references seller (id),
        id integer not null,
        url text not null,
        -- Needed to sign with, so it can't be a digest.
        secret text not null,
        format text not null,
        -- Names of events with a blank around each.
        events text not null,
        state text not null check (state in ('on', 'off', 'failed', 'removed')),
        failing_since integer,
        last_at integer,
        last_status integer not null default 0,
        created_at integer not null,
        primary key (seller_id, id)
      ) strict, without rowid;

      create table webhook_delivery (
        seller_id integer not null,
        id integer not null,
        webhook_id integer not null,
        event text not null,
        body text not null,
        headers text not null default '',
        state text not null check (state in ('waiting', 'paused', 'delivered', 'failed')),
        attempts integer not null default 0,
        due_at integer not null,
        -- After that it is not tried again.
        until_at integer not null,
        created_at integer not null,
        tried_at integer,
        took_ms integer not null default 0,
        status integer not null default 0,
        answer text not null default '',
        error text not null default '',
        primary key (seller_id, id),
        foreign key (seller_id, webhook_id) references webhook (seller_id, id)
      ) strict, without rowid;
      create index webhook_delivery_of_webhook on webhook_delivery (seller_id, webhook_id, id);
      create index webhook_delivery_due on webhook_delivery (due_at) where state = 'waiting';
      create index webhook_delivery_by_age on webhook_delivery (created_at);
      """),
    Migration(
      "2026-11-28 webhooks: who listens to stock",
      """
      create index webhook_stocks on webhook (seller_id, created_at)
        where instr(events, ' TYPE_STOCKS_CHANGED ') > 0;
      """),
  ]
}
