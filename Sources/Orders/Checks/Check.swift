import Commerce
import Office

/// What a look at one side of a posting says.
enum Verdict: Int, Sendable, Comparable {
  case green, amber, red

  static func < (a: Verdict, b: Verdict) -> Bool { a.rawValue < b.rawValue }
}

/// One thing that was looked at: how it stands and, as string keys, what is the matter and what to
/// do about it.
struct Check: Sendable, Hashable {
  enum Key: String, CaseIterable, Sendable {
    case payment, amount, address, phone, stock, duplicate, sender
  }

  enum Value: Sendable, Hashable {
    case text(String)
    case money(Money)
    case count(Int64)
  }

  let key: Key
  let verdict: Verdict
  /// Names the case: `missing`, `postcode`.
  let variant: String
  var values: [String: Value] = [:]

  /// What it is about, what is the matter, and what to do.
  var label: String { "checks.\(key.rawValue)" }
  var text: String { "checks.\(key.rawValue).\(variant)" }
  var remedy: String? { verdict == .green ? nil : "checks.\(key.rawValue).\(variant).do" }
}

/// All that the checks look at. They decide without a clock or a database.
struct CheckFacts: Sendable {
  struct Line: Sendable {
    let quantity: Int64
    let price: Int64
    let discount: Int64
    let barcode: String
    /// What the warehouse has; nil where nothing is kept here.
    var holding: Holding?
  }

  var lines: [Line]
  var goods: Money
  var shipping: Money
  var total: Money
  var payment = PaymentState.paid
  /// Nil once it was erased.
  var recipient: Recipient?
  var sender: Sender?
  /// The number of a posting of the same buyer with the same goods, minutes away.
  var duplicate: String?
  /// Whether any carrier goes to the recipient's country.
  var isServed = true
  /// Whether pieces are still promised to it: then the shelf is compared.
  var isWaiting = true
}

extension Check {
  static func all(_ facts: CheckFacts) -> [Check] {
    var checks = [
      payment(facts.payment), amount(facts), address(facts.recipient, isServed: facts.isServed),
      phone(facts.recipient),
    ]
    if facts.isWaiting { checks.append(stock(facts)) }
    return checks + [duplicate(facts), sender(facts)]
  }

  /// Whether a check is red that no command keeps from being so: amounts are recomputed by every
  /// command that changes lines, and stock never promises more than it has.
  static func isRed(_ payment: PaymentState, _ recipient: Recipient?) -> Bool {
    let isServed = recipient.map { PostcodeForm.knows($0.country) } ?? true
    return [self.payment(payment), address(recipient, isServed: isServed), phone(recipient)]
      .contains { $0.verdict == .red }
  }

  private static func payment(_ state: PaymentState) -> Check {
    switch state {
    case .paid, .partiallyRefunded:
      Check(key: .payment, verdict: .green, variant: "paid")
    case .unpaid, .authorized:
      Check(key: .payment, verdict: .amber, variant: "waiting")
    case .failed:
      Check(key: .payment, verdict: .amber, variant: "failed")
    case .chargeback:
      Check(key: .payment, verdict: .red, variant: "disputed")
    case .expired, .refunded, .chargebackLost:
      Check(key: .payment, verdict: .red, variant: "gone")
    }
  }

  private static func amount(_ facts: CheckFacts) -> Check {
    let values: [String: Value] = [
      "goods": .money(facts.goods), "shipping": .money(facts.shipping),
      "total": .money(facts.total),
    ]
    let isRight = recomputed(facts) == facts.total.minor
    return Check(
      key: .amount, verdict: isRight ? .green : .red, variant: isRight ? "right" : "wrong",
      values: values)
  }

  /// Lines less discounts plus delivery; nil where that fits no amount or a part is impossible.
  private static func recomputed(_ facts: CheckFacts) -> Int64? {
    var sum: Int64 = 0
    for line in facts.lines {
      let (gross, isTooBig) = line.price.multipliedReportingOverflow(by: line.quantity)
      guard !isTooBig, line.quantity > 0, (0...gross).contains(line.discount) else { return nil }
      let (next, overflows) = sum.addingReportingOverflow(gross - line.discount)
      guard !overflows else { return nil }
      sum = next
    }
    guard sum == facts.goods.minor, facts.shipping.minor >= 0 else { return nil }
    let (total, overflows) = sum.addingReportingOverflow(facts.shipping.minor)
    return overflows ? nil : total
  }

  private static func address(_ recipient: Recipient?, isServed: Bool) -> Check {
    guard let to = recipient else {
      return Check(key: .address, verdict: .amber, variant: "erased")
    }
    guard to.isAddressComplete, !to.country.isEmpty else {
      return Check(key: .address, verdict: .red, variant: "missing")
    }
    guard isServed else {
      return Check(
        key: .address, verdict: .red, variant: "unserved",
        values: ["country": .text(to.country)])
    }
    guard let example = PostcodeForm.misfit(to.postcode, in: to.country) else {
      return Check(key: .address, verdict: .green, variant: "right")
    }
    return Check(
      key: .address, verdict: .amber, variant: "postcode",
      values: ["country": .text(to.country), "example": .text(example)])
  }

  private static func phone(_ recipient: Recipient?) -> Check {
    guard let to = recipient else {
      return Check(key: .phone, verdict: .amber, variant: "erased")
    }
    if to.phone.isEmpty { return Check(key: .phone, verdict: .red, variant: "missing") }
    let isRight = PhoneNumber.isPlausible(to.phone)
    return Check(
      key: .phone, verdict: isRight ? .green : .amber, variant: isRight ? "right" : "odd")
  }

  private static func stock(_ facts: CheckFacts) -> Check {
    let held = facts.lines.compactMap { line in line.holding.map { (line, $0) } }
    guard held.count == facts.lines.count else {
      return Check(key: .stock, verdict: .amber, variant: "unknown")
    }
    let short = held.reduce(Int64(0)) { $0 + max(0, $1.1.reserved - $1.1.onHand) }
    if short > 0 {
      return Check(
        key: .stock, verdict: .red, variant: "short", values: ["pieces": .count(short)])
    }
    if held.contains(where: { $0.1.barcode.isEmpty || $0.1.barcode != $0.0.barcode }) {
      return Check(key: .stock, verdict: .amber, variant: "barcode")
    }
    return Check(key: .stock, verdict: .green, variant: "right")
  }

  private static func duplicate(_ facts: CheckFacts) -> Check {
    guard let number = facts.duplicate else {
      return Check(key: .duplicate, verdict: .green, variant: "none")
    }
    return Check(
      key: .duplicate, verdict: .amber, variant: "found", values: ["number": .text(number)])
  }

  private static func sender(_ facts: CheckFacts) -> Check {
    let isRight = facts.sender?.isComplete ?? false
    return Check(
      key: .sender, verdict: isRight ? .green : .amber, variant: isRight ? "right" : "missing")
  }
}

/// What phone numbers look like (ITU-T E.164: at most 15 digits).
enum PhoneNumber {
  /// Whether somebody may answer: neither too short nor too long, not one digit again and again,
  /// not the keys in their order.
  static func isPlausible(_ text: String) -> Bool {
    let digits = text.utf8.filter { (48...57).contains($0) }
    guard (7...15).contains(digits.count), let first = digits.first else { return false }
    if digits.dropFirst().allSatisfy({ $0 == first }) { return false }
    let steps = zip(digits, digits.dropFirst()).map { Int($1) - Int($0) }
    return !steps.allSatisfy { $0 == 1 } && !steps.allSatisfy { $0 == -1 }
  }
}
