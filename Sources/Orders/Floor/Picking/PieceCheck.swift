import Commerce
import SQL

/// What is looked at before a piece goes into the box, by its class.
enum CheckPoint: String, CaseIterable, Sendable {
  case sound, complete, asPictured
  case noCracks, wrapped
  case sealed, upright
  case charged, terminals
  case cold, dated
  case handled
  case code

  var label: String { "waves.check.\(rawValue)" }

  /// The list for a class: what all goods need, then what this class needs.
  static func list(for handling: HandlingClass) -> [CheckPoint] {
    let common: [CheckPoint] = [.sound, .complete, .asPictured]
    switch handling {
    case .normal: return common
    case .fragile: return common + [.noCracks, .wrapped]
    case .liquid: return common + [.sealed, .upright]
    case .battery: return common + [.charged, .terminals]
    case .cold: return common + [.cold, .dated]
    case .oversize: return common + [.handled]
    case .marked: return common + [.code]
    }
  }

  /// The list for goods of several classes, each point once.
  static func list(for classes: Set<HandlingClass>) -> [CheckPoint] {
    let wanted = Set(classes.union([.normal]).flatMap { list(for: $0) })
    return allCases.filter(wanted.contains)
  }
}

/// A check that was made, of a whole posting or of one piece that failed.
struct PieceCheck: Sendable {
  let posting: PostingID
  let wave: WaveID
  /// Nil where all pieces of the posting passed.
  let product: ProductID?
  let isPassed: Bool
  let points: [CheckPoint]
  let reason: String
  let photo: String
  let note: String
  let at: Instant
}

enum CheckSQL {
  static let ofWave = Query<PieceCheck>(
    """
    select posting_id, wave_id, product_id, passed, points, reason, photo, note, at
    from piece_check where wave_id = ? and passed = 0 order by id
    """, PieceCheck.init)
  static let photo = Query<Int64>(
    "select 1 from piece_check where likelihood(wave_id = ?, 0.001) and photo = ? limit 1")
  static let insert = Command(
    """
    insert into main.piece_check
      (seller_id, posting_id, id, wave_id, product_id, passed, points, reason, photo, note, at,
       member_id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("check.ofWave", ofWave), ("check.photo", photo), ("check.insert", insert),
  ]
}

/// Checks of the shop's pieces.
struct CheckStore {
  let rows: SellerReader

  /// The pieces that failed.
  func failures(in wave: WaveID) throws(SQLError) -> [PieceCheck] {
    try rows.all(CheckSQL.ofWave, wave.raw)
  }

  static func insert(
    _ check: PieceCheck, id: ID<PieceCheck>, by member: MemberID?, in tx: SellerTransaction
  ) throws(SQLError) {
    try tx.run(
      CheckSQL.insert, tx.scope.seller, check.posting.raw, id.raw, check.wave.raw,
      check.product?.raw, check.isPassed, check.points.map(\.rawValue).joined(separator: " "),
      check.reason, check.photo, check.note, check.at.milliseconds, member?.raw)
  }
}

extension PieceCheck {
  fileprivate init(
    posting: Int64, wave: Int64, product: Int64?, passed: Bool, points: String, reason: String,
    photo: String, note: String, at: Int64
  ) {
    self.init(
      posting: PostingID(raw: posting), wave: WaveID(raw: wave),
      product: product.map(ProductID.init(raw:)), isPassed: passed,
      points: points.split(separator: " ").compactMap { CheckPoint(rawValue: String($0)) },
      reason: reason, photo: photo, note: note, at: Instant(milliseconds: at))
  }
}
