import Commerce
import HTTP
import SQL
import Template

/// What can be done to many things of a kind at once.
public protocol BulkVerb: RawRepresentable, CaseIterable, Sendable where RawValue == String {
  /// Whether values are typed before its effects can be shown.
  var takesValues: Bool { get }
  /// Whether what it did can be taken back.
  var isUndoable: Bool { get }
  /// Whether it does harm where it was not meant.
  var isRisky: Bool { get }
  /// The most things it takes.
  var most: Int { get }
}

extension BulkVerb {
  public var takesValues: Bool { false }
  public var isUndoable: Bool { true }
  public var isRisky: Bool { false }
  public var most: Int { BulkRun.most }
}

/// What a feature does to many of its things, and takes back: all that `BulkController` can't know.
///
/// The words of its pages are `<kind>.title` and, under `<kind>.bulk.`: `lead`, `thing`, `untitled`,
/// `apply` and `undo` (with a count), and `act.<verb>`.
public protocol BulkWork: BulkManners {
  /// `products`; names the job and the rows.
  static var kind: String { get }
  /// Where its list is; the runs lie below it.
  static var list: String { get }

  /// Everything that the list's filter finds, as the list itself reads the address; not much more
  /// than `BulkRun.most`.
  func found<C: RequestContext>(_ context: C) throws -> [Int64] where C.Scope == SellerScope

  /// The chosen things, without those that are gone. Where the verb takes no values, `before` and
  /// `after` say what it changes.
  func items(_ ids: [Int64], for verb: Verb, _ rows: SellerReader) throws -> [BulkItem]

  /// Where the values of a run are typed. Asked only for verbs that take values.
  func inputs<C: RequestContext>(
    of run: BulkRun, _ verb: Verb, typed: FormReader?, problems: [Problem], _ context: C
  ) throws -> BulkInputs where C.Scope == SellerScope

  /// The items of a run with the values that were typed. Throws `InvalidForm` to ask again.
  func fill<C: RequestContext>(
    _ run: BulkRun, _ verb: Verb, _ reader: inout FormReader, _ context: C
  ) throws -> [BulkItem] where C.Scope == SellerScope

  /// Does the run's act to one thing that is still as the preview saw it, in the transaction of the
  /// run, whole or not at all: throw `InvalidForm` or `Failure.conflict` to refuse one.
  /// - Returns: what undoing needs, and the thing's version after the act.
  func apply(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws -> (trace: JSON, version: Int64)

  /// Takes it back where nothing touched the thing since; refuses as `apply` does.
  func undo(_ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction) throws
}

/// Where values are typed before the effects are shown.
public enum BulkInputs: Sendable {
  /// The same for all things.
  case values([FieldView])
  /// A row for each thing; `head` is what the first column is.
  case table(head: String, heads: [String], rows: [BulkTableRow])

  var fields: [FieldView] {
    switch self {
    case .values(let fields): fields
    case .table(_, _, let rows): rows.flatMap(\.cells).map(\.field)
    }
  }
}
