import Commerce
import Office
import SQL
import Template

/// To the shop's staff: a paper ends soon, or is over and the listing off sale.
struct CertificateMail: MailView {
  static let template = "mail/certificate"

  let title: String
  let number: String
  let date: String
  let isOver: Bool
  let href: String

  static let fields: [Field<CertificateMail>] = [
    .text("title") { $0.title },
    .text("number") { $0.number },
    .text("date") { $0.date },
    .flag("isOver") { $0.isOver },
    .text("href") { $0.href },
  ]
}

/// Mails to those of a shop who look after its goods.
struct CertificateMails: Sendable {
  let kernel: Kernel

  func send(
    _ paper: DueCertificate, of product: Product, isOver: Bool, in tx: SellerTransaction
  ) throws {
    let staff = try ShopStaff.addresses(
      of: paper.seller, in: [.owner, .catalogue], tx.transaction.open)
    for member in staff {
      let mail = CertificateMail(
        title: product.title, number: paper.number, date: member.locale.date(paper.expires),
        isOver: isOver,
        href: "\(kernel.configuration.publicURL)/products/\(product.id)/certificates")
      let letter = try kernel.wording.templates.letter(mail, member.locale)
      try kernel.outbox.send(
        to: member.address, subject: letter.subject, text: letter.text, shop: paper.seller,
        in: tx.transaction)
    }
  }
}
