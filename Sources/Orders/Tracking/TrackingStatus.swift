/// What a carrier says of a parcel, in our words. Carriers' own codes are mapped to these.
public enum TrackingStatus: String, CaseIterable, Sendable {
  case accepted
  case inTransit = "in_transit"
  case customs
  case toPickupPoint = "to_pickup_point"
  case atPickupPoint = "at_pickup_point"
  case withCourier = "with_courier"
  case delivered
  case returning
  case returned = "returned_to_seller"
  case lost

  /// Takes our own words and the codes that carriers' systems use for the same.
  init?(code: String) {
    let word = String(code.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
    guard let status = Self(rawValue: word) ?? Self.aliases[word] else { return nil }
    self = status
  }

  private static let aliases: [String: TrackingStatus] = [
    "picked_up": .accepted, "pickup": .accepted, "info_received": .accepted,
    "transit": .inTransit, "departed": .inTransit, "arrived": .inTransit, "sorted": .inTransit,
    "at_customs": .customs, "customs_clearance": .customs,
    "available_for_pickup": .atPickupPoint, "ready_for_pickup": .atPickupPoint,
    "out_for_delivery": .withCourier, "courier": .withCourier,
    "delivery_complete": .delivered,
    "return_to_sender": .returning, "refused": .returning, "returned": .returned,
  ]

  /// The command that the carrier's word means for the posting.
  var command: PostingCommand {
    switch self {
    case .accepted, .inTransit, .customs, .toPickupPoint, .atPickupPoint, .withCourier: .move
    case .delivered: .deliver
    case .returning: .turnBack
    case .returned: .comeBack
    case .lost: .lose
    }
  }

  /// Its name, as a string key.
  var label: String { "orders.tracking.\(rawValue)" }
}
