import Commerce
import HTTP
import Office
import SQL

/// A posting's page and the acts on it. Each act is a resource of its own.
struct PostingController: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  func show(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    let showing = PostingShowing(context, try carriers.all(in: context.open), acts)
    return context.render(try showing.page(id))
  }

  func confirm(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    try act(.confirm, context, id, flash: "orders.flash.confirmed")
  }

  func pack(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    try act(.pack, context, id, flash: "orders.flash.packed")
  }

  /// The label is void, the box open again.
  func unpack(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    try act(.unpack, context, id, flash: "postings.flash.unpacked")
  }

  /// The carrier may try again.
  func offer(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    try act(.offerAgain, context, id, flash: "postings.flash.offered")
  }

  /// What came back goes into stock, or among the damaged.
  func inspect(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    _ = try context.posting(id)
    var form = FormReader(try context.form())
    guard let condition = form.choice("condition", Condition.self) else {
      throw Failure.invalid(form.problems)
    }
    var act = PostingAct(
      command: .inspect, actor: context.actor, version: try Version.read(form.fields),
      detail: condition.rawValue)
    act.isSound = condition == .sound
    return try context.answering(id) {
      try context.write(
        Act("posting.inspect", "posting", id.raw, detail: condition.rawValue)
      ) { tx in try acts.perform(act, on: id, at: context.now, in: tx) }
      return context.redirect(to: "/orders/\(id)", flash: Flash("postings.flash.inspected"))
    }
  }

  private func act(
    _ command: PostingCommand, _ context: WorkContext<SellerScope>, _ id: PostingID, flash: String
  ) throws -> Response {
    let version = try Version.read(context.form())
    return try context.answering(id) {
      let act = PostingAct(command: command, actor: context.actor, version: version)
      try context.write(Act("posting.\(command.rawValue)", "posting", id.raw)) { tx in
        try acts.perform(act, on: id, at: context.now, in: tx)
      }
      return context.redirect(to: "/orders/\(id)", flash: Flash(flash))
    }
  }

  /// A note for the staff, on the timeline.
  func note(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    var form = FormReader(try context.form())
    let text = form.text("note", 1...1_000, lines: true)
    guard form.problems.isEmpty else {
      return try again(context, id) { showing in
        showing.problems = form.problems
        showing.typedNote = form.typed("note")
      }
    }
    let actor = context.actor
    try context.write(Act("posting.note", "posting", id.raw)) { tx in
      try acts.note(text, on: id, by: actor, at: context.now, in: tx)
    }
    return context.redirect(to: "/orders/\(id)", flash: Flash("orders.flash.noted"))
  }

  /// Shows the recipient in this answer, once; who looked and why stays in the audit.
  func reveal(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    var form = FormReader(try context.form())
    guard let reason = form.choice("reason", RevealReason.self) else {
      return try again(context, id) { $0.problems = form.problems }
    }
    let actor = context.actor
    let act = Act("posting.recipient.shown", "posting", id.raw, detail: reason.rawValue)
    try context.write(act) { tx in
      guard try PostingStore(rows: tx.reader).posting(id) != nil else { throw Failure.notFound }
      try acts.record(.recipientShown, of: id, by: actor, reason.rawValue, at: context.now, in: tx)
    }
    return try again(context, id, status: .ok) { $0.isRevealed = true }
  }

  /// The page once more, with what was wrong in a form on it.
  func again(
    _ context: WorkContext<SellerScope>, _ id: PostingID, status: Status = .unprocessable,
    _ change: (inout PostingShowing<WorkContext<SellerScope>>) -> Void
  ) throws -> Response {
    var showing = PostingShowing(context, try carriers.all(in: context.open), acts)
    change(&showing)
    return context.render(try showing.page(id), status: status)
  }
}

/// What came back is like.
enum Condition: String, Sendable {
  case sound, damaged
}

/// The version of the posting that a form showed.
enum Version {
  static func read(_ form: FormFields) throws(Failure) -> Int64? {
    guard let text = form.first("version") else { return nil }
    guard let version = Int64(text) else { throw .malformed(Message("errors.400.text")) }
    return version
  }
}
