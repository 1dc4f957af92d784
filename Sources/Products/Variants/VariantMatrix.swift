import Commerce
import Office

/// Where a variant stands: a value on each axis.
struct VariantPlace: Sendable, Hashable {
  /// Keys of dictionary entries, which hold no `-`.
  let keys: [String]

  /// The end of the names of its inputs: `red-xl`.
  var field: String { keys.joined(separator: "-") }
}

/// One variant of the matrix, there already or not.
struct VariantCell: Sendable {
  let place: VariantPlace
  let names: [Localized]
  /// nil where it would be new.
  let member: FamilyMember?
  /// Whether the product that the matrix starts from will take this place: it has none yet.
  let isSource: Bool

  /// "Red, XL".
  func label(_ locale: Locale) -> String {
    names.map { $0[locale] }.joined(separator: locale.comma)
  }
}

/// The variants that a product's family has and could have.
struct VariantMatrix: Sendable {
  /// Cells that one form can hold: 12 x 12.
  static let mostCells = 144
  static let mostAxes = 2

  /// Attributes that set the members apart, with the values on each.
  struct Axis: Sendable {
    let attribute: Attribute
    let values: [Attribute.Choice]
  }

  let axes: [Axis]
  let cells: [VariantCell]

  /// - Parameters:
  ///   - axes: each with at least one value.
  ///   - source: the product that the matrix starts from.
  ///   - members: the family, without the source.
  init(_ axes: [Axis], source: FamilyMember, members: [FamilyMember]) {
    self.axes = axes
    let keys = axes.map(\.attribute.key)
    var known: [VariantPlace: FamilyMember] = [:]
    for member in [source] + members {
      guard let place = Self.place(of: member, keys), known[place] == nil else { continue }
      known[place] = member
    }
    var isPlaced = Self.place(of: source, keys) != nil
    cells = Self.combinations(axes).map { choices in
      let place = VariantPlace(keys: choices.map(\.key))
      let takesSource = !isPlaced && known[place] == nil
      if takesSource { isPlaced = true }
      return VariantCell(
        place: place, names: choices.map(\.name), member: takesSource ? source : known[place],
        isSource: takesSource)
    }
  }

  /// The values that a member has on all axes; nil where one is missing.
  static func place(of member: FamilyMember, _ keys: [String]) -> VariantPlace? {
    let values = keys.compactMap { key in member.values[key].flatMap { $0.isEmpty ? nil : $0 } }
    return values.count == keys.count ? VariantPlace(keys: values) : nil
  }

  private static func combinations(_ axes: [Axis]) -> [[Attribute.Choice]] {
    axes.reduce([[]]) { rows, axis in
      rows.flatMap { row in axis.values.map { row + [$0] } }
    }
  }

  /// Puts values into an offer id's pattern: `{offer}` is the source's, `{size}` a value's key.
  func offerID(_ pattern: String, _ source: String, _ cell: VariantCell) -> String {
    var text = pattern.replacing("{offer}", with: source)
    for (axis, key) in zip(axes, cell.place.keys) {
      text = text.replacing("{\(axis.attribute.key)}", with: key.uppercased())
    }
    return text
  }

  /// "{offer}-{colour}-{size}".
  var usualPattern: String {
    (["{offer}"] + axes.map { "{\($0.attribute.key)}" }).joined(separator: "-")
  }
}
