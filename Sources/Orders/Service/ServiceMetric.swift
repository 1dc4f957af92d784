import Commerce
import SQL

/// What a shop is measured by. The numbers are stored: new ones are added at the end. Of every
/// metric less is better.
enum ServiceMetric: Int64, CaseIterable, Sendable, SQLConvertible {
  /// Given up by the shop's fault, of what was given up so or handed over.
  case cancellation = 1
  /// Handed over after the deadline, of what was handed over.
  case lateHandover = 2
  /// Delivered after the promised day, of what was delivered.
  case lateDelivery = 3
  /// Not scanned by the carrier in time, of what was to be scanned.
  case tracking = 4

  var word: String {
    switch self {
    case .cancellation: "cancellation"
    case .lateHandover: "late_handover"
    case .lateDelivery: "late_delivery"
    case .tracking: "tracking"
    }
  }

  /// Where the next zone begins, in hundredths of a percent: blue, yellow, orange, red.
  var limits: [Int64] {
    switch self {
    case .cancellation: [100, 250, 400, 600]
    case .lateHandover: [200, 400, 700, 1_000]
    case .lateDelivery: [300, 600, 1_000, 1_500]
    case .tracking: [300, 500, 1_000, 2_000]
    }
  }

  /// The bit that says that a posting stands in the base already.
  var bit: Int64 { 1 << (rawValue - 1) }
}

/// How good or bad a rate is.
enum ServiceZone: Int, CaseIterable, Sendable, Comparable {
  case green, blue, yellow, orange, red

  static func < (a: ServiceZone, b: ServiceZone) -> Bool { a.rawValue < b.rawValue }

  var word: String { "\(self)" }
}

/// Counted items of so many.
struct ServiceRate: Sendable, Hashable {
  var base: Int64 = 0
  var counted: Int64 = 0

  /// Below so many a rate says nothing.
  static let least: Int64 = 10

  /// In hundredths of a percent, rounded half up.
  var basisPoints: Int64 { base > 0 ? (counted * 10_000 + base / 2) / base : 0 }

  /// Nil while there are too few to judge.
  func zone(of metric: ServiceMetric) -> ServiceZone? {
    guard base >= Self.least else { return nil }
    let crossed = metric.limits.filter { $0 <= basisPoints }.count
    return ServiceZone(rawValue: crossed)
  }
}

/// A day of a metric, as it is kept.
struct ServiceDay: Sendable, Hashable {
  let day: Int64
  let metric: ServiceMetric
  let base: Int64
  let counted: Int64
}

/// The metrics of a shop in their windows of days before today.
struct ServiceMetrics: Sendable, Hashable {
  static let windows: [Int64] = [14, 60]

  private var rates: [ServiceMetric: [ServiceRate]] = [:]

  /// - Parameters:
  ///   - days: at least those of the longest window.
  ///   - today: a day of the shop, counted from 1970; it does not count.
  init(_ days: [ServiceDay], today: Int64) {
    for metric in ServiceMetric.allCases {
      rates[metric] = Self.windows.map { length in
        days.filter { $0.metric == metric && (today - length..<today).contains($0.day) }
          .reduce(into: ServiceRate()) { sum, day in
            sum.base += day.base
            sum.counted += day.counted
          }
      }
    }
  }

  /// - Parameter window: the place in `windows`.
  func rate(_ metric: ServiceMetric, _ window: Int) -> ServiceRate {
    guard let all = rates[metric], all.indices.contains(window) else { return ServiceRate() }
    return all[window]
  }
}

/// What a command means for a metric.
struct Judgement: Sendable, Hashable {
  let metric: ServiceMetric
  let isCounted: Bool

  /// What a step of a posting is judged by; each metric judges a posting once, but that one may
  /// be given up after the carrier refused it.
  static func all(
    _ posting: Posting, _ command: PostingCommand, _ state: PostingState, fault: Fault?,
    deliver: Duration, at now: Instant
  ) -> [Judgement] {
    func first(_ metric: ServiceMetric, _ isCounted: Bool) -> [Judgement] {
      posting.judged & metric.bit == 0 ? [Judgement(metric: metric, isCounted: isCounted)] : []
    }
    let isScan = posting.state == .handedOver && [.move, .deliver, .turnBack].contains(command)
    var all: [Judgement] = []
    if state == .cancelled, fault == .seller {
      all.append(Judgement(metric: .cancellation, isCounted: true))
    }
    if state == .handedOver, command == .ship {
      all += first(.cancellation, false)
      all += first(.lateHandover, posting.late != nil || now > posting.due)
    }
    if isScan { all += first(.tracking, now > posting.due) }
    if command == .warn, posting.state == .handedOver { all += first(.tracking, true) }
    if state == .delivered, let shipped = posting.milestones.shipped {
      all += first(.lateDelivery, now > shipped + deliver)
    }
    return all
  }
}
