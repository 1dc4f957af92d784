import Commerce
import HTTP
import SQL

enum SavedViewSQL {
  static let migrations = [
    Migration(
      "2026-11-28 lists: saved views",
      """
      create table saved_view (
        seller_id integer not null references seller (id),
        id integer not null,
        list text not null,
        name text not null,
        query text not null,
        member_id integer not null references member (id),
        audience text not null,
        is_pinned integer not null check (is_pinned in (0, 1)),
        created_at integer not null,
        primary key (seller_id, id)
      ) strict, without rowid;
      create index saved_view_of_list on saved_view (seller_id, list, id);
      """)
  ]

  static let ofList = Query(
    """
    select id, list, name, query, member_id, audience, is_pinned from saved_view
    where list = ?1 and (member_id = ?2 or audience = 'shop' or audience = ?3)
    order by id limit 100
    """, made)
  static let all = Query(
    """
    select id, list, name, query, member_id, audience, is_pinned from saved_view
    where id > 0 and (member_id = ?1 or audience = 'shop' or audience = ?2)
    order by id limit 500
    """, made)
  static let byID = Query(
    """
    select id, list, name, query, member_id, audience, is_pinned from saved_view
    where id = ?1 and (member_id = ?2 or audience = 'shop' or audience = ?3)
    """, made)
  static let countOfMember = Query<Int64>(
    "select count(*) from saved_view where list = ? and member_id = ?")
  static let insert = Command(
    """
    insert into main.saved_view
      (seller_id, id, list, name, query, member_id, audience, is_pinned, created_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let update = Command(
    """
    update main.saved_view set name = ?3, audience = ?4, is_pinned = ?5
    where seller_id = ?1 and id = ?2
    """)
  static let setQuery = Command(
    "update main.saved_view set query = ?3 where seller_id = ?1 and id = ?2")
  static let delete = Command("delete from main.saved_view where seller_id = ? and id = ?")

  private static let made:
    @Sendable (Int64, String, String, String, Int64, String, Bool) -> SavedView = {
      id, list, name, query, maker, audience, isPinned in
      SavedView(
        id: SavedViewID(raw: id), list: list, name: name, query: query,
        maker: MemberID(raw: maker), audience: SavedView.Audience(audience) ?? .maker,
        isPinned: isPinned)
    }
}

/// The views of a shop that one member sees.
struct SavedViewStore {
  /// Views that a member keeps of one list.
  static let most: Int64 = 50

  let rows: SellerReader
  let member: Member

  func views(of list: String) throws(SQLError) -> [SavedView] {
    try rows.all(SavedViewSQL.ofList, list, member.id.raw, member.role.rawValue)
  }

  func all() throws(SQLError) -> [SavedView] {
    try rows.all(SavedViewSQL.all, member.id.raw, member.role.rawValue)
  }

  func view(_ id: SavedViewID) throws(SQLError) -> SavedView? {
    try rows.first(SavedViewSQL.byID, id.raw, member.id.raw, member.role.rawValue)
  }

  func isFull(_ list: String) throws(SQLError) -> Bool {
    try rows.one(SavedViewSQL.countOfMember, list, member.id.raw) >= Self.most
  }
}
