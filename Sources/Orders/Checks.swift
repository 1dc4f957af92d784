import Commerce
import Office

/// What is looked at on every posting. Only what is really computed.
struct Check: Sendable, Hashable {
  let key: String
  let isOk: Bool
  var values: [String: String] = [:]

  static func all(
    _ posting: Posting, _ lines: [PostingLine], _ recipient: Recipient?, _ sender: Sender?,
    _ locale: Locale
  ) -> [Check] {
    let goods = lines.reduce(Int64(0)) { $0 &+ $1.sum.minor }
    let sums = goods == posting.goods.minor
    return [
      Check(key: "paid", isOk: posting.milestones.paid != nil),
      Check(
        key: "amount", isOk: sums,
        values: [
          "goods": locale.money(Money(minor: goods, currency: posting.goods.currency)),
          "shipping": locale.money(posting.shipping), "total": locale.moneyWithCode(posting.total),
        ]),
      Check(key: "address", isOk: recipient?.isAddressComplete ?? false),
      Check(key: "phone", isOk: !(recipient?.phone.isEmpty ?? true)),
      Check(key: "sender", isOk: sender?.isComplete ?? false),
    ]
  }
}

/// The shop as it stands on labels and slips.
struct Sender: Sendable, Hashable {
  let name: String
  let country: String
  let postcode: String
  let city: String
  let address: String

  var isComplete: Bool { !name.isEmpty && !city.isEmpty && !address.isEmpty }
}
