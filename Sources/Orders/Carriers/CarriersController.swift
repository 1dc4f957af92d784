import Commerce
import HTTP
import Office
import SQL

/// What carriers offer, kept by the platform's admin.
struct CarriersController: Sendable {
  let kernel: Kernel
  let carriers: Carriers

  func list(_ context: PageContext<PlatformScope>) throws -> Response {
    context.render(try CarrierPages(context, carriers).list())
  }

  func create(_ context: WorkContext<PlatformScope>) throws -> Response {
    var form = CarrierForm(try context.form())
    let id: CarrierID = kernel.newID()
    do {
      let (carrier, code) = try form.carrier(nil, id)
      try change(context, Act("carriers.act.created", "carrier", id.raw, detail: code)) { store in
        do throws(SQLError) { try store.insert(carrier, code: code) } catch {
          guard error.isConstraint(.unique) else { throw error }
          throw InvalidForm("code", Message("carriers.error.codeTaken"))
        }
      }
    } catch let invalid as InvalidForm {
      var pages = try CarrierPages(context, carriers)
      pages.type(form.reader, invalid.problems)
      return context.render(pages.list(), status: .unprocessable)
    }
    return saved(context, "/carriers/\(id)")
  }

  func show(_ context: PageContext<PlatformScope>, _ id: CarrierID) throws -> Response {
    let pages = try CarrierPages(context, carriers)
    return context.render(try pages.carrier(id, key: nil))
  }

  func update(_ context: WorkContext<PlatformScope>, _ id: CarrierID) throws -> Response {
    let known = try known(context, id)
    var form = CarrierForm(try context.form())
    return try saving(context, "/carriers/\(id)") {
      let (carrier, _) = try form.carrier(known, id)
      try change(context, Act("carriers.act.changed", "carrier", id.raw)) { try $0.update(carrier) }
    } again: { pages, problems in
      pages.type(form.reader, problems)
      return try pages.carrier(id, key: nil)
    }
  }

  func addService(_ context: WorkContext<PlatformScope>, _ id: CarrierID) throws -> Response {
    _ = try known(context, id)
    var form = FormReader(try context.form())
    let tariff: TariffID = kernel.newID()
    return try saving(context, "/services/\(tariff)") {
      let name = form.text("service_name", 1...60)
      try form.check()
      let new = Tariff(
        id: tariff, carrier: id.raw, name: name, currency: .rub, divisor: 5_000,
        limits: ParcelLimits(weight: 20_000, sides: [1_200, 800, 800], girth: 3_000),
        forbidden: [], cutOff: 1_080, pickupDays: 31, opensOn: false, isActive: false)
      try change(context, Act("carriers.act.serviceAdded", "service", tariff.raw)) {
        try $0.save(new)
      }
    } again: { pages, problems in
      pages.type(form, problems)
      return try pages.carrier(id, key: nil)
    }
  }

  func addZone(_ context: WorkContext<PlatformScope>, _ id: CarrierID) throws -> Response {
    _ = try known(context, id)
    var form = ZoneForm(try context.form())
    let zone: ZoneID = kernel.newID()
    return try saving(context, "/carriers/\(id)") {
      let new = try form.zone(zone, of: id.raw)
      try change(context, Act("carriers.act.zoneAdded", "zone", zone.raw)) { try $0.save(new) }
    } again: { pages, problems in
      pages.type(form.reader, problems)
      return try pages.carrier(id, key: nil)
    }
  }

  /// Makes a key for the carrier's program; the answer shows it, once.
  func addKey(_ context: WorkContext<PlatformScope>, _ id: CarrierID) throws -> Response {
    _ = try known(context, id)
    var form = FormReader(try context.form())
    let key: ID<APIKeyEntity> = kernel.newID()
    let now = context.now
    var pages = try CarrierPages(context, carriers)
    do {
      let name = form.text("key_name", 1...60)
      try form.check()
      let text = try context.write(
        Act("carriers.act.keyAdded", "carrier", id.raw, detail: name)
      ) { tx in
        try APIKeyStore.add(
          id: key.raw, name: name, scope: .carrier, subject: id.raw, at: now, in: tx.transaction)
      }
      return context.render(try pages.carrier(id, key: text))
    } catch let invalid as InvalidForm {
      pages.type(form, invalid.problems)
      return context.render(try pages.carrier(id, key: nil), status: .unprocessable)
    }
  }

