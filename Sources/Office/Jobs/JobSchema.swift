import SQL

/// The platform's table of jobs. `shop` is no `seller_id`: the runner reads all jobs.
public enum JobSchema {
  public static let migrations = [
    Migration(
      "2026-11-23 jobs: create",
      """
      create table job (
        id integer primary key,
        kind text not null,
        -- At most one waiting job for a kind and key: timers and periodic work.
        key text,
        shop integer,
        payload text not null,
        -- When somebody has to look at it next: the moment wanted, the end of the lease of the
        -- runner that has it, or the next try.
        run_at integer not null,
        lease_until integer,
        attempts integer not null default 0,
        error text not null default '',
        dead integer not null default 0 check (dead in (0, 1)),
        created_at integer not null
      ) strict;
      create index job_due on job (run_at) where dead = 0;
      create index job_dead on job (id) where dead = 1;
      create unique index job_by_key on job (kind, key) where key is not null;
      """)
  ]
}
