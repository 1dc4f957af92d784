import Commerce
import HTTP
import Office

/// Reads which postings a wave takes, from an address or a form.
struct WaveForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }
  init(_ query: QueryFields) { reader = FormReader(FormFields(fields: query)) }

  /// - Throws: `InvalidForm`; also where the warehouse is none of these.
  mutating func choice(_ places: [FloorPlace]) throws(InvalidForm) -> WaveChoice {
    let typed = reader.typed("warehouse")
    let place = typed.isEmpty ? places.first : places.first { "\($0.id)" == typed }
    if place == nil { reader.add("warehouse", "form.choice") }
    let kind = reader.choice("kind", WaveChoice.Kind.self, required: false)
    let handling = reader.choice("class", HandlingClass.self, required: false)
    let hours = reader.integer("hours", 1...720)
    let carrier = reader.integer("carrier", 1...Int64.max)
    let zone = reader.text("zone", 0...Bin.longest)
    let most = reader.integer("most", 1...Wave.most)
    try reader.check()
    guard let place else { throw InvalidForm([]) }
    var choice = WaveChoice(warehouse: place.id)
    choice.kind = kind ?? .any
    choice.handling = handling
    choice.hours = hours
    choice.carrier = carrier
    choice.zone = zone
    choice.most = most ?? choice.most
    return choice
  }
}
