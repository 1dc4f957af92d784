import Commerce
import Office
import SQL
import Template

/// To the buyer: what the shop says of the parcel.
struct InquiryMail: MailView {
  static let template = "inquiries/mail"

  let orderNumber: String
  let shopName: String
  let answer: String
  let trackingURL: String

  static let fields: [Field<InquiryMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .text("answer") { $0.answer },
    .text("trackingURL") { $0.trackingURL },
  ]
}

extension PostingMails {
  /// Answers to buyers.
  static func answers(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "inquiries.answer", kernel: kernel) { reading in
      let inquiry = try InquiryStore(rows: reading.rows).inquiry(of: reading.posting.id)
      guard let inquiry, !inquiry.answer.isEmpty else { return nil }
      return try reading.letter(
        InquiryMail(
          orderNumber: reading.posting.orderNumber, shopName: reading.shopName(),
          answer: inquiry.answer, trackingURL: kernel.link(to: reading.link)))
    }
  }
}
