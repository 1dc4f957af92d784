import Commerce
import HTTP
import Office
import SQL

/// The parcel leaves with its carrier.
struct ShipmentController: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  func new(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    let store = PostingStore(rows: context.reader)
    guard let posting = try store.posting(id) else { throw Failure.notFound }
    let form = ShipmentForm(try store.parcels(of: id).first, posting)
    let all = try carriers.all(in: context.open)
    return context.render(context.shipmentPage(posting, form, all))
  }

  func create(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    guard let posting = try PostingStore(rows: context.reader).posting(id) else {
      throw Failure.notFound
    }
    let all = try carriers.all(in: context.open)
    var form = FormReader(try context.form())
    let typed = ShipmentForm(form)
    guard let shipment = typed.shipment(all, &form) else {
      return refuse(context, posting, typed, all, form.problems)
    }
    do {
      return try ship(shipment, context, posting, version: Version.read(form.fields))
    } catch let duplicate as DuplicateTracking {
      return refuse(context, posting, typed, all, [problem(duplicate)])
    }
  }

  private func ship(
    _ shipment: Shipment, _ context: WorkContext<SellerScope>, _ posting: Posting, version: Int64?
  ) throws -> Response {
    let act = PostingAct(
      command: .ship, actor: context.actor, version: version,
      detail: "\(shipment.carrier.name) \(shipment.trackingNumber)", shipment: shipment)
    return try context.answering(posting.id) {
      try context.write(
        Act("posting.ship", "posting", posting.id.raw, detail: shipment.trackingNumber)
      ) { tx in
        try acts.perform(act, on: posting.id, at: context.now, in: tx)
      }
      return context.redirect(
        to: "/orders/\(posting.id)",
        flash: Flash("orders.flash.shipped", ["carrier": shipment.carrier.name]))
    }
  }

  private func problem(_ duplicate: DuplicateTracking) -> Problem {
    guard let number = duplicate.number else {
      return Problem("tracking", Message("orders.shipment.taken"))
    }
    return Problem("tracking", Message("orders.shipment.duplicate", ["number": number]))
  }

  private func refuse(
    _ context: WorkContext<SellerScope>, _ posting: Posting, _ typed: ShipmentForm,
    _ carriers: [Carrier], _ problems: [Problem]
  ) -> Response {
    context.render(
      context.shipmentPage(posting, typed, carriers, problems: problems),
      status: .unprocessable)
  }
}
