import Commerce
import HTTP
import Office

/// Reads a box.
struct PackagingForm {
  private(set) var reader: FormReader

  init(_ fields: FormFields) { reader = FormReader(fields) }

  /// The form as it shows a box that is there.
  init(_ box: Packaging, _ currency: Currency) {
    var pairs: [(name: String, value: String)] = [
      ("name", box.name), ("kind", box.kind.rawValue), ("inner", Self.text(box.inner)),
      ("outer", Self.text(box.outer)), ("weight", "\(box.weightGrams)"),
      ("cost", Money(minor: box.cost, currency: currency).plain),
      ("recycled", "\(box.recycled)"), ("most", "\(box.mostGrams)"), ("pieces", "\(box.pieces)"),
    ]
    if box.isDefault { pairs.append(("default", "1")) }
    reader = FormReader(FormFields(fields: QueryFields(pairs)))
  }

  static func text(_ size: FloorSize) -> String {
    "\(size.length) x \(size.width) x \(size.height)"
  }

  mutating func packaging(
    _ id: PackagingID, _ currency: Currency
  ) throws(InvalidForm) -> Packaging {
    let name = reader.text("name", 1...60)
    let kind = reader.choice("kind", Packaging.Kind.self) ?? .box
    let inner = size("inner")
    let outer = reader.typed("outer").isEmpty ? inner : size("outer")
    if let inner, let outer,
      outer.length < inner.length || outer.width < inner.width || outer.height < inner.height
    {
      reader.add("outer", "packaging.error.outer")
    }
    let weight = reader.integer("weight", 0...50_000, required: true)
    let cost = reader.money("cost", currency)
    let recycled = reader.integer("recycled", 0...100)
    let most = reader.integer("most", 1...1_000_000, required: true)
    let pieces = reader.integer("pieces", 0...1_000_000, required: true)
    let isDefault = reader.typed("default") == "1"
    try reader.check()
    guard let inner, let outer, let weight, let most, let pieces else { throw InvalidForm([]) }
    return Packaging(
      id: id, name: name, kind: kind, inner: inner, outer: outer, weightGrams: weight,
      cost: cost?.minor ?? 0, recycled: recycled ?? 0, mostGrams: most, pieces: pieces,
      isDefault: isDefault)
  }

  /// "300 x 200 x 150" in mm, with any sign between the numbers.
  private mutating func size(_ name: String) -> FloorSize? {
    let text = reader.text(name, 1...40)
    let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
    guard numbers.count == 3, numbers.allSatisfy({ (1...10_000).contains($0) }) else {
      if !text.isEmpty { reader.add(name, "packaging.error.size") }
      return nil
    }
    return FloorSize(numbers[0], numbers[1], numbers[2])
  }
}
