import Commerce
import SQL

extension ScanStep: SQLConvertible { typealias Raw = String }
extension ScanOutcome: SQLConvertible { typealias Raw = String }

enum ScanSQL {
  static let last = Query<Scan>(
    """
    select id, step, outcome, code, wanted, posting_id, line, at from wave_scan
    where wave_id = ?1 and member_id is ?2 and step = ?3 order by id desc limit 1
    """, Scan.init)
  static let lastRight = Query<Scan>(
    """
    select id, step, outcome, code, wanted, posting_id, line, at from wave_scan
    where wave_id = ?1 and member_id is ?2 and step = ?3 and outcome = 'right'
    order by id desc limit 1
    """, Scan.init)
  static let refused = Query<Scan>(
    """
    select id, step, outcome, code, wanted, posting_id, line, at from wave_scan
    where wave_id = ? and outcome in ('wrong', 'unknown', 'enough') order by id desc limit 20
    """, Scan.init)
  static let insert = Command(
    """
    insert into main.wave_scan
      (seller_id, wave_id, id, step, outcome, code, wanted, posting_id, line, at, member_id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let undo = Command(
    """
    update main.wave_scan set outcome = 'undone'
    where seller_id = ?1 and wave_id = ?2 and id = ?3 and outcome = 'right'
    """)

  static let statements: [(String, any SQLStatement)] = [
    ("scan.last", last), ("scan.lastRight", lastRight), ("scan.refused", refused),
    ("scan.insert", insert), ("scan.undo", undo),
  ]
}

/// The log of scans.
struct ScanStore {
  let rows: SellerReader

  /// The newest scan that a person made in a wave.
  func last(in wave: WaveID, by member: MemberID?, _ step: ScanStep) throws(SQLError) -> Scan? {
    try rows.first(ScanSQL.last, wave.raw, member?.raw, step)
  }

  /// The newest that counted and was not taken back.
  func lastRight(
    in wave: WaveID, by member: MemberID?, _ step: ScanStep
  ) throws(SQLError) -> Scan? {
    try rows.first(ScanSQL.lastRight, wave.raw, member?.raw, step)
  }

  /// What was refused, newest first.
  func refused(in wave: WaveID) throws(SQLError) -> [Scan] {
    try rows.all(ScanSQL.refused, wave.raw)
  }
}

extension Scan {
  fileprivate init(
    id: Int64, step: ScanStep, outcome: ScanOutcome, code: String, wanted: Int64?,
    posting: Int64?, line: Int64?, at: Int64
  ) {
    self.init(
      id: id, step: step, outcome: outcome, code: code, wanted: wanted.map(ProductID.init(raw:)),
      posting: posting.map(PostingID.init(raw:)), line: line, at: Instant(milliseconds: at))
  }
}
