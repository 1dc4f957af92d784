import Commerce
import HTTP
import Office
import SQL
import Template

/// The buyer's side: the page behind the signed link, and the shop front's programs.
struct BuyerInquiries: Sendable {
  let acts: PostingActs
  let tracking: TrackingController

  /// The buyer of the signed page asks where the parcel is.
  func ask(_ context: WorkContext<Visitor>, _ token: String) throws -> Response {
    guard let link = context.linked(token, purpose: TrackingLink.purpose) else {
      throw Failure.notFound
    }
    let id = PostingID(raw: link.object)
    var form = FormReader(try context.form())
    let words = form.text("text", 0...Inquiry.longest, lines: true)
    let store = InquiryStore(rows: link.reader)
    if let known = try store.inquiry(of: id), !known.canBeAskedAgain(at: context.now) {
      return context.redirect(to: "/t/\(token)", flash: Flash("inquiries.buyer.again"))
    }
    guard form.problems.isEmpty else {
      let page = try tracking.page(context, link.reader, id, token: token, form)
      return context.render(page, status: .unprocessable)
    }
    let early = Flash("inquiries.buyer.notNow", tone: .warn)
    guard let posting = try PostingStore(rows: link.reader).posting(id),
      case .open = try store.door(to: posting, at: context.now)
    else { return context.redirect(to: "/t/\(token)", flash: early) }
    let now = context.now
    do {
      let isNew = try context.write(
        "posting.inquiry", on: "posting", by: token, purpose: TrackingLink.purpose
      ) { tx in try InquiryActs(acts: acts).ask(id, words, at: now, in: tx).isNew }
      return context.redirect(
        to: "/t/\(token)", flash: Flash(isNew ? "inquiries.buyer.thanks" : "inquiries.buyer.again"))
    } catch is InquiryRefusal {
      return context.redirect(to: "/t/\(token)", flash: early)
    }
  }

  /// The same for the shop front: `{"text":"…"}`, where the text may be missing.
  func askFor(_ context: WorkContext<APIClient>, _ number: String) throws -> Response {
    let words = try InquiryJSON.words(context.json())
    let now = context.now
    do {
      return try context.once(Act("posting.inquiry", "posting", 0, detail: number)) { tx in
        guard let found = try tx.first(StoredOrder.posting, number) else {
          throw Failure.notFound
        }
        let (inquiry, isNew) = try InquiryActs(acts: acts).ask(
          found.id, words, at: now, in: tx.seller(SellerID(raw: found.seller)))
        return APIAnswer(
          status: isNew ? 201 : 200, body: InquiryJSON.answer(number, inquiry).bytes)
      }
    } catch let refusal as InquiryRefusal {
      let key = refusal.promised == nil ? "inquiries.api.notNow" : "inquiries.api.early"
      return .json(
        InquiryJSON.refusal(refusal, context.text(key, ["number": refusal.posting.number])).bytes,
        .conflict)
    }
  }
}

/// Inquiries as programs see them. Nothing of it names the buyer.
enum InquiryJSON {
  /// - Throws: `Failure.invalid`.
  static func words(_ document: JSON) throws(Failure) -> String {
    do {
      return try JSONFields.decode(document) { fields in
        fields.optionalString("text", max: Inquiry.longest, multiline: true) ?? ""
      }
    } catch {
      throw .invalid(error.all.map { Problem($0.path, Message($0.textKey)) })
    }
  }

  static func answer(_ number: String, _ inquiry: Inquiry) -> JSON {
    .object([("posting", .object([("number", .string(number)), ("inquiry", shown(inquiry))]))])
  }

