import Commerce

/// A place from which parcels leave.
struct Warehouse: Sendable, Hashable {
  let id: WarehouseID
  var name: String
  var address: String
  /// An IANA name; empty for the shop's own.
  var timeZone: String
  /// A bit a day, Monday first.
  var workingDays: Int64
  /// Orders until then leave the same day: minutes from midnight there, 1440 for all day.
  var cutOff: Int64
  let isDefault: Bool

  /// Whether it works on a day of the week, 1 = Monday.
  func works(on weekday: Int) -> Bool { workingDays & (1 << Int64(weekday - 1)) != 0 }
}

/// A day on which a warehouse does not work.
struct Holiday: Sendable, Hashable {
  let date: LocalDate
  let name: String
}

/// A time in which a shop takes no orders.
public struct ShopPause: Sendable, Hashable {
  public let start: Instant
  /// The first moment at which it sells again.
  public let end: Instant

  public init(start: Instant, end: Instant) {
    self.start = start
    self.end = end
  }

  /// Whether the shop is on holiday then: what `sellable` and the shop front ask of the database.
  public func isPaused(at moment: Instant) -> Bool { start <= moment && moment < end }
}
