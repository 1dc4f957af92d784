import Synchronization

/// The counters of one reactor. Its thread alone changes them, by a load and a store without a
/// locked instruction; others only read.
final class Tally: Sendable {
  let connections = Atomic(0)
  private let accepted = Atomic(0)
  private let received = Atomic(0)
  private let sent = Atomic(0)
  private let lines: [TallyLine]

  init(labels: Int) { lines = (0..<max(1, labels)).map { _ in TallyLine() } }

  /// Counts an answer; an unknown label is the first.
  func note(_ label: Int, _ status: Status, content: Int64, nanoseconds: Int64) {
    lines[lines.indices.contains(label) ? label : 0].note(status, nanoseconds)
    sent.bump(Int(content))
  }

  func countAccepted() { accepted.bump(1) }
  func countReceived(_ octets: Int) { received.bump(octets) }

  func add(to reading: inout Traffic.Reading) {
    reading.connections += connections.load(ordering: .relaxed)
    reading.accepted += accepted.load(ordering: .relaxed)
    reading.received += received.load(ordering: .relaxed)
    reading.sent += sent.load(ordering: .relaxed)
    for (index, line) in lines.enumerated() { line.add(to: &reading.lines[index]) }
  }
}

/// The counters of one label.
private final class TallyLine: Sendable {
  private static let bounds = Traffic.bounds
  private let codes = InlineArray<40, Atomic<Int>> { _ in Atomic(0) }
  private let buckets = InlineArray<10, Atomic<Int>> { _ in Atomic(0) }
  private let nanoseconds = Atomic(0)

  func note(_ status: Status, _ taken: Int64) {
    codes[StatusSlots.slot(of: status)].bump(1)
    var bucket = 0
    while bucket < TallyLine.bounds.count, taken > TallyLine.bounds[bucket] { bucket += 1 }
    buckets[bucket].bump(1)
    nanoseconds.bump(Int(max(0, taken)))
  }

  func add(to line: inout Traffic.Reading.Line) {
    for (slot, code) in StatusSlots.codes.enumerated() {
      let count = codes[slot].load(ordering: .relaxed)
      guard count > 0 else { continue }
      if let place = line.requests.firstIndex(where: { $0.code == Int(code) }) {
        line.requests[place].count += count
      } else {
        line.requests.append((Int(code), count))
        line.requests.sort { $0.code < $1.code }
      }
    }
    for index in buckets.indices {
      line.buckets[index] += buckets[index].load(ordering: .relaxed)
    }
    line.nanoseconds += nanoseconds.load(ordering: .relaxed)
  }
}

/// Places for the status codes that an answer may have; one that has none is counted as 500.
private enum StatusSlots {
  static let codes: [UInt16] = [
    500, 200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 408,
    409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 429, 431, 501, 502, 503, 504, 505, 507,
  ]

  private static let slots: [UInt8] = {
    var slots = [UInt8](repeating: 0, count: 600)
    for (slot, code) in codes.enumerated() { slots[Int(code)] = UInt8(slot) }
    return slots
  }()

  static func slot(of status: Status) -> Int { Int(slots[Int(status.code)]) }
}

extension Atomic<Int> {
  /// For a counter that only one thread changes.
  fileprivate func bump(_ amount: Int) {
    store(load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }
}
