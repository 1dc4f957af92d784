/// Who carries parcels.
struct Carrier: Sendable, Hashable {
  let id: Int64
  let name: String
  /// The name of its usual service.
  let service: String
  let format: TrackingFormat
  /// A closed carrier takes no new parcels.
  let isActive: Bool
  /// A parcel of which nothing is heard for so many days is stuck.
  let stuckDays: Int64
  /// A lost parcel must be claimed from it within so many days.
  let claimDays: Int64

  /// The platform's own carrier: it numbers parcels itself, when they are packed.
  static let platform: Int64 = 1

  init(
    id: Int64, name: String, service: String, pattern: String, check: String,
    isActive: Bool = true, stuckDays: Int64 = 5, claimDays: Int64 = 30
  ) {
    self.id = id
    self.name = name
    self.service = service
    format = TrackingFormat(pattern: pattern, check: CheckDigit(rawValue: check) ?? .none)
    self.isActive = isActive
    self.stuckDays = stuckDays
    self.claimDays = claimDays
  }
}
