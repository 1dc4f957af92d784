import Commerce
import Office
import SQL

/// Tags of postings and who takes care of them. A posting's row shows both; `posting_tag` finds by
/// them, `tag_use` says how often a tag is used.
struct MarkStore {
  let rows: SellerReader

  static let ofPosting = Query<String>(
    "select tag from posting_tag where posting_id = ? order by tag")
  static let ofPostings = Query(
    """
    select t.posting_id, t.tag from json_each(?) j cross join posting_tag t
    on t.posting_id = j.value
    """
  ) { (posting: Int64, tag: String) in (posting: posting, tag: tag) }
  static let staff = Query(
    """
    select m.id, m.name from membership s join member m on m.id = s.member_id
    where s.shop = ? and m.state = 'active'
      and s.role in ('owner', 'manager', 'warehouse', 'care')
    order by m.name, m.id limit 200
    """
  ) { (id: Int64, name: String) in Carer(id: MemberID(raw: id), name: name) }
  static let name = Query<String>("select name from member where id = ?")
  static let insert = Command(
    """
    insert into main.posting_tag (seller_id, tag, posting_id) values (?, ?, ?)
    on conflict do nothing
    """)
  static let delete = Command(
    "delete from main.posting_tag where seller_id = ? and tag = ? and posting_id = ?")
  static let use = Command(
    """
    insert into main.tag_use (seller_id, tag, used) values (?1, ?2, 1)
    on conflict (seller_id, tag) do update set used = used + 1
    """)
  static let disuse = Command(
    "update main.tag_use set used = used - 1 where seller_id = ? and tag = ?")
  // The version stays: what somebody has on the screen is not wrong for it.
  static let write = Command(
    "update main.posting set tags = ?3, assignee = ?4 where seller_id = ?1 and id = ?2")

  static let statements: [(String, any SQLStatement)] = [
    ("MarkStore.ofPosting", ofPosting), ("MarkStore.ofPostings", ofPostings),
    ("MarkStore.staff", staff), ("MarkStore.name", name),
    ("MarkStore.insert", insert), ("MarkStore.delete", delete), ("MarkStore.use", use),
    ("MarkStore.disuse", disuse), ("MarkStore.write", write),
  ]

  func marks(of id: PostingID) throws(SQLError) -> Marks {
    var marks = Marks()
    for text in try rows.all(Self.ofPosting, id.raw) { marks.take(text) }
    return marks
  }

  /// Of those that wear any.
  func marks(of ids: [Int64]) throws(SQLError) -> [Int64: Marks] {
    var all: [Int64: Marks] = [:]
    for row in try rows.all(Self.ofPostings, IDList.text(ids)) {
      all[row.posting, default: Marks()].take(row.tag)
    }
    return all
  }

  /// Who of the staff can be asked to take care.
  /// - Parameter carer: who has it now; stays in the choice after leaving the staff, so that a form
  ///   that is sent as it stands changes nothing.
  func staff(keeping carer: MemberID? = nil) throws(SQLError) -> [Carer] {
    let staff = try rows.all(Self.staff, rows.scope.seller)
    guard let carer, !staff.contains(where: { $0.id == carer }),
      let name = try rows.first(Self.name, carer.raw)
    else { return staff }
    return staff + [Carer(id: carer, name: name)]
  }

  // MARK: what is kept

  /// How often each tag is used.
  static let recountUse = PlatformQuery(
    """
    select seller_id, 'tags.used.' || tag, count(*) from main.posting_tag
    where tag not like '@%' group by seller_id, tag
    """, RecountRow.init)
  static let keptUse = PlatformQuery(
    "select seller_id, 'tags.used.' || tag, used from main.tag_use where used <> 0",
    RecountRow.init)
  /// Tags that the rows of postings show, and postings that name who takes care.
  static let recountShown = PlatformQuery(
    """
    select t.seller_id, 'tags.shown', count(*)
    from main.posting_tag t join main.posting p
      on p.seller_id = t.seller_id and p.id = t.posting_id
    where t.tag not like '@%' and instr(', ' || p.tags || ',', ', ' || t.tag || ',') > 0
    group by t.seller_id
    union all
    select seller_id, 'tags.assigned', count(*) from main.posting_tag where tag like '@%'
    group by seller_id
    """, RecountRow.init)
  static let keptShown = PlatformQuery(
    """
    select seller_id, 'tags.shown', sum(length(tags) - length(replace(tags, ',', '')) + 1)
    from main.posting where tags <> '' group by seller_id
    union all
    select seller_id, 'tags.assigned', count(*) from main.posting where assignee <> ''
    group by seller_id
    """, RecountRow.init)
  static let recounts = [
    Recount(prefix: "tags.used.", rows: recountUse, kept: keptUse),
    Recount(prefix: "tags.", rows: recountShown, kept: keptShown),
  ]
}

/// What a shop has put on a posting.
struct Marks: Sendable, Hashable {
  var tags: Set<Tag> = []
  /// Who takes care of it; nil for nobody.
  var carer: MemberID?

  /// One as it is stored.
  mutating func take(_ text: String) {
    if text.hasPrefix("@") {
      carer = MemberID(text: text.dropFirst())
    } else if let tag = Tag(text) {
      tags.insert(tag)
    }
  }
}
