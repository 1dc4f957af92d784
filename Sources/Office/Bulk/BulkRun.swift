import Commerce
import SQL

/// Who or what a `BulkRun` is.
public enum BulkEntity {}
public typealias BulkID = ID<BulkEntity>

/// How far work on many things has come.
public enum BulkState: String, Sendable, SQLConvertible {
  public typealias Raw = String

  /// Its values are typed in a table.
  case editing
  /// What would happen is shown.
  case preview
  case running, done, undoing, undone

  public var isBusy: Bool { self == .running || self == .undoing }
  var isIdle: Bool { !isBusy }
  var isTakenBack: Bool { self == .undoing || self == .undone }
}

/// One act on many things of a kind, from its preview to its undoing.
public struct BulkRun: Sendable {
  /// How long it can be undone.
  public static let window = Duration.hours(24)
  /// Up to this many are done at once; more by a job.
  public static let inline = 200
  /// The most that one act takes.
  public static let most = 10_000

  public let id: BulkID
  /// Whose things: `products`.
  public let kind: String
  /// What is done, in the feature's own words.
  public let act: String
  public let state: BulkState
  public let total: Int64
  public let changed: Int64
  public let refused: Int64
  public let undone: Int64
  public let kept: Int64
  public let createdAt: Instant
  public let createdBy: MemberID?
  public let memberName: String
  public let appliedAt: Instant?
  /// When somebody stopped it; what was not done yet is left alone.
  public let stoppedAt: Instant?

  /// One that is not stored yet, to try its act with.
  public static func proposed(
    _ id: BulkID, kind: String, act: String, count: Int, at now: Instant, by member: MemberID?
  ) -> BulkRun {
    BulkRun(
      id: id, kind: kind, act: act, state: .editing, total: Int64(count), changed: 0, refused: 0,
      undone: 0, kept: 0, createdAt: now, createdBy: member, memberName: "", appliedAt: nil,
      stoppedAt: nil)
  }

  /// nil before it was applied.
  public var undoUntil: Instant? { appliedAt.map { $0 + Self.window } }

  var isApplied: Bool { appliedAt != nil }

  /// Whether it ended before its time.
  public var isStopped: Bool { state == .done && stoppedAt != nil }

  /// How many stand as they were changed.
  var standing: Int64 { changed - undone - kept }
}

/// What became of one thing.
public enum BulkOutcome: String, Sendable, SQLConvertible {
  public typealias Raw = String
  case waiting, refused, done, undone, kept
}

/// One thing of a run.
public struct BulkItem: Sendable {
  public let position: Int64
  public let object: Int64
  public let title: String
  /// The thing's version that the preview saw; after the act, the one that it left.
  public let version: Int64
  /// Values by field, as a person typed or reads them.
  public let before: JSON
  public let after: JSON
  public var outcome: BulkOutcome
  /// Why it is refused or kept.
  public var problems: [Problem]
  /// What undoing needs; the feature's own.
  public let trace: JSON

  public init(
    position: Int64, object: Int64, title: String, version: Int64, before: JSON, after: JSON,
    outcome: BulkOutcome = .waiting, problems: [Problem] = [], trace: JSON = .null
  ) {
    self.position = position
    self.object = object
    self.title = title
    self.version = version
    self.before = before
    self.after = after
    self.outcome = outcome
    self.problems = problems
    self.trace = trace
  }
}

extension JSON {
  /// The members of an object that are texts.
  public var texts: [String: String] {
    guard case .object(let members) = self else { return [:] }
    var texts: [String: String] = [:]
    for (name, value) in members { texts[name] = value.string }
    return texts
  }

  /// An object of texts, by name.
  public init(texts: [String: String]) {
    self = .object(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
  }
}
