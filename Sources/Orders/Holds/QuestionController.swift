import Commerce
import HTTP
import Office
import SQL
import Template

/// The question to a buyer, with buttons. What is shown of the buyer is masked: a forwarded link
/// gives nothing away.
struct QuestionPage: Page {
  static let template = "holds/question-page"

  let errors: ErrorSummary?
  let orderNumber: String
  let shop: String
  let question: String?
  let until: String
  let kind: HoldReason?
  let known: String
  let controls: [FieldView]
  let words: FieldView?
  let token: String
  let trackingHref: URLText

  static let fields: [Field<QuestionPage>] = [
    .optional("errors") { $0.errors },
    .text("orderNumber") { $0.orderNumber },
    .text("shop") { $0.shop },
    .optional("question") { $0.question },
    .flag("hasUntil") { !$0.until.isEmpty },
    .text("until") { $0.until },
    .flag("isCheck") { $0.kind == .address || $0.kind == .phone },
    .text("known") { $0.known },
    .list("controls") { $0.controls },
    .optional("words") { $0.words },
    .url("action") { URLText(path: "/q/\($0.token)") },
    .url("trackingHref") { $0.trackingHref },
  ]
}

/// Shows the question and takes the answer, for whoever holds the link.
struct QuestionController: Sendable {
  let acts: PostingActs

  func show(_ context: PageContext<Visitor>, _ token: String) throws -> Response {
    guard let link = context.linked(token, purpose: QuestionLink.purpose) else {
      throw Failure.notFound
    }
    return context.render(
      try page(context, link.reader, PostingID(raw: link.object), token, nil))
  }

  func answer(_ context: WorkContext<Visitor>, _ token: String) throws -> Response {
    guard let link = context.linked(token, purpose: QuestionLink.purpose) else {
      throw Failure.notFound
    }
    let id = PostingID(raw: link.object)
    var form = FormReader(try context.form())
    guard let hold = try open(id, link.reader) else {
      return context.redirect(to: "/q/\(token)", flash: Flash("holds.buyer.settled", tone: .warn))
    }
    if form.typed("answer") == "cancel" { return try withdraw(context, id, token) }
    let answer = AnswerForm.read(&form, hold.reason)
    guard let answer, form.problems.isEmpty else {
      return context.render(
        try page(context, link.reader, id, token, form), status: .unprocessable)
    }
    return try settling(context, token, "holds.buyer.thanks") {
      try context.write(
        "posting.answered", on: "posting", by: token, purpose: QuestionLink.purpose
      ) { tx in try acts.answer(answer, id, at: context.now, in: tx) }
    }
  }

  private func withdraw(
    _ context: WorkContext<Visitor>, _ id: PostingID, _ token: String
  ) throws -> Response {
    try settling(context, token, "holds.buyer.cancelled") {
      try context.write(
        "posting.withdrawn", on: "posting", by: token, purpose: QuestionLink.purpose
      ) { tx in
        try acts.perform(
          PostingAct(
            command: .withdraw, actor: .buyer, detail: CancelReason.buyer.rawValue), on: id,
          at: context.now, in: tx)
      }
    }
  }

  /// Somebody may have settled it in the same moment: then nothing was done.
  private func settling(
    _ context: WorkContext<Visitor>, _ token: String, _ thanks: String, _ body: () throws -> Void
  ) throws -> Response {
    do {
      try body()
      return context.redirect(to: "/q/\(token)", flash: Flash(thanks))
    } catch is IllegalCommand {
      return context.redirect(to: "/q/\(token)", flash: Flash("holds.buyer.settled", tone: .warn))
    }
  }

  /// The question that waits for this buyer.
  private func open(_ id: PostingID, _ rows: SellerReader) throws(SQLError) -> Hold? {
    guard try PostingStore(rows: rows).posting(id)?.state == .onHold else { return nil }
    let hold = try HoldStore(rows: rows).open(id)
    return hold?.reason.asksBuyer == true ? hold : nil
  }

