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

extension BuyerMails<InquiryMail> {
  /// Answers to buyers.
  static func answers(_ kernel: Kernel) -> BuyerMails {
    BuyerMails(kind: "inquiries.answer", kernel: kernel) { reading in
      let (id, rows) = (reading.posting.id, reading.rows)
      guard let inquiry = try InquiryStore(rows: rows).inquiry(of: id), !inquiry.answer.isEmpty
      else { return nil }
      let shop = try reading.context.reader.open.first(OrderMails.shopName, rows.scope.seller)
      return InquiryMail(
        orderNumber: reading.posting.orderNumber, shopName: shop ?? "", answer: inquiry.answer,
        trackingURL: kernel.link(to: TrackingLink(seller: rows.scope.seller, posting: id)))
    }
  }
}
