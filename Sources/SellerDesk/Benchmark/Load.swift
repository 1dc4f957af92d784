import Glibc

/// What a load showed.
struct LoadResult {
  let name: String
  let connections: Int
  var seconds = 0.0
  /// Nanoseconds of each answer, sorted.
  var times: [Int64] = []
  /// Answers that are not what was asked for.
  var failures = 0
  /// Octets of an answer on the average, with its head.
  var bytes = 0
  /// Processor time of the server for an answer, in microseconds.
  var processorMicroseconds = 0.0

  /// Adds what more of the same load showed.
  static func += (whole: inout LoadResult, part: LoadResult) {
    let count = whole.times.count + part.times.count
    let sum = whole.bytes * whole.times.count + part.bytes * part.times.count
    whole.bytes = count == 0 ? 0 : sum / count
    whole.times = (whole.times + part.times).sorted()
    whole.seconds += part.seconds
    whole.failures += part.failures
  }

  var perSecond: Double { seconds > 0 ? Double(times.count) / seconds : 0 }

  /// The time within which `share` of the answers came, in milliseconds.
  func milliseconds(_ share: Double) -> Double {
    guard let last = times.last else { return 0 }
    let place = Int(Double(times.count) * share)
    return Double(times.indices.contains(place) ? times[place] : last) / 1e6
  }
}

/// A load generator on one thread: each connection has one request under way, always.
struct Load {
  let port: UInt16
  let connections: Int
  let seconds: Double

  /// - Parameters:
  ///   - status: what a good answer has; `other` is as good.
  ///   - request: makes the next one.
  func run(
    _ name: String, status: Int = 200, alsoGood other: Int? = nil, _ request: () -> [UInt8]
  ) throws -> LoadResult {
    let open = try (0..<connections).map { _ in try LoadConnection(port: port) }
    var waiting = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    var times: [Int64] = []
    times.reserveCapacity(1 << 18)
    var (failures, bytes) = (0, 0)
    let start = MonotonicClock.nanoseconds()
    let end = start + Int64(seconds * 1e9)
    for connection in open { try connection.send(request()) }
    var under = connections
    while under > 0 {
      guard poll(&waiting, nfds_t(waiting.count), 30_000) > 0 else {
        throw HTTPClientError.broken("no answer in 30 s")
      }
      for index in open.indices where waiting[index].revents != 0 {
        guard let answer = try open[index].receive() else { continue }
        times.append(answer.nanoseconds)
        bytes += answer.bytes
        if answer.status != status && answer.status != other { failures += 1 }
        if MonotonicClock.nanoseconds() < end {
          try open[index].send(request())
        } else {
          waiting[index].fd = -1
          under -= 1
        }
      }
    }
    let spent = Double(MonotonicClock.nanoseconds() - start) / 1e9
    times.sort()
    return LoadResult(
      name: name, connections: connections, seconds: spent, times: times, failures: failures,
      bytes: times.isEmpty ? 0 : bytes / times.count)
  }
}
