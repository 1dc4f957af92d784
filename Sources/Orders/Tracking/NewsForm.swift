import Commerce
import HTTP
import Office

/// Reads news of parcels from a form or from lines.
struct NewsForm {
  private(set) var reader: FormReader
  let clock: TimeZoneRules
  let now: Instant

  init(_ fields: FormFields, _ clock: TimeZoneRules, now: Instant) {
    reader = FormReader(fields)
    self.clock = clock
    self.now = now
  }

  /// One event, typed by hand.
  mutating func news() throws(InvalidForm) -> (part: Int64, news: ParcelNews) {
    let part = reader.integer("part", 1...Int64(ShipmentForm.mostParcels), required: true) ?? 1
    let status = reader.choice("status", TrackingStatus.self)
    let typed = reader.text("at", 0...40)
    let at = typed.isEmpty ? now : Self.moment(typed, clock)
    if at == nil { reader.add("at", "parcels.error.moment") }
    if let at, at > now + .minutes(10) { reader.add("at", "parcels.error.future") }
    let place = reader.text("place", 0...ParcelNews.mostPlace)
    try reader.check()
    guard let status, let at else { throw InvalidForm("status", Message("form.choice")) }
    return (
      part,
      ParcelNews(
        key: nil, status: status, code: status.rawValue, at: min(at, now), place: place,
        source: .hand)
    )
  }

  /// An event of a line: tracking number, word, moment, place, name of the event.
  static func news(
    _ line: SheetLines.Line, _ clock: TimeZoneRules, now: Instant
  ) -> Result<ParcelNews, Fault> {
    guard let status = TrackingStatus(code: line.field(1)) else { return .failure(.code) }
    guard let at = moment(line.field(2), clock) else { return .failure(.moment) }
    guard at <= now + .minutes(10) else { return .failure(.future) }
    let (place, key) = (line.field(3), line.field(4))
    guard place.unicodeScalars.count <= ParcelNews.mostPlace, key.utf8.count <= ParcelNews.mostKey,
      line.field(1).utf8.count <= 60
    else { return .failure(.long) }
    return .success(
      ParcelNews(
        key: key.isEmpty ? nil : key, status: status, code: line.field(1), at: min(at, now),
        place: place, source: .file))
  }

  /// Why a line can't be taken.
  enum Fault: String, Error, Sendable {
    case code, moment, future, early, long, unknown, platform, known

    var label: String { "parcels.line.\(rawValue)" }
  }

  /// `2026-11-28T09:30:00Z`, or by the shop's clock `2026-11-28 09:30`.
  static func moment(_ text: String, _ clock: TimeZoneRules) -> Instant? {
    if let instant = Instant(iso: text) { return instant }
    let parts = text.split { $0 == " " || $0 == "T" }
    guard parts.count == 2, let date = LocalDate(iso: parts[0]),
      let minutes = ClockText.minutes(String(parts[1].prefix(5))), minutes < 1_440,
      let local = LocalDateTime(
        date: date, hour: Int(minutes / 60), minute: Int(minutes % 60))
    else { return nil }
    return clock.instant(local)
  }
}
