import Commerce
import Office

/// The papers that lie in the parcel, in the buyer's language.
extension DocumentWords {
  /// What is in the box, without prices, to pack by.
  func packingSlip(_ order: SlipOrder, _ content: LabelContent) -> Sheet {
    var sheet = slip("packing", order, content)
    sheet.heads = [Sheet.Head(title: self("sheet.product")), pieceHead]
    sheet.rows = content.lines.map { row($0, [locale.number($0.quantity)]) }
    sheet.sum = Sheet.Row(title: lines(content), cells: [locale.number(content.pieces)])
    sheet.tick = self("sheet.packed")
    sheet.signatures = [self("sheet.packedBy")]
    sheet.bars = content.number
    return sheet
  }

  /// What was bought and what it cost: the confirmation of the order.
  func orderSlip(_ order: SlipOrder, _ content: LabelContent) -> Sheet {
    var sheet = slip("order", order, content)
    sheet.heads = [
      Sheet.Head(title: self("sheet.product")), pieceHead,
      Sheet.Head(title: self("sheet.price"), isNumber: true, share: 16),
      Sheet.Head(title: self("sheet.sum"), isNumber: true, share: 17),
    ]
    sheet.rows = content.lines.map {
      row($0, [locale.number($0.quantity), locale.money($0.price), locale.money($0.sum)])
    }
    sheet.totals = totals(order.goods, order.shipping, order.total)
    return sheet
  }

  /// A greeting with the goods and no price.
  func giftSlip(_ order: SlipOrder, _ content: LabelContent) -> Sheet {
    var sheet = slip("gift", order, content)
    sheet.heads = [Sheet.Head(title: self("sheet.product")), pieceHead]
    sheet.rows = content.lines.map { row($0, [locale.number($0.quantity)]) }
    return sheet
  }

  private func slip(_ kind: String, _ order: SlipOrder, _ content: LabelContent) -> Sheet {
    let sender = content.sender
    return Sheet(
      language: locale, brand: sender?.name ?? "", title: self("\(kind).title"),
      number: content.number, facts: [locale.longDate(order.date)],
      columns: [
        Sheet.Column(heading: self("sheet.to"), lines: address(order, content)),
        Sheet.Column(heading: self("sheet.from"), lines: lines(of: sender)),
        Sheet.Column(
          heading: self("sheet.delivery"),
          lines: order.carrier.isEmpty
            ? [self("sheet.notPacked")]
            : [order.carrier] + content.parcels.map(\.trackingNumber)),
      ], caption: self("\(kind).caption"), heads: [], rows: [],
      note: note(content),
      closing: Sheet.Remark(heading: self("sheet.wrong"), text: self("sheet.wrongText")),
      code: order.link, foot: order.foot)
  }

  private func address(_ order: SlipOrder, _ content: LabelContent) -> [String] {
    guard let recipient = content.recipient else { return [] }
    let place = place(
      recipient.country, recipient.postcode, recipient.city, from: content.sender?.country)
    return [order.privacy.name(of: recipient), place, recipient.street].filter { !$0.isEmpty }
  }

  /// A country is named on what crosses its border.
  func place(
    _ country: String, _ postcode: String, _ city: String, from home: String?
  ) -> String {
    [country == home ? "" : country, postcode, city].filter { !$0.isEmpty }.joined(separator: " ")
  }

  func lines(of sender: Sender?) -> [String] {
    guard let sender else { return [] }
    return [sender.name, "\(sender.postcode) \(sender.city)", sender.address]
  }

  private func note(_ content: LabelContent) -> Sheet.Remark? {
    guard let text = content.recipient?.note, !text.isEmpty else { return nil }
    return Sheet.Remark(heading: self("sheet.note"), text: text)
  }

  private func row(_ line: PostingLine, _ cells: [String]) -> Sheet.Row {
    Sheet.Row(title: line.title, detail: line.offer, picture: line.picture, cells: cells)
  }

  /// How many different goods.
  func lines(_ content: LabelContent) -> String {
    let count = Int64(content.lines.count)
    return self("lines", ["lines": locale.number(count)], count: count)
  }

  var pieceHead: Sheet.Head {
    Sheet.Head(title: self("sheet.pieces"), isNumber: true, share: 13)
  }

  func totals(_ goods: Money, _ shipping: Money, _ total: Money) -> [Sheet.Pair] {
    [
      Sheet.Pair(label: self("sheet.goods"), value: locale.money(goods)),
      Sheet.Pair(label: self("sheet.shipping"), value: locale.money(shipping)),
      Sheet.Pair(
        label: self("sheet.total"), value: locale.moneyWithCode(total), isStrong: true),
    ]
  }
}

/// What a slip says besides the goods.
struct SlipOrder: Sendable {
  let date: LocalDate
  let carrier: String
  /// The buyer's page.
  let link: String
  let goods: Money
  let shipping: Money
  let total: Money
  let privacy: PrivacyLevel
  let foot: String
}