  /// `state` is `open` or how it ended.
  static func shown(_ inquiry: Inquiry) -> JSON {
    .object([
      ("state", .string(inquiry.outcome?.rawValue ?? "open")),
      ("asked_at", .string(inquiry.asked.description)),
      ("answer_by", .string(inquiry.due.description)),
      ("closed_at", inquiry.closed.map { .string($0.description) } ?? .null),
      ("answer", inquiry.answer.isEmpty ? .null : .string(inquiry.answer)),
      ("ask_again_at", inquiry.again.map { .string($0.description) } ?? .null),
    ])
  }

  static func refusal(_ refusal: InquiryRefusal, _ message: String) -> JSON {
    .object([
      (
        "error",
        .object([
          ("code", .string("conflict")), ("message", .string(message)),
          ("state", .string(refusal.posting.state.word)),
          ("promised_at", refusal.promised.map { .string($0.description) } ?? .null),
        ])
      )
    ])
  }
}

extension StoredPosting {
  /// Whether its buyer can ask where it is.
  func canInquire(at now: Instant) -> Bool {
    guard inquiry?.canBeAskedAgain(at: now) ?? true,
      case .open = InquiryDoor(state, promised: promised, [trouble], now: now)
    else { return false }
    return true
  }
}

/// On the buyer's page: the question, or what became of it (`inquiries/buyer`).
struct BuyerInquiryView: View {
  /// The form; nil where it can't be asked now.
  var field: FieldView?
  let token: String
  /// What happens next, or by when the parcel should be there.
  let text: String
  var answer = ""
  /// From when it can be asked again; empty where not at all.
  var again = ""

  static let fields: [Field<BuyerInquiryView>] = [
    .optional("field") { $0.field },
    .url("action") { URLText(path: "/t/\($0.token)") },
    .text("text") { $0.text },
    .text("answer") { $0.answer },
    .text("again") { $0.again },
  ]

  /// nil where there is nothing to ask and nothing was asked.
  static func make<C: RequestContext>(
    _ context: C, _ inquiry: Inquiry?, _ door: InquiryDoor, _ zone: TimeZoneRules, token: String,
    _ form: FormReader?
  ) -> BuyerInquiryView? {
    guard var view = said(context, inquiry, door, zone, token: token) else { return nil }
    guard case .open = door else { return view }
    if inquiry?.canBeAskedAgain(at: context.now) ?? true {
      view.field = field(context, form)
      if inquiry != nil { view.again = context.text("inquiries.buyer.askAgain") }
    } else if let again = inquiry?.again {
      let time = context.time(again, in: zone)
      view.again = context.text("inquiries.buyer.againFrom", ["time": time])
    }
    return view
  }

  private static func said<C: RequestContext>(
    _ context: C, _ inquiry: Inquiry?, _ door: InquiryDoor, _ zone: TimeZoneRules, token: String
  ) -> BuyerInquiryView? {
    if let inquiry {
      let values = [
        "asked": context.time(inquiry.asked, in: zone), "due": context.time(inquiry.due, in: zone),
        "closed": inquiry.closed.map { context.time($0, in: zone) } ?? "",
      ]
      let key = inquiry.outcome?.rawValue ?? "open"
      return BuyerInquiryView(
        token: token, text: context.text("inquiries.buyer.\(key)", values),
        answer: inquiry.answer)
    }
    switch door {
    case .shut, .early(nil): return nil
    case .early(let promised?):
      let day = context.locale.longDate(zone.local(promised + .minutes(-1)).date)
      return BuyerInquiryView(
        token: token, text: context.text("inquiries.buyer.early", ["day": day]))
    case .open:
      return BuyerInquiryView(token: token, text: context.text("inquiries.buyer.ask"))
    }
  }

  private static func field<C: RequestContext>(_ context: C, _ form: FormReader?) -> FieldView {
    var field = FieldView("text", label: context.text("inquiries.buyer.words"))
    field.isOptional = true
    field.rows = 3
    field.hint = context.text("inquiries.buyer.hint")
    field.value = form?.typed("text") ?? ""
    field.error = context.error(of: "text", in: form?.problems ?? [])
    return field
  }
}
