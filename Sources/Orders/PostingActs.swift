import Commerce
import Office
import SQL

/// A command to a posting, with what it needs.
struct PostingAct: Sendable {
  let command: PostingCommand
  let actor: Actor
  /// The version that the form showed; nil does not compare.
  var version: Int64?
  /// For the timeline: a reason, a carrier's word.
  var detail = ""
  /// Whose parcel it is now; only for `ship`.
  var shipment: Shipment?
  /// Until when a hold stops the deadline; nil where it goes on.
  var pausedUntil: Instant?
  /// Whether what came back can be sold again; only for `inspect`.
  var isSound = true
}

/// Carries out commands: checks the machine, writes the state and does what belongs to it, all
/// in the caller's transaction.
struct PostingActs: Sendable {
  let stock: any StockKeeping
  let kernel: Kernel
  let deadlines: Deadlines

  static let update = Command(
    """
    update main.posting set state = ?2, tab = ?3, due_at = ?4, since_at = ?5, confirmed_at = ?6,
      packed_at = ?7, shipped_at = ?8, delivered_at = ?9, cancelled_at = ?10, act = ?11,
      act_at = ?12, stage = ?13, judged = judged | ?14, fingerprint = case when ?3 <= 2 then fingerprint end,
      answered_at = ?15, version = version + 1
    where seller_id = current_seller() and id = ?1
    """)
  // The version stays: what somebody has on the screen is not wrong for it.
  static let remind = Command(
    """
    update main.posting set act = ?2, act_at = ?3, judged = judged | ?4,
      late_at = case when tab <= 3 then coalesce(late_at, due_at) else late_at end
    where seller_id = current_seller() and id = ?1
    """)
  static let insertEvent = Command(
    """
    insert into main.posting_event
      (seller_id, posting_id, id, kind, at, actor_kind, actor, detail)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    """)

  /// - Throws: `Failure.notFound`, `IllegalCommand`, `DuplicateTracking`.
  func perform(
    _ act: PostingAct, on id: PostingID, at now: Instant, in tx: SellerTransaction
  ) throws {
    guard let posting = try PostingStore(rows: tx.reader).posting(id) else {
      throw Failure.notFound
    }
    let step = try legal(act, posting)
    if let shipment = act.shipment { try assign(shipment, to: posting, at: now, in: tx) }
    let state = step.to.state(of: posting)
    let judgements = Judgement.all(
      posting, act.command, state, fault: cancellation(posting, act, at: now).reason.fault,
      deliver: deadlines.deliver, at: now)
    let judged = judgements.reduce(0) { $0 | $1.metric.bit }
    if act.command == .warn {
      try warn(posting, judged, at: now, in: tx)
    } else {
      try move(posting, act, to: state, judged, at: now, in: tx)
    }
    try judge(judgements, posting, at: now, in: tx)
    for effect in step.effects { try apply(effect, posting, act, at: now, in: tx) }
    if let kind = act.command.event {
      try record(kind, of: id, by: act.actor, act.detail, at: now, in: tx)
    }
    try publish(state, posting, act, at: now, in: tx)
  }

  /// The row of the machine, where everything that it asks for is so.
  func legal(_ act: PostingAct, _ posting: Posting) throws(IllegalCommand) -> PostingTransition {
    var refusal = IllegalCommand(
      command: act.command, number: posting.number, state: posting.state)
    let isStale = act.version.map { $0 != posting.version } ?? false
    guard !isStale, let step = PostingMachine.transition(act.command, in: posting.state),
      step.isOpen(to: act.actor.kind)
    else { throw refusal }
    refusal.unmet = step.guards.first { !$0.holds(for: posting) }
    if refusal.unmet != nil { throw refusal }
    return step
  }

  /// Adds to the timeline.
  func record(
    _ kind: PostingEvent.Kind, of posting: PostingID, by actor: Actor, _ detail: String,
    at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    let id: ID<PostingEvent> = kernel.newID()
    try tx.run(
      Self.insertEvent, tx.scope.seller, posting.raw, id.raw, kind, now.milliseconds, actor.kind,
      actor.name, detail)
  }

  private func move(
    _ posting: Posting, _ act: PostingAct, to state: PostingState, _ judged: Int64,
    at now: Instant, in tx: SellerTransaction
  ) throws {
    var done = posting.milestones
    let isSame = state == posting.state
    if !isSame { done.mark(state, at: now) }
    let plan = try plan(posting, act, to: state, at: now, in: tx)
    if posting.state == .onHold, !isSame {
      try tx.run(HoldStore.close, posting.id.raw, now.milliseconds, act.detail)
    }
    let stage = state == .delivering ? act.detail : ""
    let isAnswer = act.command == .resume && act.actor.kind == .buyer
    let answered = isAnswer ? now : isSame ? posting.answered : nil
    try tx.run(
      Self.update, posting.id.raw, state, state.tab, plan.due.milliseconds,
      (isSame ? posting.since : now).milliseconds, done.confirmed?.milliseconds,
      done.packed?.milliseconds, done.shipped?.milliseconds,
      done.delivered?.milliseconds, done.cancelled?.milliseconds, plan.timer?.kind,
      plan.timer?.at.milliseconds, stage, judged, answered?.milliseconds)
    try Self.count(from: posting.state.tab, to: state.tab, in: tx)
    var place = posting.place
    (place.state, place.isAnswered) = (state, answered != nil)
    try PostingQueue.count(from: posting.place, to: place, in: tx)
    if isSame { return }
    try WaveActs.leave(posting.id, for: state, at: now, in: tx)
    try endInquiry(of: posting.id, in: state, at: now, in: tx)
    if state == .lost {
      let isNew = try ClaimActs.open(
        posting.id, carrier: posting.carrier, currency: posting.total.currency, at: now, in: tx)
      if isNew { try Counters.add(1, to: Claim.counter, in: tx) }
    }
  }

  static func count(
    from old: PostingTab, to new: PostingTab, in tx: SellerTransaction
  ) throws(SQLError) {
    guard old != new else { return }
    try Counters.add(-1, to: old.counter, in: tx)
    try Counters.add(1, to: new.counter, in: tx)
    guard old.isOpen != new.isOpen else { return }
    try Counters.add(new.isOpen ? 1 : -1, to: PostingTab.openCounter, in: tx)
  }
}
