import Commerce
import Office
import SQL
import Template

/// The buyer's page with the question, opened by a link that only this installation can make.
enum QuestionLink {
  static let purpose = "orders.question"

  static func token(seller: Int64, posting: PostingID, _ kernel: Kernel) -> String {
    kernel.signedLink(seller: SellerID(raw: seller), object: posting.raw, purpose: purpose)
  }

  static func url(seller: Int64, posting: PostingID, _ kernel: Kernel) -> String {
    "\(kernel.configuration.publicURL)/q/\(token(seller: seller, posting: posting, kernel))"
  }
}

/// To the buyer: the shop has a question.
struct QuestionMail: MailView {
  static let template = "holds/question"

  let orderNumber: String
  let shopName: String
  let question: String
  let questionURL: String
  let until: String

  static let fields: [Field<QuestionMail>] = [
    .text("orderNumber") { $0.orderNumber },
    .text("shopName") { $0.shopName },
    .text("question") { $0.question },
    .text("questionURL") { $0.questionURL },
    .flag("hasUntil") { !$0.until.isEmpty },
    .text("until") { $0.until },
  ]
}

extension PostingMails {
  /// Questions to buyers; nothing where one was settled meanwhile.
  static func questions(_ kernel: Kernel) -> PostingMails {
    PostingMails(kind: "orders.question", kernel: kernel) { reading in
      let (id, seller) = (reading.posting.id, reading.rows.scope.seller)
      guard let hold = try HoldStore(rows: reading.rows).open(id), hold.reason.asksBuyer
      else { return nil }
      let (context, locale) = (reading.context, reading.locale)
      let shop = try context.reader.open.first(TrackingController.shop, seller)
      let zone = kernel.zones.rules(shop?.zone ?? "UTC")
      let mail = QuestionMail(
        orderNumber: reading.posting.orderNumber, shopName: shop?.name ?? "",
        question: HoldText.question(hold) { kernel.wording.strings.text($0, locale) },
        questionURL: QuestionLink.url(seller: seller, posting: id, kernel),
        until: hold.until.map {
          locale.shortDateTime(zone.local($0), today: zone.local(context.now).date)
        } ?? "")
      return try reading.letter(mail)
    }
  }
}

/// Questions in words.
enum HoldText {
  /// What the shop wrote; else the sentence of the reason.
  static func question(_ hold: Hold, _ text: (Message) -> String) -> String {
    hold.question.isEmpty ? text(Message("holds.ask.\(hold.reason.rawValue)")) : hold.question
  }
}
