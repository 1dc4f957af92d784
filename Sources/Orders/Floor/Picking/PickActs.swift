import Commerce
import Office
import SQL

/// What a person with a scanner does. Each act is in the caller's transaction.
struct PickActs {
  let waves: WaveActs
  let floor: any WarehouseFloor
  let kernel: Kernel

  private var tx: SellerTransaction { waves.tx }
  private var seller: Int64 { waves.tx.scope.seller }
  private var scans: ScanStore { ScanStore(rows: waves.tx.reader) }

  /// Takes one scan: counts the piece where it is the right one, and logs it in any case.
  /// - Parameters:
  ///   - wanted: the product of the stop at which the picker stands.
  ///   - after: the person's newest scan that the page knew of. Where there is a newer one the
  ///     same form was sent twice and nothing is done.
  func pick(
    _ code: ScanCode, at wanted: ProductID, in id: WaveID, after: Int64
  ) throws -> ScanOutcome? {
    _ = try waves.open(id)
    guard try isFresh(after, id, .pick) else { return nil }
    let stops = Stop.walk(try WaveStore(rows: tx.reader).lines(of: id))
    let names = try names(of: stops.map(\.first))
    let found = stops.first { stop in names(stop.product, code) }
    guard let stop = stops.first(where: { $0.product == wanted }), found?.product == wanted else {
      let outcome: ScanOutcome = found == nil ? .unknown : .wrong
      return try log(outcome, .pick, code, wanted: wanted, in: id)
    }
    guard let line = stop.next else {
      return try log(.enough, .pick, code, wanted: wanted, in: id)
    }
    try set(picked: line.picked + 1, of: line, in: id)
    return try log(.right, .pick, code, wanted: wanted, line, in: id)
  }

  /// The same into the box of a posting.
  func pack(
    _ code: ScanCode, into posting: PostingID, in id: WaveID, after: Int64
  ) throws -> ScanOutcome? {
    _ = try waves.open(id)
    guard try isFresh(after, id, .pack) else { return nil }
    let all = try WaveStore(rows: tx.reader).lines(of: id)
    let own = all.filter { $0.posting == posting && $0.isOpen && $0.quantity > 0 }
    guard let first = own.first else { throw Failure.notFound }
    let names = try names(of: all)
    let wanted = own.first { $0.packed < $0.quantity } ?? first
    let found = own.filter { names($0.product, code) }
    guard !found.isEmpty else {
      let isKnown = all.contains { names($0.product, code) }
      return try log(isKnown ? .wrong : .unknown, .pack, code, wanted: wanted.product, in: id)
    }
    guard let line = found.first(where: { $0.packed < $0.quantity }) else {
      return try log(.enough, .pack, code, wanted: wanted.product, in: id)
    }
    // What stands in the tote was picked, whether or not somebody scanned it at the bin.
    if line.packed + 1 > line.picked { try set(picked: line.packed + 1, of: line, in: id) }
    try tx.run(
      WaveSQL.setPacked, seller, id.raw, line.posting.raw, line.line, line.packed + 1)
    return try log(.right, .pack, code, wanted: line.product, line, in: id)
  }

  /// Takes the person's newest scan back.
  /// - Parameter scan: the one that the page offered to take back; nothing is done where it was
  ///   taken back already.
  func undo(_ step: ScanStep, in id: WaveID, scan: Int64) throws -> Bool {
    _ = try waves.open(id)
    guard let last = try scans.lastRight(in: id, by: waves.member, step), last.id == scan,
      let posting = last.posting, let number = last.line,
      let line = try WaveStore(rows: tx.reader).lines(of: id)
        .first(where: { $0.posting == posting && $0.line == number && $0.isOpen })
    else { return false }
    switch step {
    case .pick:
      // What is in the box already was scanned there too: that scan comes back first.
      guard line.picked > line.packed else { return false }
      try set(picked: line.picked - 1, of: line, in: id)
    case .pack:
      guard line.packed > 0 else { return false }
      try tx.run(
        WaveSQL.setPacked, seller, id.raw, posting.raw, line.line, line.packed - 1)
    }
    try tx.run(ScanSQL.undo, seller, id.raw, last.id)
    return true
  }

  /// The picker goes on at the reserve bin.
  func lookElsewhere(for product: ProductID, in id: WaveID) throws {
    _ = try waves.open(id)
    let lines = try WaveStore(rows: tx.reader).lines(of: id)
    let spare = lines.first { $0.product == product && !$0.bin.spare.isEmpty }?.bin.spare
    guard let spare else { throw Failure.notFound }
    try tx.run(WaveSQL.look, seller, id.raw, product.raw, spare, Bin.path(spare))
  }

  func set(picked: Int64, of line: WaveLine, in id: WaveID) throws(SQLError) {
    try tx.run(WaveSQL.setPicked, seller, id.raw, line.posting.raw, line.line, picked)
    try waves.tally(id)
  }

  private func isFresh(_ after: Int64, _ id: WaveID, _ step: ScanStep) throws(SQLError) -> Bool {
    (try scans.last(in: id, by: waves.member, step)?.id ?? 0) == after
  }

  /// Tells whether a code names a product of these lines: by what the order says and by what the
  /// listing says now.
  private func names(
    of lines: [WaveLine]
  ) throws(SQLError) -> (ProductID, ScanCode) -> Bool {
    let now = try floor.items(lines.map(\.product), in: tx.reader)
    let ordered = Dictionary(grouping: lines, by: \.product)
    return { product, code in
      if let item = now[product], code.names(barcode: item.barcode, offer: item.offerID) {
        return true
      }
      return ordered[product, default: []].contains {
        code.names(barcode: $0.barcode, offer: $0.offer)
      }
    }
  }

  private func log(
    _ outcome: ScanOutcome, _ step: ScanStep, _ code: ScanCode, wanted: ProductID,
    _ line: WaveLine? = nil, in id: WaveID
  ) throws(SQLError) -> ScanOutcome {
    let scan: ID<Scan> = kernel.newID()
    try tx.run(
      ScanSQL.insert, seller, id.raw, scan.raw, step, outcome, code.text, wanted.raw,
      line?.posting.raw, line?.line, waves.now.milliseconds, waves.member?.raw)
    return outcome
  }
}