  private func page<C: RequestContext>(
    _ context: C, _ rows: SellerReader, _ id: PostingID, _ token: String, _ form: FormReader?
  ) throws -> QuestionPage {
    let store = PostingStore(rows: rows)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    let hold = try open(id, rows)
    let shop = try rows.first(TrackingController.shop, rows.scope.seller)
    let zone = context.kernel.zones.rules(shop?.zone ?? "UTC")
    let recipient = try store.recipient(of: id)
    let controls = hold.map { AnswerForm.controls($0.reason, form, context) } ?? []
    let words = hold?.reason == .question ? AnswerForm.words(form, context) : nil
    let link = TrackingLink(seller: rows.scope.seller, posting: id)
    return QuestionPage(
      errors: context.summary(form?.problems ?? [], of: controls + (words.map { [$0] } ?? [])),
      orderNumber: posting.orderNumber, shop: shop?.name ?? "",
      question: hold.map { HoldText.question($0, context.text) },
      until: hold?.until.map { context.time($0, in: zone) } ?? "", kind: hold?.reason,
      known: hold.map { Self.known($0.reason, recipient) } ?? "", controls: controls,
      words: words, token: token,
      trackingHref: URLText(path: "/t/\(context.kernel.token(of: link))"))
  }

  /// Enough for the buyer to know what is meant.
  private static func known(_ reason: HoldReason, _ recipient: Recipient?) -> String {
    guard let recipient else { return "" }
    switch reason {
    case .address: return "\(recipient.city), •••••••"
    case .phone: return Recipient.masked(phone: recipient.phone)
    default: return ""
    }
  }
}

/// The buyer's answer, field by field.
enum AnswerForm {
  private static let address = [
    ("street", "address-line1"), ("city", "address-level2"), ("postcode", "postal-code"),
    ("country", "country"),
  ]

  /// Nil with a problem noted where something is wrong.
  static func read(_ form: inout FormReader, _ reason: HoldReason) -> BuyerAnswer? {
    if form.typed("answer") == "right", reason != .question { return .right }
    switch reason {
    case .address: return newAddress(&form)
    case .phone:
      let number = form.text("phone", 1...40)
      let isClean = number.utf8.allSatisfy { (48...57).contains($0) || "+-() .".utf8.contains($0) }
      if !number.isEmpty, !isClean || !PhoneNumber.isPlausible(number) {
        form.add("phone", "holds.buyer.badPhone")
      }
      return .phone(number)
    default: return .text(form.text("text", 1...1_000, lines: true))
    }
  }

  private static func newAddress(_ form: inout FormReader) -> BuyerAnswer {
    let street = form.text("street", 1...200)
    let city = form.text("city", 1...100)
    let postcode = form.text("postcode", 1...20)
    let country = form.text("country", 2...2).uppercased()
    if !country.isEmpty, !PostcodeForm.knows(country) {
      form.add("country", "holds.buyer.badCountry")
    } else if let example = PostcodeForm.misfit(postcode, in: country), !postcode.isEmpty {
      form.add("postcode", "holds.buyer.badPostcode", ["example": example])
    }
    return .address(country: country, postcode: postcode, city: city, street: street)
  }

  static func controls<C: RequestContext>(
    _ reason: HoldReason, _ form: FormReader?, _ context: C
  ) -> [FieldView] {
    let names: [(String, String)] =
      switch reason {
      case .address: address
      case .phone: [("phone", "tel")]
      default: []
      }
    return names.map { name, autocomplete in
      var view = FieldView(name, label: context.text("holds.buyer.\(name)"))
      view.value = form?.typed(name) ?? ""
      view.autocomplete = autocomplete
      view.error = context.error(of: name, in: form?.problems ?? [])
      if name == "country" { view.hint = context.text("holds.buyer.countryHint") }
      return view
    }
  }

  static func words<C: RequestContext>(_ form: FormReader?, _ context: C) -> FieldView {
    var view = FieldView("text", label: context.text("holds.buyer.text"))
    view.value = form?.typed("text") ?? ""
    view.rows = 4
    view.error = context.error(of: "text", in: form?.problems ?? [])
    return view
  }
}
