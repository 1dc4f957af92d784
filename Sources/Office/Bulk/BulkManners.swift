import Commerce
import HTTP
import SQL
import Template

extension BulkWork {
  public static var list: String { "/\(kind)" }

  static var path: String { "\(list)/bulk" }

  public func inputs<C: RequestContext>(
    of run: BulkRun, _ verb: Verb, typed: FormReader?, problems: [Problem], _ context: C
  ) throws -> BulkInputs where C.Scope == SellerScope { throw Failure.notFound }

  public func fill<C: RequestContext>(
    _ run: BulkRun, _ verb: Verb, _ reader: inout FormReader, _ context: C
  ) throws -> [BulkItem] where C.Scope == SellerScope { throw Failure.notFound }

  public func undo(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws { throw Failure.conflict(Message("bulk.late")) }

  public func permission(for verb: Verb) -> SellerPermission? { nil }

  public func applying(_ verb: Verb) -> String { "\(Self.kind).bulk.apply" }

  public func remarks<C: RequestContext>(
    of run: BulkRun, _ verb: Verb, _ context: C
  ) throws -> [String] where C.Scope == SellerScope { [] }

  public func shown<C: RequestContext>(
    _ value: String, of field: String, _ context: C
  ) throws -> String where C.Scope == SellerScope { value }

  public func address(of item: BulkItem) -> String { "\(Self.list)/\(item.object)" }

  public func label<C: RequestContext>(_ field: String, _ context: C) -> String {
    context.text("\(Self.kind).field.\(field)")
  }
}

/// How bulk work is told and who may do it; nearly all of it can be left as it is.
public protocol BulkManners: Sendable {
  associatedtype Verb: BulkVerb

  /// Who may do it, where not everybody may who sees the runs; nil for them all.
  func permission(for verb: Verb) -> SellerPermission?

  /// The words of the button that does it, a key with a count.
  func applying(_ verb: Verb) -> String

  /// What else the reader should know of a run: what it costs, that it can't be taken back.
  func remarks<C: RequestContext>(
    of run: BulkRun, _ verb: Verb, _ context: C
  ) throws -> [String] where C.Scope == SellerScope

  /// A value of an item as people read it.
  func shown<C: RequestContext>(
    _ value: String, of field: String, _ context: C
  ) throws -> String where C.Scope == SellerScope

  /// The page of a thing.
  func address(of item: BulkItem) -> String

  /// What people call a field of an item.
  func label<C: RequestContext>(_ field: String, _ context: C) -> String
}
