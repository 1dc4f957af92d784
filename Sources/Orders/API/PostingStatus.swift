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

  init(_ state: PostingState) {
    switch state {
    case .awaitingPayment: self = .awaitingRegistration
    case .awaitingConfirmation: self = .awaitingApprove
    case .onHold: self = .awaitingVerification
    case .awaitingPackaging: self = .awaitingPackaging
    case .awaitingDelivery: self = .awaitingDeliver
    case .handedOver: self = .acceptanceInProgress
    case .notAccepted: self = .notAccepted
    case .delivering: self = .delivering
    case .delivered, .completed: self = .delivered
    case .returning, .returned, .cancelled, .lost, .closed, .merged: self = .cancelled
    }
  }

  /// The finer word, which pushes use for the same.
  var substatus: String {
    switch self {
    case .awaitingRegistration: "posting_awaiting_registration"
    case .awaitingApprove, .awaitingVerification, .awaitingPackaging: "posting_created"
    case .awaitingDeliver: "posting_transferring_to_delivery"
    case .acceptanceInProgress: "posting_acceptance_in_progress"
    case .notAccepted: "posting_not_in_sort_center"
    case .delivering: "posting_on_way_to_city"
    case .driverPickup: "posting_driver_pick_up"
    case .delivered: "posting_delivered"
    case .cancelled: "posting_canceled"
    }
  }

  /// The states that it stands for. A status that SellerDesk has no state for finds nothing.
  static func states(named word: String) -> [PostingState] {
    PostingState.allCases.filter { PostingStatus($0).rawValue == word }
  }

  /// What a program may do now, in the API's words; read off the state machine.
  static func actions(in state: PostingState) -> [String] {
    var words: [String] = []
    if PostingMachine.transition(.pack, in: state) != nil { words.append("ship") }
    if PostingMachine.transition(.cancel, in: state) != nil { words.append("cancel") }
    if state == .awaitingDelivery {
      words += ["label_download", "label_download_small", "label_download_big"]
    }
    if PostingMachine.transition(.ship, in: state) != nil {
      words += ["set_track_number", "non_int_delivering"]
    }
    if PostingMachine.transition(.move, in: state) != nil { words.append("non_int_last_mile") }
    if PostingMachine.transition(.deliver, in: state) != nil { words.append("non_int_delivered") }
    return words
  }
}
