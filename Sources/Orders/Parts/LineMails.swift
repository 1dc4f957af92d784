import Commerce
import Office
import SQL
import Template

/// To the buyer: a part of the order won't come.
struct LinesCancelledMail: MailView {
  static let template = "parting/lines-mail"

  let orderNumber: String
  let shopName: String
  let pieces: Int64
  let amount: String

  static let fields: [Field<LinesCancelledMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .number("pieces") { $0.pieces },
    .text("amount") { $0.amount },
  ]
}

extension PostingMails {
  /// About parts that were given up.
  static func lines(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.lines", kernel: kernel) { reading in
      guard let minor = reading.payload["minor"]?.integer,
        let pieces = reading.payload["pieces"]?.integer
      else { throw JobFailure.hopeless("the job names no money") }
      let amount = Money(minor: minor, currency: reading.posting.goods.currency)
      return try reading.letter(
        LinesCancelledMail(
          orderNumber: reading.posting.orderNumber, shopName: reading.shopName(), pieces: pieces,
          amount: reading.locale.moneyWithCode(amount)))
    }
  }

  func enqueue(
    _ posting: PostingID, _ amount: Money, _ pieces: Int64, in tx: SellerTransaction
  ) throws(SQLError) {
    try enqueue(
      posting, [("minor", .integer(amount.minor)), ("pieces", .integer(pieces))], in: tx)
  }
}
