import Commerce
import HTTP
import SQL

/// The figures of an office, for a program that watches it.
struct OfficeMetrics {
  private let office: Office
  private var out = OpenMetrics()

  /// - Parameter reader: counts the jobs.
  static func text(_ office: Office, _ reader: OpenReader) throws(SQLError) -> [UInt8] {
    var metrics = OfficeMetrics(office: office)
    let traffic = office.traffic.reading()
    metrics.requests(traffic)
    metrics.server(traffic)
    metrics.writer(office.kernel.database.writer.stats)
    metrics.jobs(try JobStore.backlog(reader))
    metrics.process()
    return metrics.out.finished
  }

  private init(office: Office) { self.office = office }

  private mutating func requests(_ traffic: Traffic.Reading) {
    out.begin("http_requests", .counter, "Answers by route and status.")
    for line in traffic.lines {
      for (code, count) in line.requests {
        out.add("_total", Self.labels(line) + [("code", String(code))], String(count))
      }
    }
    out.begin(
      "http_request_duration_seconds", .histogram, unit: "seconds",
      "From the end of a request's head to its answer.")
    let bounds = Traffic.bounds.map { OpenMetrics.seconds(Int($0)) }
    for line in traffic.lines {
      out.histogram(
        Self.labels(line), bounds: bounds, counts: line.buckets,
        sum: OpenMetrics.seconds(line.nanoseconds))
    }
  }

  private static func labels(_ line: Traffic.Reading.Line) -> [(String, String)] {
    [("method", line.label.method), ("route", line.label.route)]
  }

  private mutating func server(_ traffic: Traffic.Reading) {
    out.gauge("http_connections", "Connections that are open.", String(traffic.connections))
    out.gauge(
      "http_event_streams", "Pages that listen to events.",
      String(office.kernel.broadcast.count))
    out.counter("http_connections_accepted", "Connections so far.", String(traffic.accepted))
    out.counter(
      "http_received_bytes", unit: "bytes", "Octets that clients sent.", String(traffic.received))
    out.counter(
      "http_content_bytes", unit: "bytes", "Octets of content in answers.", String(traffic.sent))
    out.gauge(
      "worker_queue_requests", "Requests that wait for a worker.", String(traffic.waiting))
  }

  private mutating func writer(_ stats: Writer.Stats) {
    out.begin("writer_group_size", .histogram, "Changes in one transaction.")
    out.histogram(
      bounds: stats.sizes.bounds.map { "\($0).0" }, counts: stats.sizes.counts,
      sum: String(stats.sizes.sum))
    out.begin(
      "writer_commit_seconds", .histogram, unit: "seconds",
      "A commit, the wait for the disk included.")
    out.histogram(
      bounds: stats.commits.bounds.map(OpenMetrics.seconds), counts: stats.commits.counts,
      sum: OpenMetrics.seconds(stats.commits.sum))
  }

  private mutating func jobs(_ backlog: JobBacklog) {
    out.begin("jobs", .gauge, "Jobs that wait or were given up.")
    out.add("", [("state", "pending")], String(backlog.pending))
    out.add("", [("state", "dead")], String(backlog.dead))
  }

  private mutating func process() {
    let figures = ProcessFigures()
    out.gauge(
      "process_resident_memory_bytes", unit: "bytes", "Memory in use.",
      String(figures.residentBytes))
    out.gauge("process_open_fds", "Open files and sockets.", String(figures.openFiles))
    out.counter(
      "process_cpu_seconds", unit: "seconds", "Processor time used.",
      OpenMetrics.seconds(figures.processorNanoseconds))
    out.gauge(
      "process_start_time_seconds", unit: "seconds", "When it started, since 1970.",
      OpenMetrics.seconds(Int(office.startedAt.milliseconds) * 1_000_000))
    out.begin("sellerdesk", .info, "The program.")
    out.add("_info", [("version", office.kernel.configuration.version)], "1")
  }
}
