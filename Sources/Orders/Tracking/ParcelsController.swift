import Commerce
import HTTP
import Office
import SQL

/// Parcels on their way: those in trouble, and what is heard of each.
struct ParcelsController: Sendable {
  let tracking: TrackingActs

  private var carriers: Carriers { tracking.carriers }

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ParcelListBuilder(context, carriers).page())
  }

  /// Events from a file or from pasted lines, of carriers that have no program of their own.
  func upload(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = FormReader(try context.form())
    let lines = SheetLines.read(&form, file: "file", text: "lines") { line in
      TrackingStatus(code: line.field(1)) == nil && NewsForm.moment(line.field(2), .utc) == nil
    }
    var builder = try ParcelListBuilder(context, carriers)
    guard form.problems.isEmpty else {
      builder.type(form)
      return context.render(try builder.page(), status: .unprocessable)
    }
    let (now, clock) = (context.now, context.zone)
    builder.results = try context.write(
      Act("parcels.act.uploaded", "parcel", 0, detail: "\(lines.count)")
    ) { tx in
      try lines.map { line in try take(line, clock, at: now, in: tx) }
    }
    // What was refused is mended where it was pasted; what was taken counts once.
    if builder.results.contains(where: \.isRefused) { builder.type(form) }
    return context.render(try builder.page())
  }

  private func take(
    _ line: SheetLines.Line, _ clock: TimeZoneRules, at now: Instant, in tx: SellerTransaction
  ) throws -> ParcelListBuilder.Result {
    let number = TrackingFormat.normalised(line.field(0))
    let result = { (fault: NewsForm.Fault?) in
      ParcelListBuilder.Result(line: line.number, number: number, fault: fault)
    }
    guard number.utf8.count <= 40,
      let parcel = try tx.all(ParcelNewsSQL.mine, number).first
    else { return result(.unknown) }
    guard parcel.carrier != Carrier.platform else { return result(.platform) }
    switch NewsForm.news(line, clock, now: now) {
    case .failure(let fault): return result(fault)
    case .success(let news):
      do {
        let isNew = try tracking.take(news, of: parcel.posting, parcel.part, at: now, in: tx)
        return result(isNew ? nil : .known)
      } catch let fault as NewsForm.Fault {
        return result(fault)
      }
    }
  }

  func show(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    context.render(try ParcelsBuilder(context, id, carriers).page())
  }

  /// An event that somebody heard of and types.
  func add(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    var builder = try ParcelsBuilder(context, id, carriers)
    var form = NewsForm(try context.form(), context.zone, now: context.now)
    let now = context.now
    do {
      let (part, news) = try form.news()
      guard let card = builder.cards.first(where: { $0.part == part }) else {
        throw InvalidForm("part", Message("form.choice"))
      }
      guard card.carrier != Carrier.platform else {
        throw InvalidForm("part", Message("parcels.error.platform"))
      }
      guard !builder.posting.state.tab.isOpen else {
        throw Failure.conflict(Message("parcels.conflict.here"))
      }
      guard builder.posting.allows(news.at) else {
        throw InvalidForm("at", Message(NewsForm.Fault.early.label))
      }
      let isNew = try context.write(
        Act("parcels.act.heard", "posting", id.raw, detail: news.status.rawValue)
      ) { tx in try tracking.take(news, of: id, part, at: now, in: tx) }
      if !isNew { throw InvalidForm("status", Message("parcels.line.known")) }
    } catch let invalid as InvalidForm {
      builder.type(form.reader, invalid.problems)
      return context.render(try builder.page(), status: .unprocessable)
    }
    return context.redirect(to: "/orders/\(id)/tracking", flash: Flash("parcels.flash.heard"))
  }

  /// The number on the label was another: it is put right, and the old one stays in the history.
  func renumber(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    var builder = try ParcelsBuilder(context, id, carriers)
    var form = FormReader(try context.form())
    let now = context.now
    do {
      let (card, number) = try builder.corrected(&form)
      let actor = context.actor
      try context.write(
        Act("parcels.act.renumbered", "posting", id.raw, detail: "\(card.number) \(number)")
      ) { tx in
        try tracking.renumber(card, to: number, by: actor, at: now, in: tx)
      }
    } catch let invalid as InvalidForm {
      builder.type(form, invalid.problems)
      return context.render(try builder.page(), status: .unprocessable)
    } catch let duplicate as DuplicateTracking {
      builder.type(form, [Problem("new_number", duplicate.problem.message)])
      return context.render(try builder.page(), status: .unprocessable)
    }
    return context.redirect(to: "/orders/\(id)/tracking", flash: Flash("parcels.flash.renumbered"))
  }
}

extension TrackingActs {
  /// - Throws: `DuplicateTracking`.
  func renumber(
    _ card: ParcelCard, to number: String, by actor: Actor, at now: Instant,
    in tx: SellerTransaction
  ) throws {
    if let owner = try tx.first(ParcelSQL.owner, number, card.carrier, card.posting.raw) {
      throw DuplicateTracking(number: owner)
    }
    do throws(SQLError) {
      try tx.run(ParcelSQL.renumber, card.posting.raw, card.part, card.carrier, number)
    } catch {
      throw error.isConstraint(.unique) ? DuplicateTracking(number: nil) : error
    }
    try acts.record(
      .renumbered, of: card.posting, by: actor, "\(card.number) → \(number)", at: now, in: tx)
    // Who has the wrong number in a mail gets the right one.
    let posting = try PostingStore(rows: tx.reader).posting(card.posting)
    if posting?.state.isTravelling ?? false {
      try PostingMails.shipped(acts.kernel).enqueue(card.posting, in: tx)
    }
  }
}

extension OrdersModule {
  static func parcelRoutes(_ tracking: TrackingActs) -> Routes {
    let parcels = ParcelsController(tracking: tracking)
    let api = CarrierAPI(tracking: tracking)
    let own = OwnDeliveryController(tracking: tracking)
    return Routes {
      $0.get("/parcels", .requires(.viewOrders), parcels.list)
      $0.post("/parcels/events", .requires(.editOrders), bodyLimit: 2 << 20, parcels.upload)
      $0.get("/orders/:id/tracking", .requires(.viewOrders), parcels.show)
      $0.post("/orders/:id/tracking", .requires(.editOrders), parcels.add)
      $0.post("/orders/:id/tracking/number", .requires(.editOrders), parcels.renumber)
      $0.post("/orders/:id/delivery", .requires(.editOrders), own.mark)
      $0.post("/carrier/v1/events", .key(.carrier), bodyLimit: 1 << 20, api.take)
      $0.get("/carrier/v1/parcels/:number", .key(.carrier), api.show)
    }
  }

  static let parcelTasks: [HomeTask] = [ParcelTrouble.late, .stuck].map { trouble in
    let name = trouble == .late ? "late" : "stuck"
    return HomeTask(
      "parcels.task.\(name)", for: .editOrders, counter: trouble.counter ?? "",
      path: "/parcels?tab=\(name)")
  }
}

/// The kept counters of parcels in trouble, counted again for `sellerdesk check`.
enum ParcelCounts {
  static let recount = PlatformQuery(
    """
    select seller_id, case trouble when 1 then 'parcels.stuck' else 'parcels.late' end, count(*)
    from main.parcel where trouble > 0 group by seller_id, trouble
    """, RecountRow.init)
}
