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

  static let staff = Query(
    """
    select m.email, m.name, coalesce(m.locale, 'en')
    from membership s join member m on m.id = s.member_id
    where s.shop = ? and s.role in ('owner', 'catalogue') and m.state = 'active'
    """
  ) { (email: String, name: String, locale: String) in
    (email: email, name: name, locale: Locale(rawValue: locale) ?? .en)
  }

  func send(
    _ paper: DueCertificate, of product: Product, isOver: Bool, in tx: SellerTransaction
  ) throws {
    for member in try tx.transaction.open.all(Self.staff, paper.seller) {
      guard let to = MailAddress(member.email, name: member.name) else { continue }
      let mail = CertificateMail(
        title: product.title, number: paper.number, date: member.locale.date(paper.expires),
        isOver: isOver,
        href: "\(kernel.configuration.publicURL)/products/\(product.id)/certificates")
      let letter = try kernel.wording.templates.letter(mail, member.locale)
      try kernel.outbox.send(
        to: to, subject: letter.subject, text: letter.text, shop: paper.seller,
        in: tx.transaction)
    }
  }
}
