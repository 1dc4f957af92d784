import Commerce
import Office
import SQL

/// Products that are variants of one another.
enum FamilyEntity {}
typealias FamilyID = ID<FamilyEntity>

/// The family of a product: what sets its members apart.
struct Family: Sendable {
  let id: FamilyID
  /// Keys of one or two attributes.
  let axes: [String]
}

/// A product of a family, with the values that set it apart.
struct FamilyMember: Sendable {
  let product: Product
  /// Of the newest version, by the attribute's key.
  let values: [String: String]
}

enum VariantSQL {
  static let family = Query<Family>(
    """
    select f.id, f.axes from product p join product_family f on f.id = p.family_id
    where p.id = ?
    """
  ) { (id: Int64, axes: String) in
    Family(id: FamilyID(raw: id), axes: axes.split(separator: ",").map(String.init))
  }
  static let members = Query<(id: Int64, attributes: String)>(
    """
    select p.id, r.attributes
    from product p join product_revision r on r.id = coalesce(p.open_revision, p.live_revision)
    where likelihood(p.family_id = ?, 0.0001) order by p.id
    """
  ) { (id: Int64, attributes: String) in (id, attributes) }
  static let hasBarcode = Query<Int64>("select 1 from product where barcode = ?")
  static let insert = Command(
    """
    insert into main.product_family (seller_id, id, axes, created_at) values (?, ?, ?, ?)
    """)
  static let join = Command(
    "update main.product set family_id = ?3 where seller_id = ?1 and id = ?2")
  static let leave = Command(
    """
    update main.product set family_id = null
    where seller_id = ? and id = ? and family_id is not null
    """)
  static let rest = Query<Int64>("select id from product where family_id = ? limit 2")
  static let disband = Command(
    "delete from main.product_family where seller_id = ? and id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("variant.family", family), ("variant.members", members),
    ("variant.hasBarcode", hasBarcode), ("variant.insert", insert), ("variant.join", join),
    ("variant.leave", leave), ("variant.rest", rest), ("variant.disband", disband),
  ]
}

/// The families of the shop.
struct VariantStore {
  let rows: SellerReader

  /// nil where the product stands alone.
  func family(of product: ProductID) throws(SQLError) -> Family? {
    try rows.first(VariantSQL.family, product.raw)
  }

  /// All products of a family, the oldest first.
  func members(of family: FamilyID) throws(SQLError) -> [FamilyMember] {
    var members: [FamilyMember] = []
    for row in try rows.all(VariantSQL.members, family.raw) {
      let store = ProductStore(rows: rows)
      guard let product = try store.product(ProductID(raw: row.id)) else { continue }
      members.append(
        FamilyMember(
          product: product, values: ProductContent.attributes(of: row.attributes)))
    }
    return members
  }
}

extension VariantStore {
  static func begin(
    _ id: FamilyID, axes: [String], at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      VariantSQL.insert, tx.scope.seller, id.raw, axes.joined(separator: ","), now.milliseconds)
  }

  static func join(
    _ product: ProductID, _ family: FamilyID, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(VariantSQL.join, tx.scope.seller, product.raw, family.raw)
  }

  /// Takes a product out of its family. A family of one is none: the last but one takes the other
  /// along. False where the product stands alone.
  static func leave(_ product: ProductID, in tx: SellerTransaction) throws(SQLError) -> Bool {
    guard let family = try VariantStore(rows: tx.reader).family(of: product) else { return false }
    try tx.run(VariantSQL.leave, tx.scope.seller, product.raw)
    let rest = try tx.all(VariantSQL.rest, family.id.raw)
    guard rest.count < 2 else { return true }
    for other in rest { try tx.run(VariantSQL.leave, tx.scope.seller, other) }
    try tx.run(VariantSQL.disband, tx.scope.seller, family.id.raw)
    return true
  }

  /// A number of the shop's own that none of its goods has.
  static func barcode(
    for product: ProductID, in tx: SellerTransaction
  ) throws(SQLError) -> String {
    var attempt: Int64 = 0
    while true {
      let text = InternalBarcode.text(for: product, attempt: attempt)
      if try tx.first(VariantSQL.hasBarcode, text) == nil { return text }
      // Far from the numbers of products made in the same millisecond.
      attempt += 7_919
    }
  }
}
