import Commerce
import HTTP
import Office
import SQL

enum OrderWorkSQL {
  /// Of the waiting postings of a run, those that no cancellation was counted for yet.
  static let unjudged = Query<Int64>(
    """
    select count(*) from bulk_item i join posting p on p.id = i.object
    where i.run_id = ? and i.outcome = 'waiting' and p.judged & ? = 0
    """)
  static let statements: [(String, any SQLStatement)] = [("OrderWork.unjudged", unjudged)]
}

/// Acts on many postings: the same acts and guards as on one.
struct OrderWork: BulkWork {
  typealias Verb = OrderVerb

  static let kind = "batches"
  static let list = "/orders"

  let acts: PostingActs

  func permission(for verb: OrderVerb) -> SellerPermission? { verb.permission }

  func applying(_ verb: OrderVerb) -> String { "batches.apply.\(verb.rawValue)" }

  func found<C: RequestContext>(_ context: C) throws -> [Int64] where C.Scope == SellerScope {
    try Self.found(context, most: BulkRun.most)
  }

  /// The postings that the list's address finds, in its order; a page more than `most` at most.
  static func found<C: RequestContext>(
    _ context: C, most: Int
  ) throws -> [Int64] where C.Scope == SellerScope {
    var ids: [Int64] = []
    var walk = try OrderWalk(OrdersList.request(context), PostingStore(rows: context.reader))
    while ids.count <= most, let rows = try walk.next() { ids += rows.map(\.id.raw) }
    return ids
  }

  func items(
    _ ids: [Int64], for verb: OrderVerb, _ rows: SellerReader
  ) throws -> [BulkItem] {
    let store = PostingStore(rows: rows)
    var items: [BulkItem] = []
    for id in ids {
      guard let posting = try store.posting(PostingID(raw: id)) else { continue }
      let step = verb.command.flatMap { PostingMachine.transition($0, in: posting.state) }
      let after = step.map { ["state": $0.to.state(of: posting).word] } ?? [:]
      items.append(
        BulkItem(
          position: Int64(items.count), object: id, title: posting.number,
          version: posting.version, before: JSON(texts: ["state": posting.state.word]),
          after: JSON(texts: after)))
    }
    return items
  }

  func inputs<C: RequestContext>(
    of run: BulkRun, _ verb: OrderVerb, typed: FormReader?, problems: [Problem], _ context: C
  ) throws -> BulkInputs where C.Scope == SellerScope {
    try OrderInputs(context, run, verb).view(typed, problems)
  }

  func fill<C: RequestContext>(
    _ run: BulkRun, _ verb: OrderVerb, _ reader: inout FormReader, _ context: C
  ) throws -> [BulkItem] where C.Scope == SellerScope {
    try OrderInputs(context, run, verb).items(&reader)
  }

  func shown<C: RequestContext>(
    _ value: String, of field: String, _ context: C
  ) throws -> String where C.Scope == SellerScope {
    switch field {
    case "state":
      let state = PostingState.allCases.first { $0.word == value }
      return state.map { context.text($0.label) } ?? value
    case "reason": return context.text("orders.cancellation.\(value)")
    case "hold": return context.text("holds.reason.\(value)")
    case "assignee":
      guard let id = MemberID(text: value) else { return value }
      return try context.reader.first(MarkStore.name, id.raw) ?? ""
    default: return value
    }
  }
}

