import Commerce
import HTTP
import Office
import SQL
import Template

/// Carrier and tracking number, as the warehouse types them.
struct ShipmentForm: Sendable {
  let carrier: String
  let tracking: String
  let version: String

  init(_ form: FormReader) {
    carrier = form.typed("carrier")
    tracking = form.typed("tracking")
    version = form.typed("version")
  }

  init(_ parcel: Parcel?, _ posting: Posting) {
    carrier = String(parcel?.carrier ?? Carrier.platform)
    tracking = parcel?.trackingNumber ?? ""
    version = String(posting.version)
  }

  /// What was typed, checked against the carrier's own format.
  func shipment(_ carriers: [Carrier], _ form: inout FormReader) -> Shipment? {
    let number = TrackingFormat.normalised(form.text("tracking", 1...40))
    guard let chosen = carriers.first(where: { String($0.id) == carrier }) else {
      form.add("carrier", carrier.isEmpty ? "form.required" : "form.choice")
      return nil
    }
    guard form.problems.isEmpty else { return nil }
    do throws(TrackingFormat.Fault) {
      try chosen.format.validate(number)
      return Shipment(carrier: chosen, trackingNumber: number)
    } catch {
      switch error {
      case .shape(let example):
        form.add(
          "tracking", "orders.shipment.shape", ["carrier": chosen.name, "example": example])
      case .checkDigit: form.add("tracking", "orders.shipment.checkDigit", ["number": number])
      }
      return nil
    }
  }
}

/// The question which carrier has the parcel, under which number.
struct ShipmentPage: Page {
  static let template = "orders/shipment"

  let errors: ErrorSummary?
  let posting: Posting
  let sub: String
  let carrier: FieldView
  let tracking: FieldView
  let version: String
  let pieces: String

  static let fields: [Field<ShipmentPage>] = [
    .optional("errors") { $0.errors },
    .text("number") { $0.posting.number },
    .text("sub") { $0.sub },
    .text("seenVersion") { $0.version },
    .view("carrier") { $0.carrier },
    .view("tracking") { $0.tracking },
    .text("pieces") { $0.pieces },
    .url("action") { URLText(path: "/orders/\($0.posting.id.raw)/shipment") },
    .url("backHref") { URLText(path: "/orders/\($0.posting.id.raw)") },
  ]
}

extension RequestContext where Scope == SellerScope {
  func shipmentPage(
    _ posting: Posting, _ form: ShipmentForm, _ carriers: [Carrier], problems: [Problem] = []
  ) -> ShipmentPage {
    var carrier = FieldView("carrier", label: text("orders.shipment.carrier"))
    carrier.options = carriers.map {
      OptionView(
        value: String($0.id), label: "\($0.name), \($0.service)",
        isSelected: String($0.id) == form.carrier)
    }
    carrier.error = error(of: "carrier", in: problems)
    var tracking = FieldView("tracking", label: text("orders.shipment.tracking"))
    tracking.value = form.tracking
    tracking.hint = text("orders.shipment.trackingHint")
    tracking.error = error(of: "tracking", in: problems)
    tracking.isMono = true
    return ShipmentPage(
      errors: summary(problems, of: [carrier, tracking]), posting: posting,
      sub: text("orders.shipment.sub", ["city": posting.city]), carrier: carrier,
      tracking: tracking, version: form.version,
      pieces: text(
        "orders.shipment.pieces", ["pieces": locale.number(posting.pieces)],
        count: posting.pieces))
  }
}
