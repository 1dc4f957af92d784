import Commerce
import Office
import SQL

/// What a person says when a parcel is closed.
struct PackedBox: Sendable {
  let box: PackagingID
  /// On the scales, with the box.
  let weightGrams: Int64
  /// What was looked at.
  let points: Set<CheckPoint>
  let photo: String
  let isGift: Bool
}

/// Closes a parcel: the checks, the box, the posting and the wave change in one transaction.
struct PackActs {
  let waves: WaveActs
  let postings: PostingActs
  let floor: any WarehouseFloor
  let kernel: Kernel
  let actor: Actor

  private var tx: SellerTransaction { waves.tx }

  /// - Throws: `InvalidForm` where pieces are missing, a check is, or the box does not hold them;
  ///   `IllegalCommand` where the posting is no longer to be packed.
  func close(_ draft: PackedBox, of posting: PostingID, in id: WaveID) throws {
    _ = try waves.open(id)
    let lines = try WaveStore(rows: tx.reader).lines(of: id).filter {
      $0.posting == posting && $0.isOpen && $0.quantity > 0
    }
    guard !lines.isEmpty else { throw Failure.notFound }
    guard lines.allSatisfy({ $0.packed == $0.quantity }) else {
      throw InvalidForm("code", Message("waves.error.notAll"))
    }
    let wanted = CheckPoint.list(for: Set(lines.map(\.handling)))
    guard wanted.allSatisfy(draft.points.contains) else {
      throw InvalidForm("check", Message("waves.error.checks"))
    }
    let parcel = try parcel(draft, posting, lines, in: id)
    guard try tx.run(PackagingSQL.use, tx.scope.seller, parcel.box.id.raw) == 1 else {
      throw InvalidForm("box", Message("waves.error.boxGone"))
    }
    try PackagingStore.insert(parcel, by: waves.member, in: tx)
    try CheckStore.insert(
      PieceCheck(
        posting: posting, wave: id, product: nil, isPassed: true, points: wanted, reason: "",
        photo: draft.photo, note: "", at: waves.now),
      id: kernel.newID(), by: waves.member, in: tx)
    try postings.perform(
      PostingAct(command: .pack, actor: actor, detail: parcel.box.name), on: posting,
      at: waves.now, in: tx)
    try tx.run(Self.weigh, tx.scope.seller, posting.raw, parcel.weightGrams)
  }

  /// The scales know better than the sum of the pieces.
  static let weigh = Command(
    "update main.parcel set weight_g = ?3 where seller_id = ?1 and posting_id = ?2")

  private func parcel(
    _ draft: PackedBox, _ posting: PostingID, _ lines: [WaveLine], in id: WaveID
  ) throws -> PackedParcel {
    let load = try Load(lines, floor, in: tx.reader)
    let boxes = try PackagingStore(rows: tx.reader).all()
    guard let box = boxes.first(where: { $0.id == draft.box }), box.pieces > 0 else {
      throw InvalidForm("box", Message("waves.error.boxGone"))
    }
    if let misfit = load.misfit(box), misfit != .unmeasured, misfit != .size {
      throw InvalidForm("box", Message(misfit.label))
    }
    let grams = box.weightGrams + load.paddingGrams
    let usual = boxes.first(where: \.isDefault)
    return PackedParcel(
      posting: posting, wave: id, box: box, suggested: load.smallest(of: boxes)?.id,
      weightGrams: draft.weightGrams, packagingGrams: grams,
      savedGrams: usual.map { $0.weightGrams - box.weightGrams } ?? 0, fill: load.fill(box),
      photo: draft.photo, isGift: draft.isGift, at: waves.now)
  }
}

extension Load {
  /// The pieces of these lines, as large as the listings say now.
  init(
    _ lines: [WaveLine], _ floor: any WarehouseFloor, in rows: SellerReader
  ) throws(SQLError) {
    let items = try floor.items(lines.map(\.product), in: rows)
    self.init(
      pieces: lines.flatMap { line in
        let item = items[line.product]
        let piece = PackedPiece(
          size: item?.size, weightGrams: max(line.weightGrams, item?.weightGrams ?? 0),
          handling: line.handling)
        return [PackedPiece](repeating: piece, count: Int(clamping: min(line.quantity, 200)))
      })
  }
}
