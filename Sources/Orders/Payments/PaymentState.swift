import Office
import SQL

/// How far the buyer's payment is. The numbers are stored: new ones are added at the end.
public enum PaymentState: Int64, CaseIterable, Sendable, SQLConvertible {
  case unpaid = 0
  /// The provider holds the money for us.
  case authorized = 1
  case paid = 2
  case partiallyRefunded = 3
  case refunded = 4
  /// The provider refused; the buyer may try again.
  case failed = 5
  /// It came to nothing in time.
  case expired = 6
  /// The buyer's bank wants the money back.
  case chargeback = 7
  case chargebackLost = 8

  /// The word that programs see.
  public var word: String {
    switch self {
    case .unpaid: "unpaid"
    case .authorized: "authorized"
    case .paid: "paid"
    case .partiallyRefunded: "partially_refunded"
    case .refunded: "refunded"
    case .failed: "failed"
    case .expired: "expired"
    case .chargeback: "chargeback"
    case .chargebackLost: "chargeback_lost"
    }
  }

  /// Whether the money for what is still in the posting is there.
  public var isSettled: Bool { self == .paid || self == .partiallyRefunded }

  var label: String { "postings.payment.\(word)" }
}

/// What can happen to a payment.
enum PaymentCommand: String, CaseIterable, Sendable {
  case authorize, pay, fail, expire
  case refundPart = "refund_part"
  case refund
  case dispute
  case winDispute = "win_dispute"
  case loseDispute = "lose_dispute"

  /// The command that a provider's word means.
  init?(reported word: String) {
    switch word {
    case "authorized": self = .authorize
    case "paid": self = .pay
    case "failed": self = .fail
    case "partially_refunded": self = .refundPart
    case "refunded": self = .refund
    case "chargeback": self = .dispute
    case "chargeback_won": self = .winDispute
    case "chargeback_lost": self = .loseDispute
    default: return nil
    }
  }
}

/// A row of the payment's machine.
struct PaymentTransition: Sendable {
  let command: PaymentCommand
  let from: [PaymentState]
  let to: PaymentState
  let by: [PostingDoor]
}

/// The machine of a payment (domain 2.2).
enum PaymentMachine {
  static let table: [PaymentTransition] = [
    PaymentTransition(
      command: .authorize, from: [.unpaid, .failed], to: .authorized, by: [.buyer]),
    PaymentTransition(
      command: .pay, from: [.unpaid, .authorized, .failed], to: .paid, by: [.buyer]),
    PaymentTransition(
      command: .fail, from: [.unpaid, .authorized], to: .failed, by: [.buyer]),
    PaymentTransition(
      command: .expire, from: [.unpaid, .authorized, .failed], to: .expired, by: [.timer]),
    PaymentTransition(
      command: .refundPart, from: [.paid, .partiallyRefunded], to: .partiallyRefunded,
      by: [.buyer]),
    PaymentTransition(
      command: .refund, from: [.paid, .partiallyRefunded], to: .refunded, by: [.buyer]),
    PaymentTransition(
      command: .dispute, from: [.paid, .partiallyRefunded], to: .chargeback, by: [.buyer]),
    PaymentTransition(command: .winDispute, from: [.chargeback], to: .paid, by: [.buyer]),
    PaymentTransition(
      command: .loseDispute, from: [.chargeback], to: .chargebackLost, by: [.buyer]),
  ]

  static func transition(
    _ command: PaymentCommand, in state: PaymentState
  ) -> PaymentTransition? {
    table.first { $0.command == command && $0.from.contains(state) }
  }
}

/// A report of a payment that its present state does not allow.
struct IllegalPayment: Error {
  let command: PaymentCommand
  let state: PaymentState
}
