import Commerce
import Office

/// An order as the shop front sends it, every field checked for itself.
struct OrderDraft: Sendable {
  struct Line: Sendable, Hashable {
    let product: ProductID
    let quantity: Int64
    /// What promotions took off the line, as typed.
    var discount: String?
  }

  let recipient: Recipient
  /// The currency that the buyer saw; nil takes the seller's.
  let currency: Currency?
  let lines: [Line]
  /// What the buyer paid for delivery, as typed; its digits depend on the currency.
  let shipping: String?
  /// Until when the shop front promised the buyer the goods; nil where it promised nothing.
  let promised: Instant?
  /// Whether the buyer has paid; otherwise the goods wait for the payment a while.
  let isPaid: Bool

  static let largestQuantity: Int64 = 10_000
  static let mostLines = 100

  /// - Throws: `Failure.invalid` with every problem at once.
  init(_ document: JSON) throws(Failure) {
    do {
      self = try JSONFields.decode(document, OrderDraft.init(fields:))
    } catch {
      throw .invalid(error.all.map { Problem($0.path, Message($0.textKey)) })
    }
  }

  private init?(fields: JSONFields) {
    let buyer = fields.object("buyer")
    let note = fields.optionalString("note", max: 1_000, multiline: true)
    let language: Locale = fields.optionalValue("language") { Locale(rawValue: $0) } ?? .en
    recipient = Self.recipient(buyer, note: note ?? "", language: language)
    currency = fields.optionalValue("currency", max: 3) { Currency(code: $0) }
    shipping = fields.optionalString("shipping", max: 40)
    promised = fields.optionalValue("deliver_by", max: 40) { Instant(iso: $0) }
    lines = Self.lines(fields)
    isPaid = fields.bool("paid", default: false)
  }

  private static func recipient(
    _ buyer: JSONFields, note: String, language: Locale
  ) -> Recipient {
    let address = buyer.object("address")
    return Recipient(
      name: buyer.string("name", max: 200),
      phone: buyer.value("phone", max: 40, phone) ?? "",
      email: buyer.value("email", max: 254, email) ?? "",
      country: address.value("country", max: 2, country) ?? "",
      postcode: address.string("postcode", max: 20), city: address.string("city", max: 100),
      street: address.string("street", max: 200), note: note, language: language.rawValue)
  }

  private static func lines(_ fields: JSONFields) -> [Line] {
    var seen: Set<ProductID> = []
    return fields.array("lines", count: 1...mostLines) { line in
      let named: ProductID? = line.identity("product_id")
      let quantity = line.integer("quantity", in: 1...largestQuantity)
      let discount = line.optionalString("discount", max: 40)
      guard let product = named else { return nil }
      if !seen.insert(product).inserted { line.refuse("product_id", textKey: "orders.api.twice") }
      return Line(product: product, quantity: quantity, discount: discount)
    }
  }

  /// Something that can be dialled: 5 to 20 digits with the usual marks between.
  private static func phone(_ text: String) -> String? {
    let marks = "+-() .".utf8
    let digits = text.utf8.count { (48...57).contains($0) }
    let isClean = text.utf8.allSatisfy { (48...57).contains($0) || marks.contains($0) }
    return isClean && (5...20).contains(digits) ? text : nil
  }

  private static func email(_ text: String) -> String? { MailAddress(text).map(\.address) }

  private static func country(_ text: String) -> String? {
    let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
    return isCode ? text : nil
  }
}
