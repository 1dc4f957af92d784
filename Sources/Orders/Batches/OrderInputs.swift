import Commerce
import HTTP
import Office
import SQL
import Template

/// The values of a run on postings: where they are typed, and what they would do to each.
struct OrderInputs<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let run: BulkRun
  let verb: OrderVerb
  private let marks: MarkStore
  private let staff: [Carer]

  init(_ context: Context, _ run: BulkRun, _ verb: OrderVerb) throws {
    self.context = context
    self.run = run
    self.verb = verb
    marks = MarkStore(rows: context.reader)
    staff = verb == .assign ? try marks.staff() : []
  }

  func view(_ typed: FormReader?, _ problems: [Problem]) throws -> BulkInputs {
    var field: FieldView
    switch verb {
    case .hold:
      let (reason, question) = HoldForm.fields(context, typed, problems)
      return .values([reason, question])
    case .cancel:
      let reason = CancelReason.field(
        context, CancelReason.offered, chosen: typed?.typed("reason") ?? "", problems: problems)
      return .values([reason])
    case .assign:
      field = MarkForm.field(context, staff, chosen: typed?.typed("assignee") ?? "")
      field.error = context.error(of: field.name, in: problems)
      return .values([field])
    case .note:
      field = FieldView("note", label: context.text("batches.field.note"))
      field.isWide = true
    default:
      field = FieldView("tag", label: context.text("batches.tag.\(verb.rawValue)"))
      field.hint = context.text(
        "marks.add.hint", ["max": context.locale.number(Int64(Tag.longest))])
    }
    field.value = typed?.typed(field.name) ?? ""
    field.error = context.error(of: field.name, in: problems)
    return .values([field])
  }

  /// The items with what is and what would be.
  func items(_ reader: inout FormReader) throws -> [BulkItem] {
    let change = try read(&reader)
    let chosen = try BulkStore(rows: context.reader).items(
      of: run.id, .waiting, limit: BulkRun.most)
    let ids = chosen.map(\.object)
    let found = try PostingStore(rows: context.reader).postings(ids)
    let postings = Dictionary(found.map { ($0.id.raw, $0) }) { first, _ in first }
    let worn = verb.wearsMarks ? try marks.marks(of: ids) : [:]
    return chosen.compactMap { item in
      guard let posting = postings[item.object] else { return nil }
      let (before, after) = change(posting, worn[item.object] ?? Marks())
      return BulkItem(
        position: item.position, object: item.object, title: item.title,
        version: posting.version, before: JSON(texts: before), after: JSON(texts: after))
    }
  }

  private typealias Change = (Posting, Marks) -> (
    before: [String: String], after: [String: String]
  )

  /// What the values mean for a posting.
  private func read(_ reader: inout FormReader) throws -> Change {
    switch verb {
    case .cancel:
      let reason = reader.choice("reason", CancelReason.self)
      if let reason, !CancelReason.offered.contains(reason) { reader.add("reason", "form.choice") }
      try reader.check()
      return { posting, _ in
        let after = [
          "reason": reason?.rawValue ?? "", "state": PostingState.cancelled.word,
        ]
        return (["state": posting.state.word], after)
      }
    case .hold:
      let draft = HoldForm.read(&reader)
      try reader.check()
      let after = draft?.texts ?? [:]
      return { posting, _ in
        (
          ["state": posting.state.word],
          after.merging(["state": PostingState.onHold.word]) { old, _ in old }
        )
      }
    case .assign:
      let carer = MarkForm.carer(&reader, staff)
      try reader.check()
      return { _, worn in
        let before = worn.carer?.description ?? ""
        return (["assignee": before], ["assignee": carer?.id.description ?? ""])
      }
    case .note:
      let text = reader.text("note", 1...1_000)
      try reader.check()
      return { _, _ in ([:], ["note": text]) }
    default:
      let tag = MarkForm.tag(&reader)
      try reader.check()
      let isOn = verb == .tag
      return { _, worn in
        let before = worn.tags
        let one = Set([tag].compactMap { $0 })
        let after = isOn ? before.union(one) : before.subtracting(one)
        return (["tags": Tag.text(before)], ["tags": Tag.text(after)])
      }
    }
  }
}

extension OrderWork {
  /// That it can't be taken back, and what cancelling does to the service metrics.
  func remarks<C: RequestContext>(
    of run: BulkRun, _ verb: OrderVerb, _ context: C
  ) throws -> [String] where C.Scope == SellerScope {
    guard run.state == .editing || run.state == .preview, !verb.isUndoable else { return [] }
    let final = [context.text("batches.final.\(verb.rawValue)")]
    guard verb == .cancel, run.state == .preview,
      let first = try BulkStore(rows: context.reader).items(of: run.id, .waiting, limit: 1).first,
      let reason = first.after.texts["reason"].flatMap(CancelReason.init)
    else { return final }
    guard reason.fault == .seller else { return final + [context.text("batches.cancel.free")] }
    let service = ServiceStore(rows: context.reader)
    let today = try service.day(of: context.now, context.kernel)
    let count = try context.reader.one(
      OrderWorkSQL.unjudged, run.id.raw, ServiceMetric.cancellation.bit)
    let after = try service.preview(
      Judgement(metric: .cancellation, isCounted: true), of: count, today: today)
    return try final
      + ServiceWords(context: context).rates(
        service.metrics(today: today), after: after, of: [.cancellation]
      ).map { rate in
        context.text(
          "batches.cancel.rate",
          [
            "metric": rate.label, "window": rate.text, "now": rate.rate, "after": rate.after,
            "then": rate.consequence,
          ])
      }
  }
}