  /// The key opens nothing any more.
  func revokeKey(_ context: WorkContext<PlatformScope>, _ id: CarrierID) throws -> Response {
    let form = FormReader(try context.form())
    guard let key = ID<APIKeyEntity>(text: form.typed("key")) else { throw Failure.notFound }
    let now = context.now
    try context.write(Act("carriers.act.keyRevoked", "carrier", id.raw)) { tx in
      let revoked = try APIKeyStore.revoke(
        key.raw, .carrier, of: id.raw, at: now, in: tx.transaction)
      guard revoked else { throw Failure.notFound }
      tx.transaction.afterCommit { [kernel] in kernel.forgetSessions() }
    }
    return saved(context, "/carriers/\(id)")
  }

  private func known<C: RequestContext>(_ context: C, _ id: CarrierID) throws -> Carrier {
    guard let carrier = try carriers.carrier(id.raw, in: context.open) else {
      throw Failure.notFound
    }
    return carrier
  }
}

enum APIKeyEntity {}

extension CarriersController {
  func zone(_ context: PageContext<PlatformScope>, _ id: ZoneID) throws -> Response {
    context.render(try CarrierPages(context, carriers).zone(id))
  }

  func updateZone(_ context: WorkContext<PlatformScope>, _ id: ZoneID) throws -> Response {
    guard let known = try carriers.book(in: context.open).zone(id) else { throw Failure.notFound }
    var form = ZoneForm(try context.form())
    return try saving(context, "/carriers/\(known.carrier)") {
      let zone = try form.zone(id, of: known.carrier)
      try change(context, Act("carriers.act.zoneChanged", "zone", id.raw)) { try $0.save(zone) }
    } again: { pages, problems in
      pages.type(form.reader, problems)
      return try pages.zone(id)
    }
  }

  func service(_ context: PageContext<PlatformScope>, _ id: TariffID) throws -> Response {
    let zone = context.request.query.first("zone").flatMap { ZoneID(text: $0) }
    return context.render(try CarrierPages(context, carriers).service(id, zone))
  }

  func updateService(_ context: WorkContext<PlatformScope>, _ id: TariffID) throws -> Response {
    guard let known = try carriers.book(in: context.open).tariff(id) else { throw Failure.notFound }
    var form = TariffForm(try context.form())
    return try saving(context, "/services/\(id)") {
      let tariff = try form.tariff(id, of: known.carrier)
      try change(context, Act("carriers.act.serviceChanged", "service", id.raw)) {
        try $0.save(tariff)
      }
    } again: { pages, problems in
      pages.type(form.reader, problems)
      return try pages.service(id, nil)
    }
  }

  func saveRate(_ context: WorkContext<PlatformScope>, _ id: TariffID) throws -> Response {
    let book = try carriers.book(in: context.open)
    guard let tariff = book.tariff(id) else { throw Failure.notFound }
    var form = RateForm(try context.form())
    let zones = book.zones.filter { $0.carrier == tariff.carrier }
    return try saving(context, "/services/\(id)") {
      let rate = try form.rate(tariff, zones)
      try change(context, Act("carriers.act.priced", "service", id.raw, detail: "\(rate.zone)")) {
        try $0.save(rate)
      }
    } again: { pages, problems in
      pages.typeRate(form.reader, problems)
      return try pages.service(id, nil)
    }
  }

  /// The service goes to that zone no more.
  func removeRate(_ context: WorkContext<PlatformScope>, _ id: TariffID) throws -> Response {
    let form = FormReader(try context.form())
    guard try carriers.book(in: context.open).tariff(id) != nil,
      let zone = ZoneID(text: form.typed("zone"))
    else { throw Failure.notFound }
    try change(context, Act("carriers.act.unpriced", "service", id.raw, detail: "\(zone)")) {
      try $0.removeRate(id, zone)
    }
    return saved(context, "/services/\(id)")
  }

  private func change(
    _ context: WorkContext<PlatformScope>, _ act: Act, _ body: (CarrierStore) throws -> Void
  ) throws {
    try context.write(act) { tx in
      try body(CarrierStore(rows: tx.transaction.open))
      tx.transaction.afterCommit { [carriers] in carriers.forget() }
    }
  }

  private func saving(
    _ context: WorkContext<PlatformScope>, _ path: String, _ body: () throws -> Void,
    again: (inout CarrierPages<WorkContext<PlatformScope>>, [Problem]) throws -> DeskPage
  ) throws -> Response {
    do {
      try body()
    } catch let invalid as InvalidForm {
      var pages = try CarrierPages(context, carriers)
      return context.render(try again(&pages, invalid.problems), status: .unprocessable)
    }
    return saved(context, path)
  }

  func saved(_ context: WorkContext<PlatformScope>, _ path: String) -> Response {
    context.redirect(to: path, flash: Flash("carriers.flash.saved"))
  }
}
