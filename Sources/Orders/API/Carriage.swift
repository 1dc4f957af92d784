import Commerce
import HTTP
import Office
import SQL

/// How far a hand-over act is, in the words that the Seller API has for carriages.
enum CarriageStatus {
  static func word(_ state: ManifestState) -> String {
    switch state {
    case .open: "new"
    case .closed: "sended"
    case .accepted: "received"
    }
  }

  /// Of the act's documents.
  static func ofDocument(_ manifest: Manifest) -> String {
    switch manifest.state {
    case .open: "FORMING"
    case .closed: "FORMED"
    case .accepted:
      manifest.missing + manifest.extra > 0 ? "CONFIRMED_WITH_MISMATCH" : "CONFIRMED"
    }
  }

  /// What may be done with it.
  static func actions(_ state: ManifestState) -> JSON {
    state == .open ? ["approve", "set_postings", "cancel"] : ["print"]
  }
}

/// What the calls of carriages have in common.
struct CarriageDesk {
  let acts: PostingActs
  let carriers: Carriers
  let context: WorkContext<SellerClient>
  let store: ManifestStore
  let zoneName: String
  let zone: TimeZoneRules

  init(
    _ acts: PostingActs, _ carriers: Carriers, _ context: WorkContext<SellerClient>
  ) throws(SQLError) {
    self.acts = acts
    self.carriers = carriers
    self.context = context
    store = ManifestStore(rows: context.reader)
    let shop = try context.open.first(TrackingController.shop, context.scope.shop.raw)
    zoneName = shop?.zone ?? "UTC"
    zone = context.kernel.zones.rules(zoneName)
  }

  /// The act that a field names. 404 where the shop has none of that number.
  func manifest(_ fields: SellerFields, _ name: String) throws -> Manifest {
    guard let id = try fields.integer(name), id > 0 else {
      throw SellerError.invalid(fields.name(name), "is required")
    }
    guard let manifest = try store.manifest(ManifestID(raw: id)) else {
      throw SellerError.notFound("CARRIAGE_NOT_FOUND")
    }
    return manifest
  }

  func methods() throws(SQLError) -> DeliveryMethods {
    try DeliveryMethods(context.reader, context.open, carriers)
  }

  func method(_ fields: SellerFields) throws -> DeliveryMethod {
    guard let id = try fields.integer("delivery_method_id"), id > 0 else {
      throw SellerError.invalid(fields.name("delivery_method_id"), "is required")
    }
    guard let method = try methods()[id] else {
      throw SellerError.notFound("DELIVERY_METHOD_NOT_FOUND")
    }
    return method
  }

  /// The day on which it leaves, by the shop's clock; nil where it is not said.
  func departure(_ fields: SellerFields) throws -> LocalDate? {
    try fields.instant("departure_date").map { zone.local($0).date }
  }

  /// The first moment after a day.
  func end(of day: LocalDate) -> Instant { zone.start(of: day.adding(days: 1)) }

  var today: LocalDate { zone.local(context.now).date }

  /// Whether more waits for the same carrier.
  func hasMore(_ manifest: Manifest) throws(SQLError) -> Bool {
    try !store.ready(manifest.warehouse, manifest.carrier, limit: 1).isEmpty
  }

  func act<T: Sendable>(
    _ name: String, _ id: Int64, _ body: (ManifestActs) throws -> T
  ) throws -> T {
    let now = context.now
    do {
      return try context.write(Act("manifests.act.\(name)", "manifest", id)) { tx in
        try body(ManifestActs(acts: acts, tx: tx, now: now, actor: .program, member: nil))
      }
    } catch let invalid as InvalidForm {
      throw SellerError.precondition(Self.word(for: invalid))
    } catch is IllegalCommand {
      throw SellerError.precondition("HAS_INCORRECT_STATUS")
    } catch Failure.conflict {
      throw SellerError.precondition("CARRIAGE_HAS_INCORRECT_STATUS")
    }
  }

  private static func word(for invalid: InvalidForm) -> String {
    let message = invalid.problems.first?.message
    return switch message?.key {
    case "manifests.error.nothing", "manifests.error.empty": "no_postings"
    case "manifests.error.gone":
      "there_are_cancelled_postings: \(message?.values["numbers"] ?? "")"
    default: "CARRIAGE_CAN_NOT_BE_CHANGED"
    }
  }
}
