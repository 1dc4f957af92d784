import Commerce
import SQL

enum JobSQL {
  static let insert = Command(
    """
    insert into main.job (id, kind, key, shop, payload, run_at, created_at)
    values (?, ?, ?, ?, ?, ?, ?)
    """)

  // A job that is just being done becomes a new one: its runner's token no longer fits. So it takes
  // the new number too, or the token would fit again once somebody has claimed it.
  static let insertKeyed = Command(
    """
    insert into main.job (id, kind, key, shop, payload, run_at, created_at)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (kind, key) where key is not null do update set id = excluded.id,
      shop = excluded.shop, payload = excluded.payload, run_at = excluded.run_at,
      lease_until = null, attempts = 0, error = '', dead = 0
    """)

  static let cancel = Command("delete from main.job where kind = ? and key = ?")

  static let next = Query<Int64>(
    "select run_at from job where dead = 0 order by run_at limit 1")

  static let due = Query(
    "select id, kind, attempts from job where dead = 0 and run_at <= ? order by run_at limit ?"
  ) { (id: Int64, kind: String, attempts: Int) in (id: id, kind: kind, attempts: attempts) }

  static let claim = Query<Job>(
    """
    update main.job set attempts = attempts + 1, lease_until = ?1, run_at = ?1 where id = ?2
    returning id, kind, shop, payload, attempts
    """
  ) { (id: Int64, kind: String, shop: Int64?, payload: String, attempt: Int) in
    Job(id: ID(raw: id), kind: kind, shop: shop, payload: payload, attempt: attempt)
  }

  static let end = Command("delete from main.job where id = ? and attempts = ?")

  static let postpone = Command(
    """
    update main.job set run_at = ?, lease_until = null, error = ? where id = ? and attempts = ?
    """)

  static let bury = Command(
    "update main.job set dead = 1, lease_until = null, error = ? where id = ? and attempts = ?")

  static let revive = Command(
    """
    update main.job set dead = 0, attempts = 0, run_at = ? where id = ? and dead = 1
    """)

  static let drop = Command("delete from main.job where id = ? and dead = 1")

  static let backlog = Query<JobBacklog>(
    """
    select (select count(*) from job where dead = 0), (select count(*) from job where dead = 1)
    """, JobBacklog.init)

  static let dead = Query<DeadJob>(
    """
    select id, kind, shop, payload, attempts, error, created_at from job
    where dead = 1 order by id desc limit ?
    """
  ) {
    (
      id: Int64, kind: String, shop: Int64?, payload: String, attempts: Int, error: String,
      created: Int64
    ) in
    DeadJob(
      id: ID(raw: id), kind: kind, shop: shop, payload: payload, attempts: attempts, error: error,
      createdAt: Instant(milliseconds: created))
  }
}
