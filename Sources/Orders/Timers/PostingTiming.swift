import Commerce
import Office
import SQL

/// When a posting must be where next, and what the clock does otherwise.
extension PostingActs {
  /// What holds once a command has led to `state`.
  func plan(
    _ posting: Posting, _ act: PostingAct, to state: PostingState, at now: Instant,
    in tx: SellerTransaction
  ) throws(SQLError) -> Deadlines.Plan {
    let kept = Deadlines.Plan(due: posting.due, timer: posting.timer)
    if state == posting.state { return kept }
    if state == .onHold {
      guard let until = act.pausedUntil else { return kept }
      return Deadlines.Plan(due: until, timer: PostingTimer(kind: .resume, at: until))
    }
    let goesOn = state == .awaitingPackaging && posting.milestones.confirmed != nil
    if posting.state == .onHold, act.command == .resume || goesOn {
      let hold = try HoldStore(rows: tx.reader).open(posting.id)
      guard let left = hold?.remaining else { return kept }
      return try resumed(posting, with: left, at: now, in: tx)
    }
    if act.command == .unpack, let start = posting.milestones.confirmed {
      let plan = try deadlines.plan(
        for: state, since: start, at: posting.warehouse, in: tx.reader)
      return try posting.late == nil ? plan : lapsing(posting, due: plan.due, at: now, in: tx)
    }
    return try deadlines.plan(for: state, since: now, at: posting.warehouse, in: tx.reader)
  }

  /// The deadline moves by the time that the hold took, in working time.
  private func resumed(
    _ posting: Posting, with left: Duration, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> Deadlines.Plan {
    let calendar = try deadlines.calendar(of: posting.warehouse, in: tx.reader)
    let due = calendar?.moment(left, after: now) ?? now + left
    if posting.late != nil { return try lapsing(posting, due: due, at: now, in: tx) }
    return Deadlines.Plan(due: due, timer: PostingTimer(kind: .warn, at: due))
  }

  /// For a shop that was warned already.
  private func lapsing(
    _ posting: Posting, due: Instant, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) -> Deadlines.Plan {
    let calendar = try deadlines.calendar(of: posting.warehouse, in: tx.reader)
    let moment = deadlines.lapse(after: now, by: calendar)
    return Deadlines.Plan(due: due, timer: PostingTimer(kind: .lapse, at: moment))
  }

  /// The deadline is over. What waits for the shop is cancelled at the end of the next working
  /// day; counted from the warning, so that nobody loses a posting to a server that stood still.
  func warn(
    _ posting: Posting, _ judged: Int64, at now: Instant, in tx: SellerTransaction
  ) throws(SQLError) {
    guard posting.state.tab.isOpen else {
      try tx.run(Self.remind, posting.id.raw, PostingTimer.Kind?.none, Int64?.none, judged)
      return
    }
    let calendar = try deadlines.calendar(of: posting.warehouse, in: tx.reader)
    let moment = deadlines.lapse(after: now, by: calendar)
    try tx.run(Self.remind, posting.id.raw, PostingTimer.Kind.lapse, moment.milliseconds, judged)
    var place = posting.place
    place.isLate = true
    try PostingQueue.count(from: posting.place, to: place, in: tx)
  }
}
