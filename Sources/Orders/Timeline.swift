import Commerce
import Office

/// What happened to a posting, oldest first. The steps' times are in the posting's row; events
/// add who did them and what else happened.
struct Timeline {
  /// Something that happened, before it is in words.
  struct Entry: Sendable, Hashable {
    let at: Instant
    let label: Message
    /// Nil for what the page does not name.
    let actor: Message?
    /// What the buyer reads of it; nil for what is only the shop's.
    let told: Message?
  }

  let entries: [Entry]

  init(_ posting: Posting, _ events: [PostingEvent]) {
    var told = Set(events.map(\.kind))
    // What was put into another posting has ended without being cancelled.
    if told.contains(.joined) { told.insert(.cancelled) }
    // Who did what before a part was split off stands with the posting it comes from.
    let isPart = told.contains(.takenOver)
    let steps = Self.steps(
      posting.milestones, orderNumber: posting.orderNumber,
      stranger: isPart ? nil : Message("postings.actor.unknown")
    )
    .filter { step in step.kind.map { !told.contains($0) } ?? true }
    .map(\.entry)
    let all = steps + events.map(Self.entry)
    // Stable by time: a step keeps its place before what happened in the same moment.
    entries = all.enumerated().sorted { a, b in
      (a.element.at, a.offset) < (b.element.at, b.offset)
    }.map(\.element)
  }

  private static func steps(
    _ done: Milestones, orderNumber: String, stranger: Message?
  ) -> [(kind: PostingEvent.Kind?, entry: Entry)] {
    let buyer = Message("orders.actor.buyer")
    let steps: [(PostingEvent.Kind?, Instant?, Message, Message?)] = [
      (nil, done.placed, Message("orders.event.placed", ["order": orderNumber]), buyer),
      (.paid, done.paid, Message("orders.event.paid"), buyer),
      (.confirmed, done.confirmed, Message("orders.event.confirmed"), nil),
      (.packed, done.packed, Message("orders.event.packed"), nil),
      (.shipped, done.shipped, Message("orders.event.handedOver"), nil),
      (.tracking, done.delivered, Message("orders.tracking.delivered"), nil),
      (.cancelled, done.cancelled, Message("orders.event.cancelled"), nil),
    ]
    return steps.compactMap { kind, at, label, actor in
      at.map { (kind, Entry(at: $0, label: label, actor: actor ?? stranger, told: label)) }
    }
  }

  private static func entry(_ event: PostingEvent) -> Entry {
    Entry(at: event.at, label: label(event), actor: actor(event), told: told(event))
  }

  private static func told(_ event: PostingEvent) -> Message? {
    switch event.kind {
    case .confirmed, .packed, .shipped, .delivered, .tracking, .renumbered, .paid: label(event)
    case .cancelled: Message("orders.event.cancelled")
    case .reportedLost: Message("orders.tracking.lost")
    case .inquired: Message("inquiries.told.asked")
    case .inquiryAnswered: Message("inquiries.told.answered")
    default: nil
    }
  }

  private static func label(_ event: PostingEvent) -> Message {
    switch event.kind {
    case .confirmed:
      Message(event.detail == "rule" ? "checks.event.confirmed" : "orders.event.confirmed")
    case .packed: Message("orders.event.packed")
    case .shipped: Message("orders.event.shipped", ["parcel": event.detail])
    case .delivered: Message("orders.tracking.delivered")
    case .cancelled:
      event.detail.isEmpty
        ? Message("orders.event.cancelled") : Message("orders.event.cancelled.\(event.detail)")
    case .tracking: Message("orders.tracking.\(event.detail)")
    case .note: Message("orders.event.note", ["text": event.detail])
    case .renumbered: Message("orders.event.renumbered", ["parcel": event.detail])
    case .recipientShown: Message("orders.event.recipient.\(event.detail)")
    case .takenOver: Message("orders.event.takenOver", ["source": event.detail])
    case .payment: Message("postings.payment.\(event.detail)")
    case .held: Message("holds.event.held.\(event.detail.isEmpty ? "other" : event.detail)")
    case .resumed: Message("holds.event.resumed.\(event.detail.isEmpty ? "lifted" : event.detail)")
    case .inquired: Message("inquiries.event.asked")
    case .inquiryAnswered:
      event.detail.isEmpty
        ? Message("inquiries.event.answered")
        : Message("inquiries.event.answer", ["text": event.detail])
    case .inspected: Message("postings.event.inspected.\(event.detail)")
    default: Message("postings.event.\(event.kind.rawValue)", ["detail": event.detail])
    }
  }

  private static func actor(_ event: PostingEvent) -> Message? {
    switch event.actorKind {
    case .buyer: Message("orders.actor.buyer")
    case .carrier: Message("orders.actor.carrier")
    case .platform: Message("orders.actor.platform")
    case .member:
      event.actor.isEmpty
        ? Message("postings.actor.unknown") : Message("orders.actor.member", ["name": event.actor])
    }
  }
}

/// The way of a posting in steps, for the seller's page and the buyer's.
struct Track<Context: RequestContext> {
  let context: Context
  let zone: TimeZoneRules
  /// The buyer is not told by when the shop must act.
  let isBuyer: Bool

  private struct Step {
    let key: String
    let at: Instant?
    /// The states in which this step is the next one.
    let states: [PostingState]
  }

  func steps(_ posting: Posting) -> [TrackStep] {
    way(posting).map { step in
      let isCurrent = step.states.contains(posting.state)
      return TrackStep(
        label: isCurrent ? present(posting) : context.text("orders.track.\(step.key)"),
        when: when(step.at, posting, isCurrent), isDone: step.at != nil && !isCurrent,
        isCurrent: isCurrent)
    }
  }

  private func way(_ posting: Posting) -> [Step] {
    let done = posting.milestones
    var steps = [
      Step(
        key: "paid", at: done.paid ?? (posting.payment == .paid ? done.placed : nil),
        states: [.awaitingPayment]),
      Step(key: "confirmed", at: done.confirmed, states: [.awaitingConfirmation, .onHold]),
      Step(key: "packed", at: done.packed, states: [.awaitingPackaging]),
      Step(key: "handedOver", at: done.shipped, states: [.awaitingDelivery, .notAccepted]),
      Step(
        key: "delivered", at: done.delivered,
        states: [.handedOver, .delivering, .returning, .returned, .closed, .lost]),
    ]
    if posting.state == .cancelled || posting.state == .merged {
      steps = steps.filter { $0.at != nil }
      steps.append(
        Step(
          key: "cancelled", at: done.cancelled ?? posting.due, states: [.cancelled, .merged]))
    }
    return steps
  }

  private func present(_ posting: Posting) -> String {
    if isBuyer { return context.text("tracking.state.\(posting.state.word)") }
    // "Handed over" is the step before.
    let isUnscanned = posting.state == .handedOver
    return context.text(isUnscanned ? "orders.track.unscanned" : posting.state.label)
  }

  private func when(_ at: Instant?, _ posting: Posting, _ isCurrent: Bool) -> String {
    if let at { return context.time(at, in: zone) }
    guard isCurrent, !isBuyer, posting.state.tab.isOpen else { return "" }
    return context.text("orders.track.until", ["time": context.time(posting.due, in: zone)])
  }
}

extension RequestContext {
  /// A date and time in a zone that is not the reader's own.
  func time(_ instant: Instant, in zone: TimeZoneRules) -> String {
    locale.shortDateTime(zone.local(instant), today: zone.local(now).date)
  }
}
