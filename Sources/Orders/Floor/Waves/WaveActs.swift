import Commerce
import Office
import SQL

/// What is done with waves, each act in the caller's transaction.
struct WaveActs {
  let tx: SellerTransaction
  let now: Instant
  let member: MemberID?

  private var store: WaveStore { WaveStore(rows: tx.reader) }
  private var seller: Int64 { tx.scope.seller }

  static let openCounter = "waves.open"

  /// Makes a wave of the postings that the choice finds now.
  /// - Throws: `InvalidForm` where it finds none.
  func create(_ id: WaveID, _ choice: WaveChoice) throws {
    let postings = try choice.postings(at: now, in: tx.reader)
    guard !postings.isEmpty else {
      throw InvalidForm("warehouse", Message("waves.error.none"))
    }
    let number = (try tx.first(WaveSQL.lastNumber) ?? 0) + 1
    try tx.run(
      WaveSQL.insert, seller, id.raw, number, choice.warehouse.raw, choice.kind == .single,
      now.milliseconds, member?.raw)
    var slot: Int64 = 0
    for posting in postings {
      slot += 1
      try tx.run(WaveSQL.add, seller, id.raw, posting.raw, slot)
      try add(try tx.all(Self.lines, posting.raw), of: posting, to: id, in: choice.warehouse)
    }
    try tally(id)
    try Counters.add(1, to: Self.openCounter, in: tx)
  }

  private func add(
    _ lines: [OrderedLine], of posting: PostingID, to id: WaveID, in place: WarehouseID
  ) throws(SQLError) {
    guard !lines.isEmpty else { return }
    let bins = BinStore(rows: tx.reader)
    let products = lines.map(\.product)
    let known = try bins.bins(of: products, in: place)
    let classes = try bins.classes(of: products)
    for line in lines {
      let bin = known[line.product] ?? .none
      try tx.run(
        WaveSQL.addLine, seller, id.raw, posting.raw, line.line, line.product.raw, line.quantity,
        bin.name, bin.spare, bin.zone, bin.path, classes[line.product] ?? .normal)
    }
  }

  typealias OrderedLine = (line: Int64, product: ProductID, quantity: Int64)

  static let lines = Query<OrderedLine>(
    "select line, product_id, quantity from posting_line where posting_id = ? order by line"
  ) { (line: Int64, product: Int64, quantity: Int64) in
    (line: line, product: ProductID(raw: product), quantity: quantity)
  }

  func tally(_ id: WaveID) throws(SQLError) { try tx.run(WaveSQL.tally, seller, id.raw) }

  /// The wave, which must be open.
  func open(_ id: WaveID) throws -> Wave {
    guard let wave = try store.wave(id) else { throw Failure.notFound }
    guard !wave.isClosed else { throw Failure.conflict(Message("waves.conflict.closed")) }
    return wave
  }

  /// Ends a wave; what is not packed waits for another.
  func close(_ id: WaveID) throws {
    _ = try open(id)
    try tx.run(WaveSQL.leave, seller, id.raw, now.milliseconds)
    try tx.run(WaveSQL.close, seller, id.raw, now.milliseconds)
    try tally(id)
    try Counters.add(-1, to: Self.openCounter, in: tx)
  }

  /// The picker knows that a posting is out and where its pieces go.
  func tell(_ id: WaveID, _ posting: PostingID) throws {
    _ = try open(id)
    let told = try tx.run(WaveSQL.tell, seller, id.raw, posting.raw, now.milliseconds)
    if told == 0 { throw Failure.notFound }
  }

  /// A posting is no longer to be packed: it leaves the wave that fetches it. Those who pick are
  /// told on their next page where it was not packed.
  static func leave(
    _ posting: PostingID, for state: PostingState, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    guard let wave = try WaveStore(rows: tx.reader).wave(fetching: posting) else { return }
    let fate: WavePostingState =
      switch state {
      case .awaitingDelivery: .packed
      case .cancelled: .cancelled
      default: .left
      }
    let acts = WaveActs(tx: tx, now: now, member: nil)
    try tx.run(WaveSQL.move, tx.scope.seller, wave.raw, posting.raw, fate)
    try acts.tally(wave)
  }

  /// A posting has other lines or pieces than before: the wave fetches what it has now.
  static func refit(_ posting: PostingID, in tx: SellerTransaction) throws(SQLError) {
    let store = WaveStore(rows: tx.reader)
    guard let id = try store.wave(fetching: posting), let wave = try store.wave(id) else { return }
    let acts = WaveActs(tx: tx, now: wave.created, member: nil)
    let wanted = try tx.all(lines, posting.raw)
    let known = try store.lines(of: id).filter { $0.posting == posting }
    for line in known {
      let quantity = wanted.first { $0.line == line.line }?.quantity ?? 0
      guard quantity != line.quantity else { continue }
      try tx.run(
        WaveSQL.setQuantity, tx.scope.seller, id.raw, posting.raw, line.line, quantity)
    }
    let added = wanted.filter { line in !known.contains { $0.line == line.line } }
    try acts.add(added, of: posting, to: id, in: wave.warehouse)
    try acts.tally(id)
  }
}
