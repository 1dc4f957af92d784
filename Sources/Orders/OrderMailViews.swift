import Office
import Template

/// To the buyer: the parcel is with the carrier.
struct ShippedMail: MailView {
  static let template = "mail/shipped"

  let orderNumber: String
  let shopName: String
  let carrier: String
  let trackingNumber: String
  let trackingURL: String

  static let fields: [Field<ShippedMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .text("carrier") { $0.carrier },
    .text("trackingNumber") { $0.trackingNumber },
    .text("trackingURL") { $0.trackingURL },
  ]
}

/// To the buyer: the order is taken.
struct PlacedMail: MailView {
  static let template = "mail/placed"

  let orderNumber: String
  let amount: String
  let trackingURL: String

  static let fields: [Field<PlacedMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("amount") { $0.amount },
    .text("trackingURL") { $0.trackingURL },
  ]
}

/// To the buyer: nothing will come, the money goes back.
struct CancelledMail: MailView {
  static let template = "mail/cancelled"

  let orderNumber: String
  let shopName: String
  let amount: String

  static let fields: [Field<CancelledMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .text("amount") { $0.amount },
  ]
}

/// To the buyer: the parcel is lost, the money goes back.
struct LostMail: MailView {
  static let template = "losses/mail"

  let mail: CancelledMail

  static let fields: [Field<LostMail>] = [
    .text("orderNumber") { $0.mail.orderNumber },
    .text("shopName") { $0.mail.shopName },
    .text("amount") { $0.mail.amount },
  ]
}
