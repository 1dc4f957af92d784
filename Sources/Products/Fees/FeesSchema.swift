import SQL

/// What the platform takes, by category, currency and day. A table is never changed once it
/// holds: what was quoted and booked by it can always be computed again.
enum FeesSchema {
  static let migrations = [
    Migration(
      "2026-11-28 products: fee tables",
      """
      create table category_fee (
        category_id integer not null references category (id),
        currency text not null,
        effective_from text not null,
        commission integer not null check (commission between 0 and 10000),
        return_share integer not null check (return_share between 0 and 10000),
        return_cost integer not null check (return_cost >= 0),
        steps text not null,
        primary key (category_id, currency, effective_from)
      ) strict, without rowid;

      create temp table rate (currency text, return_cost integer, steps text);
      insert into rate values
      ('RUB', 15000, '[[500,6500],[1000,8500],[2000,11000],[5000,18000],[10000,29000],
        [25000,60000],[null,120000]]'),
      ('CNY', 1200, '[[500,500],[1000,700],[2000,900],[5000,1500],[10000,2400],
        [25000,5000],[null,10000]]'),
      ('USD', 180, '[[500,80],[1000,105],[2000,135],[5000,220],[10000,350],
        [25000,720],[null,1450]]'),
      ('EUR', 160, '[[500,70],[1000,95],[2000,120],[5000,200],[10000,320],
        [25000,660],[null,1320]]');
      insert into category_fee (category_id, currency, effective_from, commission, return_share,
        return_cost, steps)
      select c.id, r.currency, '2026-01-01', c.commission,
        case coalesce(c.parent, c.id) when 6 then 2000 when 100 then 2500 when 110 then 1000
          when 4 then 600 when 170 then 50 else 300 end,
        r.return_cost, json(r.steps)
      from category c cross join rate r;
      drop table rate;
      """)
  ]
}
