import Commerce
import Office
import SQL

/// Puts a hand-over together, closes it, and notes what the carrier found.
struct ManifestActs {
  /// Parcels of one act.
  static let most: Int64 = 1_000

  let acts: PostingActs
  let tx: SellerTransaction
  let now: Instant
  let actor: Actor
  let member: MemberID?

  private var store: ManifestStore { ManifestStore(rows: tx.reader) }
  private var seller: Int64 { tx.scope.seller }

  /// The open act of a warehouse and carrier; a new one where there is none.
  func open(_ warehouse: WarehouseID, _ carrier: Int64, on day: LocalDate) throws -> ManifestID {
    if let known = try store.open(warehouse, carrier) { return known }
    let id: ManifestID = acts.kernel.newID()
    try tx.run(
      ManifestSQL.insert, seller, id.raw, warehouse.raw, carrier, day.daysSince1970,
      now.milliseconds, member?.raw)
    try Counters.add(1, to: Manifest.counter, in: tx)
    return id
  }

  /// Adds everything that is ready. Throws `Failure`, `InvalidForm`.
  func addAll(to id: ManifestID) throws {
    let manifest = try manifest(id, in: .open)
    let room = Int(Self.most - manifest.parcels)
    let ready = try store.ready(manifest.warehouse, manifest.carrier, limit: max(0, room))
    if ready.isEmpty { throw InvalidForm("number", Message("manifests.error.nothing")) }
    try add(ready, to: id)
  }

  /// Adds the posting of which this is a parcel, with all its parcels.
  func add(_ number: String, to id: ManifestID) throws {
    let manifest = try manifest(id, in: .open)
    let found = try tx.all(ParcelNewsSQL.mine, number).first { $0.carrier == manifest.carrier }
    guard let found else { throw InvalidForm("number", Message("manifests.error.unknown")) }
    let parcels = try tx.all(
      ManifestSQL.ofPosting, found.posting.raw, manifest.warehouse.raw, manifest.carrier)
    if parcels.isEmpty { throw InvalidForm("number", Message("manifests.error.notReady")) }
    guard manifest.parcels + Int64(parcels.count) <= Self.most else {
      throw InvalidForm("number", Message("manifests.error.full"))
    }
    try add(parcels, to: id)
  }

  func add(_ parcels: [ManifestParcel], to id: ManifestID) throws(SQLError) {
    for parcel in parcels {
      try tx.run(
        ManifestSQL.addParcel, seller, id.raw, parcel.posting.raw, parcel.part, parcel.tracking,
        parcel.weight)
      try tx.run(ManifestSQL.list, parcel.posting.raw, parcel.part, id.raw)
    }
    try tx.run(ManifestSQL.total, seller, id.raw)
  }

  func remove(_ posting: PostingID, from id: ManifestID) throws {
    _ = try manifest(id, in: .open)
    let removed = try tx.run(ManifestSQL.removeParcels, seller, id.raw, posting.raw)
    if removed == 0 { throw Failure.notFound }
    try tx.run(ManifestSQL.unlist, posting.raw)
    try tx.run(ManifestSQL.total, seller, id.raw)
  }

  /// An act that nobody needs: its parcels wait for another.
  func discard(_ id: ManifestID) throws {
    _ = try manifest(id, in: .open)
    for posting in Set(try store.parcels(of: id).map(\.posting)) {
      try remove(posting, from: id)
    }
    try tx.run(ManifestSQL.remove, seller, id.raw)
    try Counters.add(-1, to: Manifest.counter, in: tx)
  }

