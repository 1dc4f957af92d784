import Commerce
import Office
import SQL

extension Certificate.Kind: SQLConvertible { typealias Raw = String }

enum CertificatesSchema {
  static let migrations = [certificates]

  /// `stage` counts what was told: 0 nothing, 1 that it ends, 2 that it is over. A scan lies in
  /// a folder of its own and is shown to the shop and to moderators only.
  private static let certificates = Migration(
    "2026-11-28 products: certificates",
    """
    create table product_certificate (
      seller_id integer not null,
      product_id integer not null,
      id integer not null,
      kind text not null check (kind in
        ('declaration', 'conformity', 'registration', 'trademark', 'other')),
      number text not null,
      issuer text not null,
      expires_on integer not null,
      scan text not null,
      stage integer not null default 0 check (stage in (0, 1, 2)),
      added_at integer not null,
      added_by integer references member (id),
      primary key (seller_id, product_id, id),
      foreign key (seller_id, product_id) references product (seller_id, id) on delete cascade
    ) strict, without rowid;
    create index certificate_due on product_certificate (expires_on) where stage < 2;
    """)
}

/// A paper whose end must be told.
struct DueCertificate: Sendable {
  let seller: Int64
  let product: ProductID
  let id: CertificateID
  let kind: Certificate.Kind
  let number: String
  let expires: LocalDate
}

enum CertificateSQL {
  static let ofProduct = Query<Certificate>(
    """
    select id, kind, number, issuer, expires_on, scan from product_certificate
    where product_id = ? order by expires_on desc, id
    """
  ) {
    (id: Int64, kind: Certificate.Kind, number: String, issuer: String, day: Int64, scan: String)
    in
    Certificate(
      id: CertificateID(raw: id), kind: kind, number: number, issuer: issuer,
      expires: LocalDate(daysSince1970: Int(clamping: day)), scan: scan)
  }
  static let ending = PlatformQuery<DueCertificate>(
    """
    select seller_id, product_id, id, kind, number, expires_on from main.product_certificate
    where stage < 2 and stage = 0 and expires_on <= ? order by expires_on limit 200
    """, due)
  static let over = PlatformQuery<DueCertificate>(
    """
    select seller_id, product_id, id, kind, number, expires_on from main.product_certificate
    where stage < 2 and expires_on < ? order by expires_on limit 200
    """, due)
  static let insert = Command(
    """
    insert into main.product_certificate
      (seller_id, product_id, id, kind, number, issuer, expires_on, scan, added_at, added_by)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let tell = Command(
    """
    update main.product_certificate set stage = ?4
    where seller_id = ?1 and product_id = ?2 and id = ?3
    """)
  static let delete = Command(
    "delete from main.product_certificate where seller_id = ? and product_id = ? and id = ?")
  private static let due:
    @Sendable (Int64, Int64, Int64, Certificate.Kind, String, Int64) -> DueCertificate = {
      seller, product, id, kind, number, day in
      DueCertificate(
        seller: seller, product: ProductID(raw: product), id: CertificateID(raw: id), kind: kind,
        number: number, expires: LocalDate(daysSince1970: Int(clamping: day)))
    }

  static let statements: [(String, any SQLStatement)] = [
    ("certificate.ofProduct", ofProduct), ("certificate.ending", ending),
    ("certificate.over", over), ("certificate.insert", insert), ("certificate.tell", tell),
    ("certificate.delete", delete),
  ]
}

/// Papers of the shop's listings.
struct CertificateStore {
  let rows: SellerReader

  /// Those of a product, the last to end first.
  func papers(of product: ProductID) throws(SQLError) -> [Certificate] {
    try rows.all(CertificateSQL.ofProduct, product.raw)
  }

  static func insert(
    _ paper: Certificate, of product: ProductID, at now: Instant, by member: MemberID?,
    in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      CertificateSQL.insert, tx.scope.seller, product.raw, paper.id.raw, paper.kind, paper.number,
      paper.issuer, paper.expires.daysSince1970, paper.scan, now.milliseconds, member?.raw)
  }

  static func delete(
    _ id: CertificateID, of product: ProductID, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(CertificateSQL.delete, tx.scope.seller, product.raw, id.raw)
  }

  static func tell(
    _ id: CertificateID, of product: ProductID, stage: Int64, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(CertificateSQL.tell, tx.scope.seller, product.raw, id.raw, stage)
  }
}
