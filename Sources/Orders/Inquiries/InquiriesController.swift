import Commerce
import HTTP
import Office
import SQL
import Template

/// Buyers who wait for a late parcel, and the shop's answers to them.
struct InquiriesController: Sendable {
  private static let size = 50

  let acts: PostingActs
  let carriers: Carriers

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    let parts = (context.request.query.first("after") ?? "").split(separator: ".")
      .compactMap { Int64($0) }
    let after = parts.count == 2 ? (due: parts[0], posting: parts[1]) : nil
    var found = try InquiryStore(rows: context.reader).waiting(
      after: after, limit: Self.size + 1)
    let hasMore = found.count > Self.size
    if hasMore { found.removeLast() }
    var page = DeskPage(title: context.text("inquiries.title"), sub: context.text("inquiries.sub"))
    page.crumbs = [DeskLink("/orders", context.text("orders.list.title"))]
    guard let last = found.last else {
      page.blank = BlankView(
        title: context.text("inquiries.none"), text: context.text("inquiries.none.text"))
      return context.render(page)
    }
    page.sections = [table(found, context)]
    page.pager = PagerView(
      text: context.text("inquiries.shown", count: Int64(found.count)),
      newer: after == nil ? nil : URLText(path: "/inquiries"),
      older: hasMore
        ? URLText(path: "/inquiries?after=\(last.due.milliseconds).\(last.posting.raw)") : nil)
    return context.render(page)
  }

  private func table(
    _ buyers: [WaitingBuyer], _ context: PageContext<SellerScope>
  ) -> DeskSection {
    let mayRead = context.member?.may(.seeRecipients) ?? false
    var section = DeskSection("inquiries", context.text("inquiries.waiting"))
    section.heads = ["number", "due"].map {
      DeskHead(label: context.text("inquiries.head.\($0)"))
    }
    section.rows = buyers.map { buyer in
      let isOver = buyer.due < context.now
      let left = context.locale.timeLeft(buyer.due - context.now)
      let waits = context.locale.duration(context.now - buyer.asked)
      let cause = buyer.cause == .late ? "inquiries.cause.late" : "inquiries.cause.stuck"
      return DeskRow(cells: [
        .head(
          buyer.number, "/orders/\(buyer.posting)#inquiry",
          sub: mayRead && !buyer.words.isEmpty
            ? Self.beginning(of: buyer.words) : context.text(cause)),
        .badge(
          BadgeView(left, isOver ? .bad : .warn),
          sub: context.text("inquiries.waits", ["duration": waits])),
      ])
    }
    return section
  }

  /// As much as a list has room for; the rest stands on the order's page.
  private static func beginning(of words: String) -> String {
    words.count > 120 ? words.prefix(120) + "…" : words
  }

  func answer(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    _ = try context.posting(id)
    var form = FormReader(try context.form())
    let text = form.text("answer", 1...Inquiry.longest, lines: true)
    guard form.problems.isEmpty else {
      let orders = PostingController(acts: acts, carriers: carriers)
      return try orders.again(context, id) { showing in
        showing.problems = form.problems
        showing.typedAnswer = form.typed("answer")
      }
    }
    let (actor, now) = (context.actor, context.now)
    try context.write(Act("posting.inquiry_answered", "posting", id.raw)) { tx in
      try InquiryActs(acts: acts).answer(id, text, by: actor, at: now, in: tx)
    }
    return context.redirect(to: "/orders/\(id)", flash: Flash("inquiries.answered"))
  }
}

extension OrdersModule {
  static let inquiryPages: [PageBinding] = [.mail(InquiryMail.self)]

  var inquiryRoutes: Routes {
    let inquiries = InquiriesController(acts: acts, carriers: carriers)
    let buyer = BuyerInquiries(acts: acts, tracking: TrackingController(carriers: carriers))
    return Routes {
      $0.get("/inquiries", .requires(.answerBuyers), inquiries.list)
      $0.post(
        "/orders/:id/inquiry", .requires(.answerBuyers), bodyLimit: 16 << 10, inquiries.answer)
      $0.post("/t/:token", .anyone, bodyLimit: 16 << 10, buyer.ask)
      $0.post(
        "/storefront/v1/postings/:number/inquiry", .key(.storefront), bodyLimit: 16 << 10,
        buyer.askFor)
    }
  }

  /// Buyers whom nobody has answered yet.
  static let inquiryTask = HomeTask(
    "inquiries.task", for: .answerBuyers, counter: Inquiry.counter, path: "/inquiries"
  ) { reader throws(SQLError) in try reader.first(InquirySQL.first) }
}