extension OrderWork {
  func apply(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws -> (trace: JSON, version: Int64) {
    guard let verb = OrderVerb(rawValue: run.act) else { throw Failure.notFound }
    let id = PostingID(raw: item.object)
    let actor = Actor(kind: .member, name: run.memberName)
    if let command = verb.command {
      try perform(command, verb, item, by: actor, at: now, in: tx)
    } else {
      let isDone =
        switch verb {
        case .tag: try tag(item, by: actor, at: now, in: tx)
        case .untag: try untag(item, by: actor, at: now, in: tx)
        case .assign: try assign(item.after, id, by: actor, at: now, in: tx)
        default: try note(item, by: actor, at: now, in: tx)
        }
      if !isDone { throw Failure.conflict(Message("bulk.same")) }
    }
    return (.null, try PostingStore(rows: tx.reader).posting(id)?.version ?? 0)
  }

  /// Only tags and who takes care go back, and only where they still are as the run left them.
  func undo(
    _ item: BulkItem, of run: BulkRun, at now: Instant, in tx: SellerTransaction
  ) throws {
    let id = PostingID(raw: item.object)
    let actor = Actor(kind: .member, name: run.memberName)
    let isDone: Bool
    switch OrderVerb(rawValue: run.act) {
    case .tag: isDone = try untag(item, by: actor, at: now, in: tx)
    case .untag: isDone = try tag(item, by: actor, at: now, in: tx)
    case .assign:
      let carer = try MarkStore(rows: tx.reader).marks(of: id).carer
      let isUntouched = (carer?.description ?? "") == (item.after.texts["assignee"] ?? "")
      isDone = isUntouched ? try assign(item.before, id, by: actor, at: now, in: tx) : false
    default: throw Failure.conflict(Message("bulk.late"))
    }
    if !isDone { throw Failure.conflict(Message("bulk.changed")) }
  }

  private func perform(
    _ command: PostingCommand, _ verb: OrderVerb, _ item: BulkItem, by actor: Actor,
    at now: Instant, in tx: SellerTransaction
  ) throws {
    let id = PostingID(raw: item.object)
    do {
      if let hold = HoldDraft(item.after) {
        return try acts.hold(id, hold, by: actor, version: item.version, at: now, in: tx)
      }
      let detail =
        verb == .resume ? HoldAnswer.lifted.rawValue : item.after.texts["reason"] ?? ""
      let act = PostingAct(command: command, actor: actor, version: item.version, detail: detail)
      try acts.perform(act, on: id, at: now, in: tx)
    } catch let refusal as IllegalCommand {
      if let unmet = refusal.unmet {
        throw Failure.conflict(Message("postings.unmet.\(unmet.rawValue)"))
      }
      let isLegal = PostingMachine.transition(command, in: refusal.state) != nil
      throw Failure.conflict(
        Message(isLegal ? "bulk.changed" : "batches.refused.\(verb.rawValue)"))
    }
  }

  /// The one that the run puts on or takes off.
  private func change(_ item: BulkItem) throws -> Tag {
    let sides = [item.before, item.after].map { side in
      Set((side.texts["tags"] ?? "").split(separator: ",").compactMap { Tag($0) })
    }
    guard let tag = sides[0].symmetricDifference(sides[1]).first else {
      throw Failure.conflict(Message("bulk.same"))
    }
    return tag
  }

  private func tag(
    _ item: BulkItem, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    try acts.tag(change(item), on: PostingID(raw: item.object), by: actor, at: now, in: tx)
  }

  private func untag(
    _ item: BulkItem, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    try acts.untag(change(item), on: PostingID(raw: item.object), by: actor, at: now, in: tx)
  }

  private func assign(
    _ side: JSON, _ id: PostingID, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    let carer = try (side.texts["assignee"].flatMap { MemberID(text: $0) }).map { id in
      Carer(id: id, name: try tx.first(MarkStore.name, id.raw) ?? "")
    }
    return try acts.assign(carer, to: id, by: actor, at: now, in: tx)
  }

  private func note(
    _ item: BulkItem, by actor: Actor, at now: Instant, in tx: SellerTransaction
  ) throws -> Bool {
    try acts.note(
      item.after.texts["note"] ?? "", on: PostingID(raw: item.object), by: actor, at: now, in: tx)
    return true
  }
}

extension OrdersModule {
  var batchRoutes: Routes {
    BulkController(OrderWork(acts: acts), kernel: acts.kernel).routes(.noteOrders)
  }
}
