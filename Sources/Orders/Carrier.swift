/// Who carries parcels.
struct Carrier: Sendable, Hashable {
  let id: Int64
  let name: String
  let service: String
  let format: TrackingFormat

  /// The platform's own carrier: it numbers parcels itself, when they are packed.
  static let platform: Int64 = 1

  init(id: Int64, name: String, service: String, pattern: String, check: String) {
    self.id = id
    self.name = name
    self.service = service
    format = TrackingFormat(pattern: pattern, check: CheckDigit(rawValue: check) ?? .none)
  }
}
