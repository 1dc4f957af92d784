import Commerce
import HTTP
import Office
import SQL

/// The Storefront API's sister for carriers: their programs tell where their own parcels are.
struct CarrierAPI: Sendable {
  static let mostEvents = 500

  let tracking: TrackingActs

  /// `{"events":[{"event_id":"..","tracking_number":"..","code":"..","at":".."}]}`: each event is
  /// taken or refused for itself, and counts once however often it comes.
  func take(_ context: WorkContext<APIClient>) throws -> Response {
    let reports = try CarrierReport.read(context.json(), now: context.now)
    let (carrier, now) = (context.scope.subject, context.now)
    let results = try context.write(
      Act("parcels.act.reported", "carrier", carrier, detail: "\(reports.count)")
    ) { tx in
      try reports.map { report in (report, try take(report, of: carrier, at: now, in: tx)) }
    }
    let items = results.map { report, result in
      JSON.object([("event_id", .string(report.news.key)), ("result", .string(result))])
    }
    return .json(JSON.object([("results", .array(items))]).bytes)
  }

  private func take(
    _ report: CarrierReport, of carrier: Int64, at now: Instant, in tx: PlatformTransaction
  ) throws -> String {
    guard let parcel = try tx.first(ParcelNewsSQL.byNumber, report.number, carrier) else {
      return "unknown_parcel"
    }
    do {
      let isNew = try tracking.take(
        report.news, of: parcel.posting, parcel.part, at: now, in: tx.seller(parcel.seller))
      return isNew ? "accepted" : "known"
    } catch NewsForm.Fault.early {
      return "too_early"
    }
  }

  /// One of the carrier's own parcels; nothing of it names the buyer.
  func show(_ context: PageContext<APIClient>, _ number: String) throws -> Response {
    let normal = TrackingFormat.normalised(number)
    guard
      let parcel = try context.reader.first(
        ParcelNewsSQL.byNumber, normal, context.scope.subject),
      let found = try context.reader.first(
        CarrierSQL.parcel, parcel.seller.raw, parcel.posting.raw, parcel.part)
    else { throw Failure.notFound }
    let events = try context.reader.all(
      CarrierSQL.parcelEvents, parcel.seller.raw, parcel.posting.raw, parcel.part)
    let json = JSON.object([
      ("tracking_number", .string(normal)),
      ("status", found.status.map(JSON.string) ?? .null),
      ("weight_g", .integer(found.weight)),
      (
        "events",
        .array(
          events.map { event in
            .object([
              ("event_id", .string(event.key)), ("status", .string(event.status)),
              ("code", .string(event.code)),
              ("at", .string(Instant(milliseconds: event.at).description)),
            ])
          })
      ),
    ])
    return .json(json.bytes)
  }
}

extension CarrierSQL {
  static let parcel = PlatformQuery(
    """
    select status, weight_g from main.parcel where seller_id = ? and posting_id = ? and part = ?
    """
  ) { (status: String?, weight: Int64) in (status: status, weight: weight) }
  static let parcelEvents = PlatformQuery(
    """
    select event_key, status, code, at from main.parcel_event
    where seller_id = ? and posting_id = ? and part = ? order by at, id limit 500
    """
  ) { (key: String, status: String, code: String, at: Int64) in
    (key: key, status: status, code: code, at: at)
  }
}

/// An event as a carrier's program sends it.
struct CarrierReport: Sendable {
  let number: String
  let news: ParcelNews

  /// - Throws: `Failure.invalid` with every problem at once.
  static func read(_ document: JSON, now: Instant) throws(Failure) -> [CarrierReport] {
    do {
      return try JSONFields.decode(document) { fields in
        fields.array("events", count: 1...CarrierAPI.mostEvents) { report($0, now: now) }
      }
    } catch {
      throw .invalid(error.all.map { Problem($0.path, Message($0.textKey)) })
    }
  }

  private static func report(_ fields: JSONFields, now: Instant) -> CarrierReport? {
    let key = fields.string("event_id", max: ParcelNews.mostKey)
    let number = TrackingFormat.normalised(fields.string("tracking_number", max: 40))
    let code = fields.string("code", max: 60)
    let status = TrackingStatus(code: code)
    if status == nil, !code.isEmpty { fields.refuse("code", textKey: "parcels.api.code") }
    let at = fields.value("at", max: 40) { Instant(iso: $0) } ?? now
    if at > now + .minutes(10) { fields.refuse("at", textKey: "orders.api.future") }
    let place = fields.optionalString("place", max: ParcelNews.mostPlace) ?? ""
    guard let status else { return nil }
    return CarrierReport(
      number: number,
      news: ParcelNews(
        key: key, status: status, code: code, at: min(at, now), place: place, source: .api))
  }
}
