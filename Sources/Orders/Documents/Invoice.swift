import Commerce
import Office
import SQL

/// An invoice as it was issued. It never changes: what it says was copied when it got its number.
struct Invoice: Sendable {
  let id: Int64
  let series: String
  let year: Int64
  let number: Int64
  let posting: PostingID
  let postingNumber: String
  let issued: LocalDate
  let seller: Sender
  let taxID: String
  let goods: Money
  let shipping: Money
  let total: Money
  /// In percent of the net price; nil for a shop that pays no value added tax.
  let rate: Int64?
  let tax: Money
  var lines: [InvoiceLine] = []
  var recipient: InvoiceRecipient?

  /// "A-2026-000123".
  var name: String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return "\(series)-\(year)-\(zeros)\(digits)"
  }

  /// The tax that a gross amount contains, in minor units, rounded half up.
  static func tax(in gross: Int64, percent rate: Int64) -> Int64 {
    let whole = 100 + rate
    return gross / whole * rate + (gross % whole * rate + whole / 2) / whole
  }
}

struct InvoiceLine: Sendable {
  let title: String
  let offer: String
  let quantity: Int64
  let price: Int64
  let sum: Int64
}

/// Whom an invoice is made out to: personal data, kept apart so that it can be erased.
struct InvoiceRecipient: Sendable {
  let name: String
  /// Empty on what was issued before it was kept.
  let country: String
  let postcode: String
  let city: String
  let street: String
}

extension DocumentWords {
  func invoice(_ invoice: Invoice, link: String) -> Sheet {
    let currency = invoice.total.currency
    let money = { (minor: Int64) in locale.money(Money(minor: minor, currency: currency)) }
    var totals = self.totals(invoice.goods, invoice.shipping, invoice.total)
    if let rate = invoice.rate {
      let net = invoice.total.minor - invoice.tax.minor
      totals.append(Sheet.Pair(label: self("invoice.net"), value: money(net)))
      totals.append(
        Sheet.Pair(
          label: self("invoice.tax", ["rate": locale.percent(Percent(tenths: rate * 10))]),
          value: money(invoice.tax.minor)))
    } else {
      totals.append(Sheet.Pair(label: self("invoice.noTax"), value: "–"))
    }
    // What is not paid has no invoice.
    totals.append(Sheet.Pair(label: self("invoice.paid"), value: locale.money(invoice.total)))
    let tax = invoice.taxID.isEmpty ? [] : [self("invoice.taxID", ["id": invoice.taxID])]
    let buyer =
      invoice.recipient.map { recipient in
        let place = place(
          recipient.country, recipient.postcode, recipient.city, from: invoice.seller.country)
        return [recipient.name, place, recipient.street]
      } ?? [self("invoice.erased")]
    return Sheet(
      language: locale, brand: invoice.seller.name, title: self("invoice.title"),
      number: invoice.name,
      facts: [
        locale.longDate(invoice.issued), "\(self("posting")) \(invoice.postingNumber)",
      ],
      columns: [
        Sheet.Column(heading: self("invoice.seller"), lines: lines(of: invoice.seller) + tax),
        Sheet.Column(
          heading: self("invoice.buyer"), lines: buyer.filter { !$0.isEmpty }),
      ], caption: self("invoice.caption", ["currency": currency.code]),
      heads: [
        Sheet.Head(title: self("sheet.product")), pieceHead,
        Sheet.Head(title: self("sheet.price"), isNumber: true, share: 16),
        Sheet.Head(title: self("sheet.sum"), isNumber: true, share: 17),
      ],
      rows: invoice.lines.map { line in
        Sheet.Row(
          title: line.title, detail: line.offer,
          cells: [locale.number(line.quantity), money(line.price), money(line.sum)])
      }, totals: totals,
      closing: Sheet.Remark(heading: self("sheet.wrong"), text: self("sheet.wrongText")),
      code: link, foot: self("invoice.foot", ["number": invoice.name]))
  }
}
