import Commerce
import Office
import SQL

/// Where a posting is on its way from the buyer's payment to the buyer's door. The numbers are
/// stored: they never change, new ones are added at the end.
public enum PostingState: Int64, CaseIterable, Sendable, SQLConvertible {
  case awaitingPayment = 0
  case awaitingConfirmation = 1
  case onHold = 2
  case awaitingPackaging = 3
  case awaitingDelivery = 4
  case handedOver = 5
  case notAccepted = 6
  case delivering = 7
  case delivered = 8
  case completed = 9
  case returning = 10
  case returned = 11
  case cancelled = 12
  case lost = 13
  /// Came back and was looked at.
  case closed = 14
  /// Went into another posting of the same order.
  case merged = 15

  /// The word that programs see.
  public var word: String {
    switch self {
    case .awaitingPayment: "awaiting_payment"
    case .awaitingConfirmation: "awaiting_confirmation"
    case .onHold: "on_hold"
    case .awaitingPackaging: "awaiting_packaging"
    case .awaitingDelivery: "awaiting_delivery"
    case .handedOver: "handed_over"
    case .notAccepted: "not_accepted"
    case .delivering: "delivering"
    case .delivered: "delivered"
    case .completed: "completed"
    case .returning: "returning"
    case .returned: "returned_to_seller"
    case .cancelled: "cancelled"
    case .lost: "lost"
    case .closed: "closed"
    case .merged: "merged"
    }
  }

  /// The tab of the list that holds postings in this state.
  public var tab: PostingTab {
    switch self {
    case .awaitingPayment, .awaitingConfirmation, .onHold: .new
    case .awaitingPackaging: .pack
    case .awaitingDelivery, .notAccepted: .ship
    case .handedOver, .delivering, .returning: .transit
    case .delivered, .completed: .delivered
    case .returned, .cancelled, .lost, .closed, .merged: .cancelled
    }
  }

  /// Whether nothing happens to it any more.
  public var isFinal: Bool {
    switch self {
    case .completed, .cancelled, .closed, .merged: true
    default: false
    }
  }

  var tone: Tone {
    switch self {
    case .awaitingConfirmation, .awaitingPackaging, .awaitingDelivery, .notAccepted: .warn
    case .awaitingPayment, .onHold, .handedOver, .delivering, .returning: .info
    case .delivered, .completed: .ok
    case .returned, .cancelled, .closed, .merged: .neutral
    case .lost: .bad
    }
  }

  /// The state's name, as a string key.
  var label: String { "orders.state.\(word)" }
}

/// A tab of the list. Each is one range of one index.
public enum PostingTab: Int64, CaseIterable, Sendable, SQLConvertible {
  case new = 1
  case pack = 2
  case ship = 3
  case transit = 4
  case delivered = 5
  case cancelled = 6

  var name: String {
    switch self {
    case .new: "new"
    case .pack: "pack"
    case .ship: "ship"
    case .transit: "transit"
    case .delivered: "delivered"
    case .cancelled: "cancelled"
    }
  }

  /// Whether its postings wait for the seller.
  var isOpen: Bool { rawValue <= PostingTab.ship.rawValue }

  /// What an open state is called once its deadline is over, as a string key.
  var lateLabel: String { "orders.late.\(name)" }

  /// The kept counter of its postings.
  var counter: String { "orders.\(name)" }

  /// The kept counter of all postings that wait for the seller.
  static let openCounter = "orders.open"
}
