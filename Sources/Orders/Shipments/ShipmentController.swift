import Commerce
import HTTP
import Office
import SQL

/// The parcels leave with their carrier, now or with the next hand-over.
struct ShipmentController: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  func new(_ context: PageContext<SellerScope>, _ id: PostingID) throws -> Response {
    let builder = try ShipmentBuilder(context, id, carriers)
    let count = context.request.query.first("parcels").flatMap { Int($0) } ?? 0
    return context.render(builder.page(count: count))
  }

  /// Hands the posting over.
  func create(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    try reading(context, id) { shipment, version in
      let act = PostingAct(
        command: .ship, actor: context.actor, version: version,
        detail: "\(shipment.carrier.name) \(shipment.trackingNumber)", shipment: shipment)
      try context.write(
        Act("posting.ship", "posting", id.raw, detail: shipment.trackingNumber)
      ) { tx in
        try acts.perform(act, on: id, at: context.now, in: tx)
      }
      return Flash("orders.flash.shipped", ["carrier": shipment.carrier.name])
    }
  }

  /// Keeps carrier, numbers and measures; the posting waits for its hand-over.
  func save(_ context: WorkContext<SellerScope>, _ id: PostingID) throws -> Response {
    try reading(context, id) { shipment, version in
      let now = context.now
      try context.write(
        Act("posting.parcels", "posting", id.raw, detail: shipment.trackingNumber)
      ) { tx in
        try acts.prepare(shipment, of: id, version: version, at: now, in: tx)
      }
      return Flash("shipments.flash.saved", ["carrier": shipment.carrier.name])
    }
  }

  private func reading(
    _ context: WorkContext<SellerScope>, _ id: PostingID,
    _ body: (Shipment, Int64?) throws -> Flash
  ) throws -> Response {
    var builder = try ShipmentBuilder(context, id, carriers)
    var form = ShipmentForm(try context.form())
    let version = try Version.read(form.reader.fields)
    builder.typed = form
    do {
      let shipment = try builder.shipment(&form)
      return try context.answering(id) {
        let flash = try body(shipment, version)
        return context.redirect(to: "/orders/\(id)", flash: flash)
      }
    } catch let invalid as InvalidForm {
      return refuse(context, builder, form, invalid.problems)
    } catch let duplicate as DuplicateTracking {
      return refuse(context, builder, form, [duplicate.problem])
    }
  }

  private func refuse(
    _ context: WorkContext<SellerScope>, _ builder: ShipmentBuilder<WorkContext<SellerScope>>,
    _ form: ShipmentForm, _ problems: [Problem]
  ) -> Response {
    var builder = builder
    builder.typed = form
    builder.problems = problems
    return context.render(builder.page(count: form.count), status: .unprocessable)
  }
}

extension DuplicateTracking {
  var problem: Problem {
    let field = ShipmentForm.name("tracking", part)
    guard let number else { return Problem(field, Message("orders.shipment.taken")) }
    return Problem(field, Message("orders.shipment.duplicate", ["number": number]))
  }
}
