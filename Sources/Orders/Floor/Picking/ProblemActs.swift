import Commerce
import Office
import SQL

/// Why a piece may not go to a buyer.
enum FailReason: String, CaseIterable, Sendable {
  case damaged, dirty, incomplete, wrong, expired

  var label: String { "waves.fail.\(rawValue)" }
}

/// What is done about a piece that is not there or not good.
enum Remedy: String, CaseIterable, Sendable {
  /// Another piece is fetched.
  case replace
  /// The buyer gets the rest, and this piece's money back.
  case cancel

  var label: String { "waves.remedy.\(rawValue)" }
}

/// A piece that failed the check, as a person describes it.
struct FailedPiece: Sendable {
  let product: ProductID
  let posting: PostingID
  let reason: FailReason
  let remedy: Remedy
  let note: String
  /// The name of the photo's file; empty where there is none.
  let photo: String
  /// Whether the piece was already counted as picked.
  let wasPicked: Bool
  /// What the page knew of the product; empty where it did not say.
  let known: String
}

/// What happens when a piece is not there or not good: the stock, the posting and the wave change
/// in the caller's transaction, together or not at all.
struct ProblemActs {
  let pick: PickActs
  let postings: PostingActs
  let actor: Actor

  private var waves: WaveActs { pick.waves }
  private var tx: SellerTransaction { pick.waves.tx }

  /// What is known of a product in a wave: the pieces that failed, and those that are to be sent.
  static func known(
    of product: ProductID, in id: WaveID, _ rows: SellerReader
  ) throws(SQLError) -> String {
    let failed = try CheckStore(rows: rows).failures(in: id).count { $0.product == product }
    let pieces = try WaveStore(rows: rows).lines(of: id)
      .reduce(0) { $1.product == product ? $0 + $1.quantity : $0 }
    return "\(failed) \(pieces)"
  }

  /// Whether the page knew all that was done: not so where the same form was sent twice.
  private func isFresh(
    _ known: String, _ product: ProductID, _ id: WaveID
  ) throws(SQLError) -> Bool {
    if known.isEmpty { return true }
    return try Self.known(of: product, in: id, tx.reader) == known
  }

  /// A piece failed: it goes into quarantine, and either another is fetched or the posting does
  /// without it.
  /// - Returns: False where the page was out of date, and nothing is done.
  /// - Throws: `InvalidForm` where no other piece is free.
  func fail(_ piece: FailedPiece, in id: WaveID) throws -> Bool {
    let wave = try waves.open(id)
    guard try isFresh(piece.known, piece.product, id) else { return false }
    let line = try WaveStore(rows: tx.reader).lines(of: id).first {
      $0.posting == piece.posting && $0.product == piece.product && $0.isOpen && $0.quantity > 0
    }
    guard let line else { throw Failure.notFound }
    let one = Reservation(product: piece.product, warehouse: wave.warehouse, quantity: 1)
    switch piece.remedy {
    case .replace:
      guard try pick.floor.free(piece.product, in: wave.warehouse, rows: tx.reader) > 0 else {
        throw InvalidForm("remedy", Message("waves.error.noOther"))
      }
      if piece.wasPicked, line.picked > 0 {
        try pick.set(picked: line.picked - 1, of: line, in: id)
      }
    case .cancel: try giveUp(1, of: line, reason: .damage)
    }
    try pick.floor.setAside(
      one, as: .quarantine, for: piece.posting, note: note(piece.note, wave), by: waves.member,
      at: waves.now, in: tx)
    try CheckStore.insert(
      PieceCheck(
        posting: piece.posting, wave: id, product: piece.product, isPassed: false, points: [],
        reason: piece.reason.rawValue, photo: piece.photo, note: piece.note, at: waves.now),
      id: pick.kernel.newID(), by: waves.member, in: tx)
    try waves.tally(id)
    return true
  }

  /// Pieces are not where they should be: the postings that were to get them do without, the
  /// ledger loses them, and somebody is asked to count. The last totes go without, since their
  /// deadlines are the furthest.
  /// - Returns: False where the page was out of date, and nothing is done.
  func miss(
    _ pieces: Int64, of product: ProductID, in id: WaveID, known: String
  ) throws -> Bool {
    let wave = try waves.open(id)
    guard try isFresh(known, product, id) else { return false }
    let stop = Stop.walk(try WaveStore(rows: tx.reader).lines(of: id))
      .first { $0.product == product }
    guard let stop else { throw Failure.notFound }
    guard (1...max(1, stop.quantity - stop.picked)).contains(pieces), !stop.isDone else {
      throw InvalidForm(
        "pieces",
        Message("form.integer", ["min": "1", "max": "\(max(1, stop.quantity - stop.picked))"]))
    }
    var missing = pieces
    for line in stop.lines.reversed() where missing > 0 {
      let part = min(missing, line.quantity - line.picked)
      guard part > 0 else { continue }
      try giveUp(part, of: line, reason: .outOfStock)
      try pick.floor.setAside(
        Reservation(product: product, warehouse: wave.warehouse, quantity: part), as: .missing,
        for: line.posting, note: note(stop.first.bin.name, wave), by: waves.member, at: waves.now,
        in: tx)
      missing -= part
    }
    try tx.run(
      BinSQL.note, tx.scope.seller, (pick.kernel.newID() as CountNoteID).raw, wave.warehouse.raw,
      product.raw, stop.first.bin.name, pieces, waves.now.milliseconds, waves.member?.raw)
    try waves.tally(id)
    return true
  }

  /// What the ledger says of it: the wave, and a person's words.
  private func note(_ words: String, _ wave: Wave) -> String {
    String("#\(wave.number) \(words)".prefix(200))
  }

  /// The posting does without these pieces; they are free afterwards.
  private func giveUp(_ pieces: Int64, of line: WaveLine, reason: CancelReason) throws {
    let posting = try PostingStore(rows: tx.reader).posting(line.posting)
    if let posting, posting.pieces > pieces {
      return try postings.cancelLines(
        line.posting, [line.line: pieces], reason, by: actor, version: nil, at: waves.now, in: tx)
    }
    try postings.perform(
      PostingAct(command: .cancel, actor: actor, detail: reason.rawValue), on: line.posting,
      at: waves.now, in: tx)
  }
}
