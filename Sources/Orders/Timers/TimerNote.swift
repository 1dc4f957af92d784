import Commerce
import Office
import SQL

/// Says by when something must be done and what happens by itself if it is not: no timer fires
/// that was not announced.
struct TimerNote<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let deadlines: Deadlines

  func note(_ posting: Posting) throws(SQLError) -> DeadlineNote? {
    guard posting.timer != nil || posting.state.tab.isOpen else { return nil }
    let due = context.due(posting.due, from: posting.since)
    let isOpen = posting.state.tab.isOpen
    return DeadlineNote(
      headline: headline(posting, due), consequence: try automatic(posting),
      isSoon: isOpen && (due.isSoon || !posting.payment.isSettled),
      isOver: isOpen && posting.due < context.now)
  }

  private func headline(_ posting: Posting, _ due: DueView) -> String {
    let values = ["left": due.text, "time": due.exact]
    switch (posting.state, posting.timer?.kind) {
    case (.awaitingPayment, _): return context.text("timers.payBy", values)
    case (_, .resume): return context.text("timers.heldUntil", values)
    default: break
    }
    guard posting.state.tab.isOpen else { return context.text("timers.automatic") }
    guard posting.payment.isSettled else { return context.text("timers.unsettled") }
    let isOver = posting.due < context.now
    let step = "orders.deadline.\(posting.step.name)"
    let text = context.text(isOver ? "\(step).over" : step, values)
    return posting.state == .notAccepted ? context.text("timers.refused", ["step": text]) : text
  }

  /// "On Tuesday it counts as late, on Wednesday it is cancelled."
  private func automatic(_ posting: Posting) throws(SQLError) -> String {
    guard let timer = posting.timer else { return context.text("timers.none") }
    let time = ["time": context.time(timer.at)]
    switch timer.kind {
    case .warn where posting.state.tab.isOpen:
      let end = try deadlines.lapse(after: timer.at, at: posting.warehouse, in: context.reader)
      return context.text(
        "timers.warnOpen", ["time": context.time(timer.at), "end": context.time(end)])
    case .warn: return context.text("timers.warn.\(posting.state.word)", time)
    default: return context.text("timers.\(timer.kind.command.rawValue)", time)
    }
  }
}

extension Posting {
  /// The tab of the step that is next; a hold stands before the step that it interrupts.
  var step: PostingTab {
    state == .onHold && milestones.confirmed != nil ? .pack : state.tab
  }
}
