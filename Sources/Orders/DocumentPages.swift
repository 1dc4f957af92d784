import Office
import Template

/// Labels of 100 x 150 mm, one a page.
struct LabelsPage: Page {
  static let template = "orders/labels"

  let numbers: String
  let back: String
  let backHref: URLText
  let labels: [LabelView]

  static let fields: [Field<LabelsPage>] = [
    .text("numbers") { $0.numbers },
    .text("back") { $0.back },
    .url("backHref") { $0.backHref },
    .list("labels") { $0.labels },
  ]
}

struct LabelView: View {
  let carrier: String
  let service: String
  let recipient: Recipient
  let sender: String
  let barcode: Markup
  let tracking: String
  let weight: String
  let part: String
  let date: String
  let number: String
  let goods: String
  let qr: Markup

  static let fields: [Field<LabelView>] = [
    .text("carrier") { $0.carrier },
    .text("service") { $0.service },
    .text("country") { $0.recipient.country },
    .text("postcode") { $0.recipient.postcode },
    .text("city") { $0.recipient.city },
    .text("street") { $0.recipient.street },
    .text("name") { $0.recipient.name },
    .text("phone") { $0.recipient.phone },
    .flag("isLong") { $0.recipient.street.utf8.count > 70 || $0.recipient.name.utf8.count > 60 },
    .text("sender") { $0.sender },
    .markup("barcode") { $0.barcode },
    .text("tracking") { $0.tracking },
    .text("weight") { $0.weight },
    .text("part") { $0.part },
    .text("date") { $0.date },
    .text("number") { $0.number },
    .text("goods") { $0.goods },
    .markup("qr") { $0.qr },
  ]
}

/// Packing slips, one a sheet. No prices: the parcel may be a gift.
struct SlipsPage: Page {
  static let template = "orders/slips"

  let numbers: String
  let back: String
  let backHref: URLText
  let slips: [SlipView]

  static let fields: [Field<SlipsPage>] = [
    .text("numbers") { $0.numbers },
    .text("back") { $0.back },
    .url("backHref") { $0.backHref },
    .list("slips") { $0.slips },
  ]
}

struct SlipView: View {
  let posting: Posting
  let date: String
  let recipient: Recipient
  let sender: Sender
  let carrier: String
  let tracking: String
  let lines: [LineView]
  let qr: Markup

  static let fields: [Field<SlipView>] = [
    .text("shop") { $0.sender.name },
    .text("number") { $0.posting.number },
    .text("date") { $0.date },
    .text("name") { $0.recipient.name },
    .text("postcode") { $0.recipient.postcode },
    .text("city") { $0.recipient.city },
    .text("street") { $0.recipient.street },
    .text("senderCity") { "\($0.sender.postcode) \($0.sender.city)" },
    .text("senderStreet") { $0.sender.address },
    .text("carrier") { $0.carrier },
    .text("tracking") { $0.tracking },
    .list("lines") { $0.lines },
    .number("lineCount") { Int64($0.lines.count) },
    .number("pieces") { $0.posting.pieces },
    .optional("note") { $0.recipient.note.isEmpty ? nil : $0.recipient.note },
    .markup("qr") { $0.qr },
  ]
}

/// Why documents can't be printed.
struct UnprintablePage: Page {
  static let template = "orders/unprintable"

  let missing: [CheckView]
  let back: String
  let backHref: URLText

  static let fields: [Field<UnprintablePage>] = [
    .list("missing") { $0.missing },
    .text("back") { $0.back },
    .url("backHref") { $0.backHref },
  ]
}
