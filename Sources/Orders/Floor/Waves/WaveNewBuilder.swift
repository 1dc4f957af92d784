import Commerce
import HTTP
import Office
import SQL
import Template

/// Makes the page on which a wave is chosen.
struct WaveNewBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let floor: any WarehouseFloor
  let carriers: [Carrier]
  var form: WaveForm
  var problems: [Problem] = []

  mutating func page() throws -> WaveNewPage {
    let places = try floor.places(in: context.reader)
    var found: [PostingID] = []
    var place = places.first
    do {
      let choice = try form.choice(places)
      place = places.first { $0.id == choice.warehouse }
      found = try choice.postings(at: context.now, in: context.reader)
    } catch let invalid as InvalidForm {
      if problems.isEmpty { problems = invalid.problems }
    }
    let selects = try selects(places, place)
    let texts = texts()
    let names = ["warehouse", "kind", "class", "zone", "carrier", "hours", "most"]
    return WaveNewPage(
      errors: context.summary(problems, of: selects + texts),
      sentence: context.text(
        found.isEmpty ? "waves.new.none" : "waves.new.found", count: Int64(found.count)),
      isEmpty: found.isEmpty, selects: selects, texts: texts,
      hidden: names.map {
        OptionView(value: form.reader.typed($0), label: $0, isSelected: false)
      })
  }

  private func selects(_ places: [FloorPlace], _ place: FloorPlace?) throws(SQLError) -> [FieldView]
  {
    let zones = try place.map { place throws(SQLError) in
      try BinStore(rows: context.reader).zones(of: place.id)
    }
    return [
      select("warehouse", places.map { ("\($0.id)", $0.name) }),
      select(
        "kind",
        WaveChoice.Kind.allCases.map { ($0.rawValue, context.text("waves.kind.\($0.rawValue)")) }),
      select(
        "class",
        [("", context.text("waves.any"))]
          + HandlingClass.allCases.map { ($0.rawValue, context.text($0.label)) }),
      select(
        "zone",
        [("", context.text("waves.any"))]
          + (zones ?? []).filter { !$0.isEmpty }.map { ($0, $0) }),
      select(
        "carrier",
        [("", context.text("waves.any"))] + carriers.map { ("\($0.id)", $0.name) }),
    ]
  }

  private func texts() -> [FieldView] {
    ["hours", "most"].map { name in
      var field = FieldView(name, label: context.text("waves.field.\(name)"))
      field.value = form.reader.typed(name)
      field.error = context.error(of: name, in: problems)
      field.inputMode = "numeric"
      field.isOptional = true
      field.hint = context.text("waves.hint.\(name)")
      return field
    }
  }

  private func select(_ name: String, _ options: [(String, String)]) -> FieldView {
    var field = FieldView(name, label: context.text("waves.field.\(name)"))
    let chosen = form.reader.typed(name)
    field.error = context.error(of: name, in: problems)
    field.options = options.map { value, label in
      OptionView(value: value, label: label, isSelected: value == chosen)
    }
    return field
  }
}
