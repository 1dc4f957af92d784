import Commerce
import HTTP
import Office
import SQL
import Template

/// The end of a posting whose parcel is lost: the shop says that it waits no longer, and the
/// platform gives the buyer the money back.
struct LossController: Sendable {
  private static let size = 50

  let acts: PostingActs

  func new(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    let posting = try context.posting(id)
    var page = DeskPage(
      title: context.text("losses.report.title", ["number": posting.number]),
      sub: context.text("losses.report.sub"))
    page.crumbs = [
      DeskLink("/orders", context.text("orders.list.title")),
      DeskLink("/orders/\(id)", "\(context.text("orders.posting")) \(posting.number)"),
    ]
    page.state = BadgeView(context.text(posting.state.label), posting.state.tone)
    guard posting.canBeReportedLost else {
      page.blank = BlankView(
        title: context.text("losses.report.none"), text: context.text("losses.report.none.text"))
      return context.render(page)
    }
    let step = PostingMachine.transition(.reportLost, in: posting.state)
    let isHere = step?.effects.contains(.writeOffStock) ?? false
    var form = DeskSection(
      "report", context.text("losses.report"),
      text: context.text(isHere ? "losses.report.here" : "losses.report.gone"))
    form.action = URLText(path: "/orders/\(id)/loss")
    form.hidden = [DeskHidden(name: "version", value: "\(posting.version)")]
    form.buttons = [DeskButton(text: context.text("losses.report.go"), look: .danger)]
    page.sections = [form]
    return context.render(page)
  }

  func create(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    let version = try Version.read(context.form())
    return try context.answering(id) {
      let act = PostingAct(command: .reportLost, actor: context.actor, version: version)
      try context.write(Act("posting.report_lost", "posting", id.raw)) { tx in
        try acts.perform(act, on: id, at: context.now, in: tx)
      }
      return context.redirect(to: "/orders/\(id)", flash: Flash("losses.reported"))
    }
  }

  /// What is lost over all shops, the longest first.
  func list(_ context: PageContext<PlatformScope>) throws -> Response {
    let parts = (context.request.query.first("after") ?? "").split(separator: ".")
    let after = parts.compactMap { Int64($0) }
    let isFirst = after.count != 2
    var found = try context.reader.all(
      Loss.page, isFirst ? 0 : after[0], isFirst ? 0 : after[1], Self.size + 1)
    let hasMore = found.count > Self.size
    if hasMore { found.removeLast() }
    var page = DeskPage(title: context.text("losses.title"), sub: context.text("losses.sub"))
    guard let last = found.last else {
      page.blank = BlankView(
        title: context.text("losses.none"), text: context.text("losses.none.text"))
      return context.render(page)
    }
    page.sections = [table(found, context)]
    let place = "\(last.since.milliseconds).\(last.posting.raw)"
    page.pager = PagerView(
      text: context.text("losses.shown", count: Int64(found.count)),
      newer: isFirst ? nil : URLText(path: "/losses"),
      older: hasMore ? URLText(path: "/losses?after=\(place)") : nil)
    return context.render(page)
  }

  private func table(_ losses: [Loss], _ context: PageContext<PlatformScope>) -> DeskSection {
    var section = DeskSection("losses", context.text("losses.waiting"))
    section.heads = ["number", "shop", "act"].map {
      DeskHead(label: context.text("losses.head.\($0)"))
    }
    section.rows = losses.map { loss in
      let button = DeskButton(
        text: context.text("losses.settle"), action: URLText(path: "/losses"), name: "number",
        value: loss.number, label: context.text("losses.settle.of", ["number": loss.number]))
      return DeskRow(cells: [
        .head(loss.number, sub: context.locale.moneyWithCode(loss.total)),
        .text(
          loss.shop,
          sub: [loss.carrier, context.time(loss.since), words(loss.claim, context)]
            .filter { !$0.isEmpty }.joined(separator: " · ")),
        .buttons([button]),
      ])
    }
    return section
  }

  private func words(_ claim: Claim?, _ context: PageContext<PlatformScope>) -> String {
    guard let claim else { return "" }
    let values = [
      "time": context.time(claim.due), "reference": claim.reference,
      "date": (claim.settled ?? claim.filed).map { context.locale.date($0) } ?? "",
    ]
    return context.text("losses.claim.\(claim.state.rawValue)", values)
  }

  func settle(_ context: WorkContext<PlatformScope>) throws -> Response {
    let number = FormReader(try context.form()).typed("number")
    guard let found = try context.reader.first(StoredOrder.posting, number) else {
      throw Failure.notFound
    }
    let seller = SellerID(raw: found.seller)
    do {
      try context.write(Act("posting.settle_loss", "posting", found.id.raw), shop: seller) { tx in
        try acts.perform(
          PostingAct(
            command: .settleLoss, actor: .platform, detail: CancelReason.lost.rawValue),
          on: found.id, at: context.now, in: tx.seller(seller))
      }
    } catch let refusal as IllegalCommand {
      return context.redirect(
        to: "/losses",
        flash: Flash(
          "orders.conflict.text",
          ["number": refusal.number, "state": context.text(refusal.state.label)], tone: .warn))
    }
    return context.redirect(to: "/losses", flash: Flash("losses.settled", ["number": number]))
  }
}

extension Posting {
  /// Whether its parcel is missing, so that the shop may say that it waits no longer.
  var canBeReportedLost: Bool {
    isMissing && PostingMachine.transition(.reportLost, in: state) != nil
  }
}

extension OrdersModule {
  var lossRoutes: Routes {
    let loss = LossController(acts: acts)
    return Routes {
      $0.get("/orders/:id/loss", .requires(.editOrders), loss.new)
      $0.post("/orders/:id/loss", .requires(.editOrders), loss.create)
      $0.get("/losses", .requires(.settleLosses), loss.list)
      $0.post("/losses", .requires(.settleLosses), bodyLimit: 16 << 10, loss.settle)
    }
  }

  /// Buyers of lost parcels whom the platform has to pay back.
  static let lossTask = HomeTask(
    "losses.task", for: .settleLosses, counter: Loss.counter, path: "/losses")
}
