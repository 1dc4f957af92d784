import Commerce
import Office
import SQL

extension ListingActs {
  /// Adds a paper; a listing that was off sale for want of it is sold again.
  func add(_ paper: Certificate, to id: ProductID, today: LocalDate) throws {
    let product = try product(id)
    guard product.state != .archived else { throw Self.conflict("archived") }
    try CertificateStore.insert(paper, of: id, at: now, by: member, in: tx)
    try lift(product, today)
  }

  /// Removes a paper; the last of its kind stays while the listing is approved, since leaving it
  /// out would hide that it ran out.
  func remove(_ paper: CertificateID, from id: ProductID, today: LocalDate) throws {
    let product = try product(id)
    let papers = try CertificateStore(rows: tx.reader).papers(of: id)
    guard let removed = papers.first(where: { $0.id == paper }) else { throw Failure.notFound }
    let others = papers.filter {
      $0.id != paper && $0.kind == removed.kind && $0.stage(on: today) != .over
    }
    guard product.live == nil || !others.isEmpty else {
      throw Failure.conflict(Message("certificates.conflict.last"))
    }
    try CertificateStore.delete(paper, of: id, in: tx)
    try lift(product, today)
  }

  private func lift(_ product: Product, _ today: LocalDate) throws {
    guard product.suspension == .document,
      Certificate.covers(try CertificateStore(rows: tx.reader).papers(of: product.id), on: today)
    else { return }
    try SuspensionStore.set(product.id, nil, at: now, in: tx)
  }
}

/// Tells shops daily which papers end, and takes listings off sale whose paper is over. Days are
/// those of UTC. What was told is noted in the same transaction, so a repeat tells nothing twice.
struct CertificateWatch: Sendable {
  static let kind = "products.certificates"

  let kernel: Kernel

  func register(on runner: JobRunner) {
    runner.every(.hours(24), Self.kind) { _, context in try run(context) }
  }

  func run(_ context: JobContext) throws {
    guard let platform = context.platform else { return }
    let today = context.now.daysSince1970
    let now = context.now
    for (query, limit, stage) in [
      (CertificateSQL.over, today, Int64(2)),
      (CertificateSQL.ending, today + Int64(Certificate.warning), 1),
    ] {
      while true {
        let told = try context.database.writer.write { transaction in
          let due = try transaction.platform(platform).all(query, limit)
          for paper in due {
            let tx = transaction.seller(platform.entering(seller: paper.seller))
            try tell(paper, stage: stage, at: now, in: tx)
          }
          return due.count
        }
        if told == 0 { break }
      }
    }
  }

  private func tell(
    _ paper: DueCertificate, stage: Int64, at now: Instant, in tx: SellerTransaction
  ) throws {
    try CertificateStore.tell(paper.id, of: paper.product, stage: stage, in: tx)
    guard let product = try ProductStore(rows: tx.reader).product(paper.product),
      product.state != .archived, product.live != nil
    else { return }
    if stage == 2 {
      let today = LocalDate(daysSince1970: Int(clamping: now.daysSince1970))
      let papers = try CertificateStore(rows: tx.reader).papers(of: paper.product)
      if Certificate.covers(papers, on: today) { return }
      if product.suspension == nil {
        try SuspensionStore.set(product.id, .document, at: now, in: tx)
      }
    }
    try CertificateMails(kernel: kernel).send(paper, of: product, isOver: stage == 2, in: tx)
  }
}

extension Instant {
  /// Whole days of UTC since 1970-01-01.
  fileprivate var daysSince1970: Int64 {
    let day: Int64 = 86_400_000
    return milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
  }
}
