import Office

/// The figures for people and for programs.
enum BenchReport {
  static let head = row(
    "load", "clients", "per second", "p50 ms", "p99 ms", "cpu us", "bytes", "bad")

  static func line(_ result: LoadResult) -> String {
    row(
      result.name, "\(result.connections)", "\(Int(result.perSecond))",
      decimal(result.milliseconds(0.5), 3), decimal(result.milliseconds(0.99), 3),
      result.processorMicroseconds > 0 ? decimal(result.processorMicroseconds, 1) : "-",
      "\(result.bytes)", "\(result.failures)")
  }

  static func end(_ benchmark: Benchmark) -> [String] {
    let starts = benchmark.starts.map { decimal($0, 1) }.joined(separator: " ")
    let idle = memory(benchmark.idle)
    return [
      "start to first page of orders, ms: \(starts)",
      "resident memory, MiB: idle \(idle), after the pages \(memory(benchmark.loaded))",
    ] + (benchmark.imported.map { [line($0)] } ?? [])
      + (benchmark.streams.map { [line($0)] } ?? [])
  }

  private static func line(_ imported: ImportResult) -> String {
    let parts = imported.seconds.map { "\($0.part.rawValue) in \(decimal($0.seconds, 1)) s" }
    return "\(imported.rows) rows imported: \(parts.joined(separator: ", ")); at most "
      + "\(imported.memory / 1024) MiB above what was there"
  }

  private static func line(_ streams: StreamResult) -> String {
    "\(streams.streams) open streams: \(memory(streams.memory)) MiB above idle; a notice reaches "
      + "the first in \(decimal(streams.first, 1)) ms, the last in \(decimal(streams.last, 1)) ms"
      + (streams.deaf > 0 ? ", \(streams.deaf) never" : "")
  }

  static func json(_ benchmark: Benchmark) -> String {
    let plan = benchmark.office.plan
    let json = JSON.object([
      ("orders", .integer(Int64(plan.orders))), ("sellers", .integer(Int64(plan.sellers))),
      ("seed_seconds", benchmark.office.seedSeconds.map(JSON.number) ?? .null),
      ("start_ms", .array(benchmark.starts.map(JSON.number))),
      ("idle_rss_kib", .integer(Int64(benchmark.idle.resident))),
      ("idle_anonymous_kib", .integer(Int64(benchmark.idle.anonymous))),
      ("loaded_rss_kib", .integer(Int64(benchmark.loaded.resident))),
      ("loaded_anonymous_kib", .integer(Int64(benchmark.loaded.anonymous))),
      ("loads", .array(benchmark.results.map(json))),
      ("import", benchmark.imported.map(json) ?? .null),
      ("streams", benchmark.streams.map(json) ?? .null),
    ])
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func json(_ imported: ImportResult) -> JSON {
    .object(
      [
        ("rows", .integer(Int64(imported.rows))),
        ("anonymous_kib", .integer(Int64(imported.memory))),
      ] + imported.seconds.map { ("\($0.part.rawValue)_seconds", .number($0.seconds)) })
  }

  private static func json(_ streams: StreamResult) -> JSON {
    .object([
      ("count", .integer(Int64(streams.streams))),
      ("rss_kib", .integer(Int64(streams.memory.resident))),
      ("anonymous_kib", .integer(Int64(streams.memory.anonymous))),
      ("first_ms", .number(streams.first)), ("last_ms", .number(streams.last)),
      ("deaf", .integer(Int64(streams.deaf))),
    ])
  }

  private static func json(_ result: LoadResult) -> JSON {
    .object([
      ("name", .string(result.name)), ("clients", .integer(Int64(result.connections))),
      ("per_second", .number(result.perSecond)),
      ("p50_ms", .number(result.milliseconds(0.5))), ("p99_ms", .number(result.milliseconds(0.99))),
      ("cpu_us", .number(result.processorMicroseconds)), ("bytes", .integer(Int64(result.bytes))),
      ("bad", .integer(Int64(result.failures))),
    ])
  }

  private static func row(_ name: String, _ figures: String...) -> String {
    name.padded(to: 26)
      + figures.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
  }

  private static func memory(_ kibibytes: (resident: Int, anonymous: Int)) -> String {
    "\(kibibytes.resident / 1024) (\(kibibytes.anonymous / 1024) without files)"
  }

  private static func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let units = Int((value * Double(scale)).rounded())
    let rest = String(units % scale)
    return "\(units / scale)." + String(repeating: "0", count: max(0, digits - rest.count)) + rest
  }
}
