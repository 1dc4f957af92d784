import Commerce
import Office
import SQL

/// What programs do with acts that no page does in one go.
extension ManifestActs {
  /// Adds what must leave before a moment; all that is ready where nothing must, or where no
  /// moment is said.
  /// - Throws: `InvalidForm` where nothing is ready, `Failure`.
  func addDue(before end: Instant?, to id: ManifestID) throws {
    let manifest = try manifest(id, in: .open)
    let store = ManifestStore(rows: tx.reader)
    let room = max(0, Int(Self.most - manifest.parcels))
    let ready = try store.ready(manifest.warehouse, manifest.carrier, limit: room)
    if ready.isEmpty { throw InvalidForm("number", Message("manifests.error.nothing")) }
    let due = end.map { end in ready.filter { $0.due < end } } ?? []
    try add(due.isEmpty ? ready : due, to: id)
  }

  /// Notes how many cargo places there are.
  func contain(_ containers: Int64, in id: ManifestID) throws {
    _ = try manifest(id, in: .open)
    try tx.run(ManifestSQL.contain, tx.scope.seller, id.raw, containers)
  }

  /// Why a posting can't be put on an act.
  enum Unready: String {
    case unknown = "POSTING_NOT_FOUND"
    case state = "HAS_INCORRECT_STATUS"
    case full = "CARRIAGE_IS_FULL"
  }

  /// Makes the act hold exactly these postings, as far as they are ready.
  /// - Returns: why one could not be added, by its number.
  func replace(with numbers: [String], on id: ManifestID) throws -> [String: Unready] {
    let manifest = try manifest(id, in: .open)
    let store = ManifestStore(rows: tx.reader)
    let wanted = Set(numbers)
    let listed = try store.parcels(of: id)
    let held = Set(listed.map(\.number))
    for posting in Set(listed.filter { !wanted.contains($0.number) }.map(\.posting)) {
      try remove(posting, from: id)
    }
    var room = Self.most - Int64(listed.count { wanted.contains($0.number) })
    var refused: [String: Unready] = [:]
    for number in wanted.subtracting(held).sorted() {
      guard let posting = try WirePostings.posting(number, in: tx.reader) else {
        refused[number] = .unknown
        continue
      }
      let parcels = try tx.all(
        ManifestSQL.ofPosting, posting.id.raw, manifest.warehouse.raw, manifest.carrier)
      if parcels.isEmpty {
        refused[number] = .state
      } else if Int64(parcels.count) > room {
        refused[number] = .full
      } else {
        room -= Int64(parcels.count)
        try add(parcels, to: id)
      }
    }
    return refused
  }
}
