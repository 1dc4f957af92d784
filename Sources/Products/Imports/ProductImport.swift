import Commerce
import Office
import SQL

enum ImportEntity {}
typealias ImportID = ID<ImportEntity>

/// How far an import has come.
enum ImportState: String, Sendable, SQLConvertible {
  typealias Raw = String

  /// Its columns wait to be named.
  case uploaded
  /// A job tries its rows without keeping anything.
  case checking
  /// What would happen is known.
  case checked
  case running
  case done
  /// Nothing was kept, since a row failed and all or nothing was asked for.
  case refused
  /// The file itself can't be read.
  case failed
  case undoing
  case undone

  var isBusy: Bool { self == .checking || self == .running || self == .undoing }
  /// Whether it can be stopped. Undoing goes to its end.
  var isStoppable: Bool { self == .checking || self == .running }
}

/// One file of goods, from its upload to its undoing.
struct ProductImport: Sendable {
  /// Rows by what became of them.
  struct Tally: Sendable, Hashable {
    var created: Int64 = 0
    var updated: Int64 = 0
    var unchanged: Int64 = 0
    var failed: Int64 = 0
    var warned: Int64 = 0
    /// Rows looked at.
    var done: Int64 = 0

    mutating func count(_ verdict: ImportVerdict) {
      done += 1
      if !verdict.warnings.isEmpty { warned += 1 }
      switch verdict.kind {
      case .create: created += 1
      case .update: updated += 1
      case .unchanged: unchanged += 1
      case .error: failed += 1
      case .joined: break
      }
    }
  }

  let id: ImportID
  /// Of the file, as the browser named it.
  let name: String
  let format: ImportFile.Format
  let size: Int64
  let state: ImportState
  let plan: ImportPlan?
  let isWhole: Bool
  /// Rows in the file, once they were counted.
  let total: Int64
  let tally: Tally
  let undone: Int64
  let kept: Int64
  /// Why the file can't be read.
  let fault: Message?
  let createdAt: Instant
  let createdBy: MemberID?
  let memberName: String
  let endedAt: Instant?
  let undoneAt: Instant?
  /// When somebody stopped it; the rows behind were not looked at.
  let stoppedAt: Instant?
  /// Whether it ended with faults of which nobody has taken care.
  let isFaulty: Bool

  /// The kept counter of those with faults.
  static let counter = "imports.faulty"

  func file(_ configuration: Configuration, seller: Int64) -> ImportFile {
    ImportFile(configuration, seller: seller, id, format)
  }
}

/// A row that is remembered.
struct ImportedRow: Sendable {
  let line: Int64
  let kind: ImportVerdict.Kind
  let offerID: String
  let title: String
  let product: ProductID?
  let problems: [Problem]
  let isWarned: Bool
}
