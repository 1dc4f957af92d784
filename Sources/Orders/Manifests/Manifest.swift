import Commerce
import SQL

enum ManifestEntity {}
typealias ManifestID = ID<ManifestEntity>
enum HandoverCaseEntity {}
typealias HandoverCaseID = ID<HandoverCaseEntity>

/// How far a hand-over is. The words are stored.
enum ManifestState: String, Sendable, CaseIterable, SQLConvertible {
  typealias Raw = String

  /// Being put together.
  case open
  /// The driver has it: nothing of it is changed any more.
  case closed
  /// The carrier has counted, with or without differences.
  case accepted
}

/// An act of hand-over: what one carrier takes from one warehouse on one day.
struct Manifest: Sendable, Hashable {
  let id: ManifestID
  let warehouse: WarehouseID
  let carrier: Int64
  let day: LocalDate
  let state: ManifestState
  let driver: String
  let parcels: Int64
  let weight: Int64
  /// How many were handed over before their deadline.
  let onTime: Int64
  let missing: Int64
  let extra: Int64
  let opened: Instant
  let closed: Instant?
  let accepted: Instant?
  /// Cargo places that the parcels were put into; 0 where nobody counted them.
  var containers: Int64 = 0

  /// The key of the words for how far it is.
  var stateKey: String {
    state == .accepted && missing + extra > 0
      ? "manifests.state.differs" : "manifests.state.\(state)"
  }

  /// The kept counter of acts that are being put together.
  static let counter = "handover.acts"
}

/// A parcel on an act, or one that could be.
struct ManifestParcel: Sendable, Hashable {
  let posting: PostingID
  let part: Int64
  /// Of the posting.
  let number: String
  let tracking: String
  let weight: Int64
  let state: PostingState
  let due: Instant
  let city: String
}

/// What the carrier did not find, or found besides. The words are stored.
enum DifferenceKind: String, Sendable, CaseIterable, SQLConvertible {
  typealias Raw = String
  case missing, extra
}

/// A question that a hand-over left open.
struct HandoverCase: Sendable, Hashable {
  let id: HandoverCaseID
  let manifest: ManifestID
  let posting: PostingID?
  let tracking: String
  let kind: DifferenceKind
  let isOpen: Bool
  let outcome: String
  let note: String
  let opened: Instant
  let closed: Instant?

  static let counter = "handover.cases"
}

/// How a case ended.
enum CaseOutcome: String, Sendable, CaseIterable {
  /// It was there after all.
  case found
  /// The carrier answers for it.
  case claimed
  /// Somebody had counted wrongly.
  case mistake
}
