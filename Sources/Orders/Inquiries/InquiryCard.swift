import Commerce
import Office
import SQL
import Template

/// On a posting's page: what the buyer asks, and the shop's answer (`inquiries/card`).
struct InquiryCard: View {
  let posting: Posting
  let state: BadgeView
  /// Since when and for how long the buyer waits; when it was settled.
  let summary: String
  /// By when an answer is due; empty once it is settled.
  let due: String
  /// The buyer's words; nil for none, and for those who may not see the recipient.
  let words: String?
  let answer: String
  /// Of the answer: the one given, or the one to an earlier question.
  let answerLabel: String
  /// The form; nil where it is settled, or the reader may not answer.
  let field: FieldView?
  /// Whether the parcel can be given up instead.
  let canReport: Bool

  static let fields: [Field<InquiryCard>] = [
    .view("state") { $0.state },
    .text("summary") { $0.summary },
    .text("due") { $0.due },
    .optional("words") { $0.words },
    .text("answer") { $0.answer },
    .text("answerLabel") { $0.answerLabel },
    .optional("field") { $0.field },
    .flag("canReport") { $0.canReport },
    .integer("seenVersion") { $0.posting.version },
    .url("action") { URLText(path: "/orders/\($0.posting.id)/inquiry") },
    .url("lossHref") { URLText(path: "/orders/\($0.posting.id)/loss") },
  ]
}

extension RequestContext where Scope == SellerScope {
  /// nil where the buyer has asked nothing.
  func inquiryCard(
    of posting: Posting, typed: String, problems: [Problem]
  ) throws(SQLError) -> InquiryCard? {
    let store = InquiryStore(rows: reader)
    guard let inquiry = try store.inquiry(of: posting.id) else { return nil }
    let mayRead = member?.may(.seeRecipients) ?? false
    let mayAnswer = member?.may(.answerBuyers) ?? false
    let mayReport = member?.may(.editOrders) ?? false
    let words = mayRead ? try store.words(of: posting.id) : ""
    var field = FieldView("answer", label: text("inquiries.answer"))
    field.hint = text("inquiries.answer.hint", ["max": locale.number(Int64(Inquiry.longest))])
    field.rows = 3
    field.value = typed
    field.error = error(of: "answer", in: problems)
    return InquiryCard(
      posting: posting, state: badge(inquiry), summary: summary(inquiry), due: due(inquiry),
      words: words.isEmpty ? nil : words, answer: inquiry.answer,
      answerLabel: text(inquiry.isOpen ? "inquiries.answer.before" : "inquiries.answer"),
      field: inquiry.isOpen && mayAnswer ? field : nil,
      canReport: inquiry.isOpen && mayReport && posting.canBeReportedLost)
  }

  private func badge(_ inquiry: Inquiry) -> BadgeView {
    if let outcome = inquiry.outcome {
      return BadgeView(text("inquiries.outcome.\(outcome.rawValue)"), .ok)
    }
    let isOver = inquiry.due < now
    return BadgeView(
      text(isOver ? "inquiries.state.over" : "inquiries.state.open"), isOver ? .bad : .warn)
  }

  private func summary(_ inquiry: Inquiry) -> String {
    let cause = text(inquiry.cause == .late ? "inquiries.cause.late" : "inquiries.cause.stuck")
    let asked = text("inquiries.asked", ["time": time(inquiry.asked)])
    if let closed = inquiry.closed {
      return "\(asked) \(text("inquiries.closed", ["time": time(closed)]))"
    }
    let waiting = text("inquiries.waits", ["duration": locale.duration(now - inquiry.asked)])
    return "\(asked) \(waiting) \(cause)"
  }

  private func due(_ inquiry: Inquiry) -> String {
    inquiry.isOpen ? text("inquiries.due", ["time": time(inquiry.due)]) : ""
  }
}
