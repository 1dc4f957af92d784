/// What a posting's page says of the buyer's money, as string keys.
struct PaymentWords: Sendable {
  let state: PostingState
  let payment: PaymentState

  /// Given up with the money there: the buyer has it coming.
  private var isOwed: Bool { state == .cancelled && payment.isSettled }

  var payingLabel: String { isOwed ? "postings.payment.owed" : payment.label }

  /// What the sum is: paid, still to be paid, to be paid back or gone back.
  var totalLabel: String {
    if isOwed { return "orders.money.owed" }
    if state == .merged { return "orders.money.sum" }
    switch payment {
    case .paid, .partiallyRefunded, .chargeback: return "orders.money.total"
    case .refunded, .chargebackLost: return "orders.money.refunded"
    case .unpaid, .authorized, .failed:
      return state.isFinal ? "orders.money.sum" : "orders.money.unpaid"
    case .expired: return "orders.money.sum"
    }
  }
}
