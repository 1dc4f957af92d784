import Commerce
import HTTP
import Office

/// Reads the forms of a warehouse and its calendar.
struct WarehouseForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// The name of a new warehouse.
  mutating func name() throws(InvalidForm) -> String {
    let name = reader.text("name", 1...100)
    try reader.check()
    return name
  }

  /// The warehouse as it was typed.
  mutating func read(over old: Warehouse, _ zones: TimeZones) throws(InvalidForm) -> Warehouse {
    var new = old
    new.name = reader.text("name", 1...100)
    new.address = reader.text("address", 0...200)
    new.timeZone = reader.text("time_zone", 0...60)
    if !new.timeZone.isEmpty, !zones.contains(new.timeZone) {
      reader.add("time_zone", "stock.error.zone")
    }
    new.cutOff = Self.minutes(reader.typed("cut_off")) ?? -1
    if new.cutOff < 0 { reader.add("cut_off", "stock.error.time") }
    new.workingDays = Self.days(reader.fields)
    if new.workingDays == 0 { reader.add("day_1", "stock.error.days") }
    try reader.check()
    return new
  }

  mutating func holiday() throws(InvalidForm) -> Holiday {
    let date = date("date")
    let name = reader.text("holiday", 0...100)
    try reader.check()
    guard let date else { throw InvalidForm([]) }
    return Holiday(date: date, name: name)
  }

  /// The first and the last day on which the shop is closed.
  mutating func pause() throws(InvalidForm) -> (from: LocalDate, until: LocalDate) {
    let from = date("from")
    let until = date("until")
    if let from, let until, until < from { reader.add("until", "stock.error.order") }
    try reader.check()
    guard let from, let until else { throw InvalidForm([]) }
    return (from, until)
  }

  private mutating func date(_ name: String) -> LocalDate? {
    let text = reader.typed(name)
    if let date = LocalDate(iso: text) { return date }
    reader.add(name, text.isEmpty ? "form.required" : "stock.error.date")
    return nil
  }

  /// The boxes of the week that are ticked.
  static func days(_ fields: FormFields) -> Int64 {
    (1...7).reduce(0) { days, day in
      fields.first("day_\(day)") == "1" ? days | 1 << Int64(day - 1) : days
    }
  }

  /// `16:30` as minutes from midnight; nothing typed is the end of the day.
  static func minutes(_ text: String) -> Int64? {
    if text.isEmpty { return 1_440 }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count <= 2, parts[1].utf8.count == 2,
      let hours = Int64(parts[0]), let minutes = Int64(parts[1]), 0...23 ~= hours,
      0...59 ~= minutes
    else { return nil }
    return hours * 60 + minutes
  }

  static func time(_ minutes: Int64) -> String {
    if minutes == 1_440 { return "" }
    let hours = minutes / 60 < 10 ? "0\(minutes / 60)" : "\(minutes / 60)"
    return minutes % 60 < 10 ? "\(hours):0\(minutes % 60)" : "\(hours):\(minutes % 60)"
  }
}