  /// The driver takes them: all postings are handed over, or none.
  func close(_ id: ManifestID, driver: String) throws {
    let manifest = try manifest(id, in: .open)
    let parcels = try store.parcels(of: id)
    if parcels.isEmpty { throw InvalidForm("driver", Message("manifests.error.empty")) }
    let gone = parcels.filter { $0.state != .awaitingDelivery }
    if !gone.isEmpty {
      let numbers = Set(gone.map(\.number)).sorted().prefix(10).joined(separator: ", ")
      throw InvalidForm("driver", Message("manifests.error.gone", ["numbers": numbers]))
    }
    let carriers = try tx.transaction.open.all(Carriers.all)
    guard let carrier = carriers.first(where: { $0.id == manifest.carrier }) else {
      throw Failure.notFound
    }
    var left: Set<PostingID> = []
    for parcel in parcels where left.insert(parcel.posting).inserted {
      try ship(parcel.posting, with: carrier)
    }
    let onTime = parcels.count { $0.due >= now }
    try tx.run(
      ManifestSQL.close, seller, id.raw, driver, Int64(onTime), now.milliseconds, member?.raw)
    try Counters.add(-1, to: Manifest.counter, in: tx)
  }

  private func ship(_ posting: PostingID, with carrier: Carrier) throws {
    let cards = try ParcelStore(rows: tx.reader).cards(of: posting)
    let shipment = Shipment(
      carrier: carrier, tariff: nil, quote: nil,
      parcels: cards.map { ParcelDraft(number: $0.number) })
    let act = PostingAct(
      command: .ship, actor: actor, detail: "\(carrier.name) \(shipment.trackingNumber)",
      shipment: shipment)
    try acts.perform(act, on: posting, at: now, in: tx)
  }

  /// The carrier has counted: what is missing and what came besides opens a case each.
  func accept(_ id: ManifestID, missing: [String], extra: [String]) throws {
    _ = try manifest(id, in: .closed)
    let parcels = try store.parcels(of: id)
    var position = 0
    var absent: [PostingID: Int] = [:]
    for number in missing {
      guard let parcel = parcels.first(where: { $0.tracking == number }) else {
        throw InvalidForm("missing", Message("manifests.error.notOn", ["number": number]))
      }
      position += 1
      absent[parcel.posting, default: 0] += 1
      try note(.missing, number, parcel, position, of: id)
    }
    for number in extra {
      if parcels.contains(where: { $0.tracking == number }) {
        throw InvalidForm("extra", Message("manifests.error.isOn", ["number": number]))
      }
      position += 1
      try note(.extra, number, nil, position, of: id)
    }
    try tx.run(
      ManifestSQL.accept, seller, id.raw, Int64(missing.count), Int64(extra.count),
      now.milliseconds)
    if position > 0 { try Counters.add(Int64(position), to: HandoverCase.counter, in: tx) }
    for (posting, count) in absent where count == parcels.count(where: { $0.posting == posting }) {
      try refuse(posting)
    }
  }

  /// The carrier took nothing of it: it is in the warehouse again, and free for another act.
  private func refuse(_ posting: PostingID) throws {
    guard let found = try PostingStore(rows: tx.reader).posting(posting),
      PostingMachine.transition(.refuse, in: found.state) != nil
    else { return }
    try acts.perform(PostingAct(command: .refuse, actor: .carrier), on: posting, at: now, in: tx)
    try tx.run(ManifestSQL.unlist, posting.raw)
  }

  private func note(
    _ kind: DifferenceKind, _ number: String, _ parcel: ManifestParcel?, _ position: Int,
    of id: ManifestID
  ) throws(SQLError) {
    try tx.run(
      ManifestSQL.addDifference, seller, id.raw, position, kind, number, parcel?.posting.raw,
      parcel?.part)
    let open: HandoverCaseID = acts.kernel.newID()
    try tx.run(
      HandoverCaseSQL.insert, seller, open.raw, id.raw, parcel?.posting.raw, parcel?.part, number,
      kind, now.milliseconds)
  }

  func manifest(_ id: ManifestID, in state: ManifestState) throws -> Manifest {
    guard let manifest = try store.manifest(id) else { throw Failure.notFound }
    guard manifest.state == state else {
      throw Failure.conflict(Message("manifests.conflict.\(manifest.state.rawValue)"))
    }
    return manifest
  }
}
