import Commerce
import Office
import SQL

private struct RevisionRow: Sendable {
  let id: Int64
  let number: Int64
  let state: RevisionState
  let answers: Int64?
  let content: ProductContent
  let submitted: Int64?
  let decided: Int64?
  let message: String
}

enum RevisionSQL {
  private static let row:
    @Sendable (
      Int64, Int64, RevisionState, Int64?, Int64, String, String, String, Int64?, Int64?, Int64?,
      Int64?, String, Int64?, Int64?, String
    ) -> RevisionRow = {
      id, number, state, answers, category, title, description, brand, weight, length, width,
      height, attributes, submitted, decided, message in
      RevisionRow(
        id: id, number: number, state: state, answers: answers,
        content: ProductContent(
          category: CategoryID(raw: category), title: title, description: description,
          brand: brand, weight: weight, length: length, width: width, height: height,
          attributes: ProductContent.attributes(of: attributes)),
        submitted: submitted, decided: decided, message: message)
    }
  fileprivate static let byID = Query<RevisionRow>(
    """
    select id, number, state, answers, category_id, title, description, brand, weight, length,
      width, height, attributes, submitted_at, decided_at, message
    from product_revision where id = ?
    """, row)
  fileprivate static let byIDs = Query<RevisionRow>(
    """
    select r.id, number, state, answers, category_id, title, description, brand, weight, length,
      width, height, attributes, submitted_at, decided_at, message
    from json_each(?) j cross join product_revision r on r.id = j.value
    """, row)
  fileprivate static let allPictures = Query(
    """
    select i.revision_id, i.name, i.width, i.height, i.alt
    from json_each(?) j cross join product_image i on i.revision_id = j.value
    order by i.revision_id, i.position
    """
  ) { (revision: Int64, name: String, width: Int64, height: Int64, alt: String) in
    (revision: revision, picture: Picture(name: name, width: width, height: height, alt: alt))
  }
  static let pictures = Query<Picture>(
    """
    select name, width, height, alt from product_image where revision_id = ? order by position
    """
  ) { (name: String, width: Int64, height: Int64, alt: String) in
    Picture(name: name, width: width, height: height, alt: alt)
  }
  fileprivate static let reasons = Query<ReviewReason?>(
    "select field, code from revision_reason where revision_id = ?"
  ) { (field: String, code: String) in ReviewReason(text: "\(field):\(code)") }
  static let lastNumber = Query<Int64>(
    """
    select number from product_revision where product_id = ? order by number desc limit 1
    """)
  static let insert = Command(
    """
    insert into main.product_revision
      (seller_id, id, product_id, number, state, answers, category_id, title, description, brand,
      weight, length, width, height, attributes, created_at, created_by)
    values (?1, ?2, ?3, ?4, 'draft', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
    """)
  static let update = Command(
    """
    update main.product_revision set category_id = ?3, title = ?4, description = ?5, brand = ?6,
      weight = ?7, length = ?8, width = ?9, height = ?10, attributes = ?11
    where seller_id = ?1 and id = ?2 and state = 'draft'
    """)
  static let submit = Command(
    """
    update main.product_revision set state = 'submitted', submitted_at = ?3
    where seller_id = ?1 and id = ?2 and state = 'draft'
    """)
  static let reopen = Command(
    """
    update main.product_revision set state = 'draft', submitted_at = null
    where seller_id = ?1 and id = ?2 and state = 'submitted'
    """)
  static let decide = Command(
    """
    update main.product_revision set state = ?3, message = ?4, decided_at = ?5, decided_by = ?6
    where seller_id = ?1 and id = ?2 and state = 'submitted'
    """)
  static let supersede = Command(
    """
    update main.product_revision set state = 'superseded'
    where seller_id = ?1 and id = ?2 and state = 'approved'
    """)
  static let clearPictures = Command(
    "delete from main.product_image where seller_id = ? and revision_id = ?")
  static let insertPicture = Command(
    """
    insert into main.product_image (seller_id, revision_id, position, name, width, height, alt)
    values (?, ?, ?, ?, ?, ?, ?)
    """)
  static let clearReasons = Command(
    "delete from main.revision_reason where seller_id = ? and revision_id = ?")
  static let insertReason = Command(
    """
    insert into main.revision_reason (seller_id, revision_id, field, code) values (?, ?, ?, ?)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("revision.byID", byID), ("revision.byIDs", byIDs), ("revision.allPictures", allPictures),
    ("revision.pictures", pictures), ("revision.reasons", reasons),
    ("revision.lastNumber", lastNumber), ("revision.insert", insert),
    ("revision.update", update), ("revision.submit", submit), ("revision.reopen", reopen),
    ("revision.decide", decide), ("revision.supersede", supersede),
    ("revision.clearPictures", clearPictures), ("revision.insertPicture", insertPicture),
    ("revision.clearReasons", clearReasons), ("revision.insertReason", insertReason),
  ]
}

/// Versions of the shop's listings.
struct RevisionStore {
  let rows: SellerReader

  func revision(_ id: RevisionID) throws(SQLError) -> Revision? {
    guard let row = try rows.first(RevisionSQL.byID, id.raw) else { return nil }
    var content = row.content
    content.pictures = try rows.all(RevisionSQL.pictures, id.raw)
    return Revision(
      id: id, number: row.number, state: row.state,
      answers: row.answers.map(RevisionID.init(raw:)), content: content,
      submittedAt: row.submitted.map(Instant.init(milliseconds:)),
      decidedAt: row.decided.map(Instant.init(milliseconds:)), message: row.message)
  }

  /// What these versions say.
  func contents(of ids: [RevisionID]) throws(SQLError) -> [RevisionID: ProductContent] {
    let list = IDList.text(ids.map(\.raw))
    var all: [RevisionID: ProductContent] = [:]
    for row in try rows.all(RevisionSQL.byIDs, list) {
      all[RevisionID(raw: row.id)] = row.content
    }
    for row in try rows.all(RevisionSQL.allPictures, list) {
      all[RevisionID(raw: row.revision)]?.pictures.append(row.picture)
    }
    return all
  }

  /// What a moderator gave as reasons about a version.
  func reasons(_ id: RevisionID) throws(SQLError) -> [ReviewReason] {
    try rows.all(RevisionSQL.reasons, id.raw).compactMap { $0 }
  }
}

extension RevisionStore {
  /// Begins a version with the number after the product's last.
  static func insert(
    _ id: RevisionID, of product: ProductID, _ content: ProductContent, answers: RevisionID?,
    at now: Instant, by member: Int64?, in tx: SellerTransaction
  ) throws(SQLError) {
    let number = try tx.first(RevisionSQL.lastNumber, product.raw) ?? 0
    try tx.run(
      RevisionSQL.insert, tx.scope.seller, id.raw, product.raw, number + 1, answers?.raw,
      content.category.raw, content.title, content.description, content.brand, content.weight,
      content.length, content.width, content.height, content.attributesText, now.milliseconds,
      member)
    try insert(content.pictures, of: id, in: tx)
  }

  /// Writes over a draft.
  static func update(
    _ id: RevisionID, _ content: ProductContent, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      RevisionSQL.update, tx.scope.seller, id.raw, content.category.raw, content.title,
      content.description, content.brand, content.weight, content.length, content.width,
      content.height, content.attributesText)
    try tx.run(RevisionSQL.clearPictures, tx.scope.seller, id.raw)
    try insert(content.pictures, of: id, in: tx)
  }

  static func submit(
    _ id: RevisionID, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(RevisionSQL.submit, tx.scope.seller, id.raw, now.milliseconds)
  }

  static func reopen(_ id: RevisionID, in tx: SellerTransaction) throws(SQLError) {
    try tx.run(RevisionSQL.reopen, tx.scope.seller, id.raw)
  }

  static func decide(
    _ id: RevisionID, _ verdict: Verdict, at now: Instant, by member: MemberID,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      RevisionSQL.decide, tx.scope.seller, id.raw, verdict.state, verdict.message,
      now.milliseconds, member.raw)
    // A version that comes back on appeal has reasons already.
    try tx.run(RevisionSQL.clearReasons, tx.scope.seller, id.raw)
    for reason in Set(verdict.reasons) {
      try tx.run(
        RevisionSQL.insertReason, tx.scope.seller, id.raw, reason.field.rawValue,
        reason.code.rawValue)
    }
  }

  static func supersede(_ id: RevisionID, in tx: SellerTransaction) throws(SQLError) {
    try tx.run(RevisionSQL.supersede, tx.scope.seller, id.raw)
  }

  static func insert(
    _ pictures: [Picture], of id: RevisionID, in tx: SellerTransaction
  ) throws(SQLError) {
    for (position, picture) in pictures.enumerated() {
      try tx.run(
        RevisionSQL.insertPicture, tx.scope.seller, id.raw, position, picture.name,
        picture.width, picture.height, picture.alt)
    }
  }
}
