import Commerce
import Office
import SQL

enum AppealsSchema {
  static let migrations = [appeals]

  private static let appeals = Migration(
    "2026-11-28 products: appeals",
    """
    create table appeal (
      seller_id integer not null,
      revision_id integer not null,
      text text not null,
      at integer not null,
      member_id integer references member (id),
      outcome text not null default '' check (outcome in ('', 'granted', 'refused')),
      decided_at integer,
      primary key (seller_id, revision_id),
      foreign key (seller_id, revision_id) references product_revision (seller_id, id)
        on delete cascade
    ) strict, without rowid;
    alter table moderation_item add column appeal text not null default '';
    alter table moderation_item add column barred integer references member (id);
    """)
}

enum AppealSQL {
  static let byRevision = Query<Appeal>(
    "select text, at, outcome from appeal where revision_id = ?"
  ) { (text: String, at: Int64, outcome: String) in
    Appeal(
      text: text, at: Instant(milliseconds: at), outcome: Appeal.Outcome(rawValue: outcome))
  }
  static let decider = Query<Int64?>("select decided_by from product_revision where id = ?")
  static let insert = Command(
    """
    insert into main.appeal (seller_id, revision_id, text, at, member_id) values (?, ?, ?, ?, ?)
    """)
  static let reopen = Command(
    """
    update main.product_revision set state = 'submitted', submitted_at = ?3
    where seller_id = ?1 and id = ?2 and state = 'rejected'
    """)
  static let close = Command(
    """
    update main.appeal set outcome = ?3, decided_at = ?4
    where seller_id = ?1 and revision_id = ?2 and outcome = ''
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("appeal.byRevision", byRevision), ("appeal.decider", decider), ("appeal.insert", insert),
    ("appeal.reopen", reopen), ("appeal.close", close),
  ]
}

/// Objections of the shop.
struct AppealStore {
  let rows: SellerReader

  func appeal(of revision: RevisionID) throws(SQLError) -> Appeal? {
    try rows.first(AppealSQL.byRevision, revision.raw)
  }

  /// Who decided about a version.
  func decider(of revision: RevisionID) throws(SQLError) -> MemberID? {
    (try rows.first(AppealSQL.decider, revision.raw) ?? nil).map(MemberID.init(raw:))
  }

  /// Notes the objection and puts the version back into review.
  static func insert(
    _ text: String, to revision: RevisionID, at now: Instant, by member: MemberID?,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      AppealSQL.insert, tx.scope.seller, revision.raw, text, now.milliseconds, member?.raw)
    try tx.run(AppealSQL.reopen, tx.scope.seller, revision.raw, now.milliseconds)
  }

  /// Ends the objection to a version, where there is one.
  static func close(
    _ revision: RevisionID, _ outcome: Appeal.Outcome, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      AppealSQL.close, tx.scope.seller, revision.raw, outcome.rawValue, now.milliseconds)
  }
}
