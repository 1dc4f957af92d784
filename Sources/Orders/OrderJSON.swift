import Commerce
import Office

/// Orders as programs see them.
enum OrderJSON {
  static func order(_ placed: PlacedOrder) -> JSON {
    let postings = placed.postings.map { posting in
      JSON.object([
        ("number", .string(posting.number)),
        ("seller_id", .integer(posting.draft.seller.raw)),
        ("state", .string(posting.state.word)), ("payment", .string(posting.payment.word)),
        ("goods", money(posting.money.goods)), ("shipping", money(posting.money.shipping)),
        ("total", money(posting.money.total)),
        ("lines", .array(posting.draft.lines.map(line))),
      ])
    }
    return .object([
      (
        "order",
        .object([
          ("number", .string(String(placed.order.number))),
          ("placed_at", .string(placed.placed.description)),
          ("goods", money(placed.money.goods)), ("shipping", money(placed.money.shipping)),
          ("total", money(placed.money.total)), ("postings", .array(postings)),
        ])
      )
    ])
  }

  private static func line(_ line: PostingDraft.Line) -> JSON {
    .object([
      ("product_id", .integer(line.sellable.product.raw)),
      ("offer_id", .string(line.sellable.offerID)), ("title", .string(line.sellable.title)),
      ("quantity", .integer(line.quantity)), ("price", money(line.sellable.price)),
      ("sum", money(line.sum)),
    ])
  }

  /// An order as it stands now. Nothing of it names the buyer.
  static func order(_ stored: StoredOrder, _ kernel: Kernel) -> JSON {
    let postings = stored.postings.map { posting in
      JSON.object([
        ("number", .string(posting.number)), ("seller_id", .integer(posting.seller.raw)),
        ("state", .string(posting.state.word)), ("goods", money(posting.goods)),
        ("shipping", money(posting.shipping)), ("total", money(posting.total)),
        ("carrier", posting.carrier.map(JSON.string) ?? .null),
        ("tracking_number", posting.tracking.map(JSON.string) ?? .null),
        (
          "tracking_url",
          .string(
            kernel.link(to: TrackingLink(seller: posting.seller.raw, posting: posting.id)))
        ),
        ("question_url", question(to: posting, kernel)),
        ("promised_at", posting.promised.map { .string($0.description) } ?? .null),
        ("can_inquire", .bool(posting.canInquire(at: kernel.clock.now()))),
        ("inquiry", posting.inquiry.map(InquiryJSON.shown) ?? .null),
        (
          "available_actions",
          .array(PostingMachine.reports(in: posting.state).map { .string($0.rawValue) })
        ),
      ])
    }
    return .object([
      (
        "order",
        .object([
          ("number", .string(String(stored.head.number))),
          ("placed_at", .string(stored.placed.description)),
          ("payment", .string(stored.payment.word)), ("goods", money(stored.goods)),
          ("shipping", money(stored.shipping)), ("total", money(stored.total)),
          ("postings", .array(postings)),
        ])
      )
    ])
  }

  /// Where the buyer answers what the shop asks; null where it asks nothing.
  private static func question(to posting: StoredPosting, _ kernel: Kernel) -> JSON {
    guard posting.hold?.asksBuyer == true else { return .null }
    return .string(
      QuestionLink.url(seller: posting.seller.raw, posting: posting.id, kernel))
  }

  static func posting(_ number: String, _ state: PostingState) -> JSON {
    .object([
      ("posting", .object([("number", .string(number)), ("state", .string(state.word))]))
    ])
  }

  static func money(_ money: Money) -> JSON {
    .object([("amount", .string(money.plain)), ("currency", .string(money.currency.code))])
  }

  /// A refusal that names the field, and how many pieces there are.
  static func short(field: String, available: Int64, message: String) -> JSON {
    let problem = JSON.object([
      ("field", .string(field)), ("message", .string(message)),
      ("available", .integer(available)),
    ])
    return .object([
      (
        "error",
        .object([
          ("code", .string("short_stock")), ("message", .string(message)),
          ("fields", .array([problem])),
        ])
      )
    ])
  }

  /// A command that the present state does not allow.
  static func illegal(_ refusal: IllegalCommand, message: String) -> JSON {
    illegal(refusal.state.word, message)
  }

  /// A report that the present state of the payment does not allow.
  static func illegal(_ refusal: IllegalPayment, message: String) -> JSON {
    illegal(refusal.state.word, message)
  }

  private static func illegal(_ state: String, _ message: String) -> JSON {
    .object([
      (
        "error",
        .object([
          ("code", .string("conflict")), ("message", .string(message)),
          ("state", .string(state)),
        ])
      )
    ])
  }
}
