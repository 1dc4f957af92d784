import Commerce
import Office

/// The names that the Seller API has for the states of a posting.
enum PostingStatus: String, CaseIterable, Sendable {
  case awaitingRegistration = "awaiting_registration"
  case awaitingApprove = "awaiting_approve"
  case awaitingVerification = "awaiting_verification"
  case awaitingPackaging = "awaiting_packaging"
  case awaitingDeliver = "awaiting_deliver"
  case acceptanceInProgress = "acceptance_in_progress"
  case notAccepted = "not_accepted"
  case delivering
  case driverPickup = "driver_pickup"
  case delivered
  case cancelled

  /// - Parameter stage: what the carrier last said, while it is on the way.
  init(_ state: PostingState, stage: TrackingStatus? = nil) {
    switch state {
    case .awaitingPayment: self = .awaitingRegistration
    case .awaitingConfirmation: self = .awaitingApprove
    case .onHold: self = .awaitingVerification
    case .awaitingPackaging: self = .awaitingPackaging
    case .awaitingDelivery: self = .awaitingDeliver
    case .handedOver: self = .acceptanceInProgress
    case .notAccepted: self = .notAccepted
    case .delivering: self = stage == Self.lastMile ? .driverPickup : .delivering
    case .delivered, .completed: self = .delivered
    case .returning, .returned, .closed, .cancelled, .merged, .lost: self = .cancelled
    }
  }

  /// The carrier's word that the API has a status of its own for.
  static let lastMile = TrackingStatus.withCourier

  /// The finer word, which pushes use for the same.
  func substatus(_ stage: TrackingStatus? = nil) -> String {
    switch self {
    case .awaitingRegistration: "posting_awaiting_registration"
    case .awaitingApprove, .awaitingVerification, .awaitingPackaging: "posting_created"
    case .awaitingDeliver: "posting_transferring_to_delivery"
    case .acceptanceInProgress: "posting_acceptance_in_progress"
    case .notAccepted: "posting_not_in_sort_center"
    case .delivering:
      switch stage {
      case .toPickupPoint: "posting_on_way_to_pickup_point"
      case .atPickupPoint: "posting_in_pickup_point"
      default: "posting_on_way_to_city"
      }
    case .driverPickup: "posting_driver_pick_up"
    case .delivered: "posting_delivered"
    case .cancelled: "posting_canceled"
    }
  }

  /// The states that it stands for. A status that SellerDesk has no state for finds nothing.
  static func states(named word: String) -> [PostingState] {
    PostingState.allCases.filter { PostingStatus($0).rawValue == word }
      + (word == driverPickup.rawValue ? [.delivering] : [])
  }

  /// What a program may do now, in the API's words; read off the state machine.
  /// - Parameter isOurs: whether the platform's own carrier has the parcels, which reports itself.
  static func actions(in state: PostingState, isOurs: Bool = false) -> [String] {
    func may(_ command: PostingCommand) -> Bool {
      PostingMachine.transition(command, in: state)?.isOpen(to: .member) ?? false
    }
    var words: [String] = []
    if may(.pack) { words.append("ship") }
    if may(.cancel) { words.append("cancel") }
    if may(.cancelLines) { words.append("product_cancel") }
    if state == .awaitingDelivery {
      words += ["label_download", "label_download_small", "label_download_big"]
    }
    if may(.ship) { words.append("set_track_number") }
    if may(.offerAgain) { words.append("awaiting_delivery") }
    if isOurs { return words }
    if may(.ship) { words.append("non_int_delivering") }
    if may(.move) { words.append("non_int_last_mile") }
    if may(.deliver) { words.append("non_int_delivered") }
    return words
  }
}
