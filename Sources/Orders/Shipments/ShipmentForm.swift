import Commerce
import HTTP
import Office

/// Reads how a posting leaves, as the warehouse types it. The first parcel's fields have no
/// number: `tracking`, `tracking_2`.
struct ShipmentForm {
  static let mostParcels = 20
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  static func name(_ field: String, _ part: Int) -> String {
    part == 1 ? field : "\(field)_\(part)"
  }

  /// How many parcels the form shows: `parcels`, 1 where it is missing.
  var count: Int { min(max(Int(reader.typed("parcels")) ?? 1, 1), Self.mostParcels) }

  /// The service and the parcels, each number checked against its carrier's format.
  mutating func read(
    _ open: [Tariff], _ book: CarrierBook, _ lines: [PackedLine]
  ) throws(InvalidForm) -> (tariff: Tariff, parcels: [ParcelDraft], reason: String) {
    let chosen = reader.typed("carrier")
    let tariff = open.first { "\($0.id)" == chosen }
    let carrier = book.carrier(tariff?.carrier)
    if carrier == nil { reader.add("carrier", chosen.isEmpty ? "form.required" : "form.choice") }
    let parcels = (1...count).map { part in parcel(part, carrier, lines) }
    if count > 1 { checkPieces(parcels, lines) }
    let reason = reader.text("reason", 0...200)
    try reader.check()
    guard let tariff else { throw InvalidForm("carrier", Message("form.choice")) }
    return (tariff, parcels, reason)
  }

  private mutating func parcel(
    _ part: Int, _ carrier: Carrier?, _ lines: [PackedLine]
  ) -> ParcelDraft {
    var draft = ParcelDraft()
    draft.number = number(part, carrier)
    if count > 1 {
      for line in lines {
        let pieces = reader.integer("pieces_\(line.line)_\(part)", 0...line.quantity) ?? 0
        if pieces > 0 { draft.lines[line.line] = pieces }
      }
    }
    let weight = reader.integer(Self.name("weight", part), 1...ParcelMeasure.mostGrams)
    let names = ["length", "width", "height"].map { Self.name($0, part) }
    let sides = names.map { reader.integer($0, 1...ParcelMeasure.mostMillimetres) }
    let given = sides.compactMap { $0 }
    if !given.isEmpty && given.count < 3,
      let missing = zip(names, sides).first(where: {
        $0.1 == nil
      })
    {
      if reader.typed(missing.0).isEmpty { reader.add(missing.0, "shipments.error.sides") }
    }
    if weight != nil || given.count == 3 {
      draft.measure = ParcelMeasure(weight: weight ?? draft.weight(of: lines), sides: given)
    }
    return draft
  }

  /// nil where the platform's own carrier gives it.
  private mutating func number(_ part: Int, _ carrier: Carrier?) -> String? {
    let name = Self.name("tracking", part)
    let isOwn = carrier?.id == Carrier.platform
    let number = TrackingFormat.normalised(reader.text(name, (isOwn ? 0 : 1)...40))
    guard let carrier, !number.isEmpty else { return nil }
    if let problem = carrier.problem(of: number) {
      reader.add(name, problem.key, problem.values)
    }
    return number
  }

  /// Every piece is in exactly one parcel, and no parcel is empty.
  private mutating func checkPieces(_ parcels: [ParcelDraft], _ lines: [PackedLine]) {
    for line in lines {
      let packed = parcels.reduce(0) { $0 + ($1.lines[line.line] ?? 0) }
      if packed != line.quantity {
        reader.add(
          "pieces_\(line.line)_1", "shipments.error.pieces",
          ["title": line.title, "packed": "\(packed)", "quantity": "\(line.quantity)"])
      }
    }
    for (index, parcel) in parcels.enumerated() where parcel.lines.isEmpty {
      reader.add(
        "pieces_\(lines.first?.line ?? 1)_\(index + 1)", "shipments.error.empty",
        ["part": "\(index + 1)"])
    }
  }
}

extension Carrier {
  /// What is wrong with a normalised number of this carrier; nil for nothing.
  func problem(of number: String) -> Message? {
    do throws(TrackingFormat.Fault) {
      try format.validate(number)
      return nil
    } catch {
      switch error {
      case .shape(let example):
        return Message("orders.shipment.shape", ["carrier": name, "example": example])
      case .checkDigit: return Message("orders.shipment.checkDigit", ["number": number])
      }
    }
  }
}
