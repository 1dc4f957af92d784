import Commerce

/// What somebody reports of a parcel.
struct ParcelNews: Sendable, Hashable {
  /// How it came. The words are stored.
  enum Source: String, Sendable {
    case api, file, hand
  }

  /// The reporter's own name of the event: the same news twice counts once.
  let key: String
  let status: TrackingStatus
  /// The reporter's own word for it.
  let code: String
  let at: Instant
  /// A hub or an office, as the carrier names it; never shown to the buyer.
  let place: String
  let source: Source

  static let mostKey = 100
  static let mostPlace = 80

  init(
    key: String?, status: TrackingStatus, code: String, at: Instant, place: String = "",
    source: Source
  ) {
    self.key = key ?? "\(status.rawValue) \(at)"
    self.status = status
    self.code = code
    self.at = at
    self.place = place
    self.source = source
  }
}

extension Posting {
  /// Whether something can have happened to its parcels then: not before it was ordered, as far as
  /// clocks of other time zones go. A wrong year would end the buyer's days to send it back at once.
  func allows(_ news: Instant) -> Bool { news >= milestones.placed + .hours(-24) }
}

extension TrackingStatus {
  /// Whether the parcel has come to its end: nobody waits for news of it.
  var isEnd: Bool {
    switch self {
    case .delivered, .returned, .lost: true
    default: false
    }
  }

  /// What all parcels of a posting together mean for it: it is delivered, back or lost when all
  /// of them are at their end, and goes back when none goes on.
  static func of(_ parcels: [TrackingStatus?]) -> TrackingStatus? {
    let known = parcels.compactMap { $0 }
    guard let first = known.first else { return nil }
    if known.count == parcels.count {
      if known.allSatisfy({ $0 == .delivered }) { return .delivered }
      if known.allSatisfy(\.isEnd) { return known.contains(.lost) ? .lost : .returned }
      if known.allSatisfy({ $0 == .returning || $0.isEnd }) { return .returning }
    }
    return known.first { !$0.isEnd && $0 != .returning } ?? (known.count == 1 ? first : .inTransit)
  }
}
