import Commerce
import Office

/// Who or what a `Packaging` is.
enum PackagingEntity {}
typealias PackagingID = ID<PackagingEntity>

/// A kind of box or bag of the shop.
struct Packaging: Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable {
    case box
    /// Soft: nothing that breaks or leaks goes into it.
    case bag
  }

  let id: PackagingID
  let name: String
  let kind: Kind
  /// mm
  let inner: FloorSize
  /// mm
  let outer: FloorSize
  let weightGrams: Int64
  /// Of the shop's currency, in minor units.
  let cost: Int64
  /// In percent.
  let recycled: Int64
  /// Goods in it, in g.
  let mostGrams: Int64
  /// How many there are.
  let pieces: Int64
  /// What orders went into before anybody chose: savings are told against it.
  let isDefault: Bool

  /// In mm³.
  var volume: Int64 { BoxFit.volume([inner.length, inner.width, inner.height]) }
}

/// A piece that is to be packed.
struct PackedPiece: Sendable, Hashable {
  /// mm; nil where nobody measured it.
  let size: FloorSize?
  let weightGrams: Int64
  let handling: HandlingClass

  /// With its padding.
  var padded: FloorSize? {
    guard let size else { return nil }
    let room = 2 * handling.padding
    return FloorSize(size.length + room, size.width + room, size.height + room)
  }

  var volume: Int64 {
    size.map { BoxFit.volume([$0.length, $0.width, $0.height]) } ?? 0
  }

  /// What its padding takes, in mm³.
  var paddingVolume: Int64 {
    padded.map { max(0, BoxFit.volume([$0.length, $0.width, $0.height]) - volume) } ?? 0
  }
}

/// What is to be packed together.
struct Load: Sendable {
  /// Paper that fills a litre.
  static let paddingGramsPerLitre: Int64 = 15

  let pieces: [PackedPiece]

  var weightGrams: Int64 { pieces.reduce(0) { $0 + $1.weightGrams } }
  var volume: Int64 { pieces.reduce(0) { Self.sum($0, $1.volume) } }
  /// Padding material, by the rule of the classes.
  var paddingGrams: Int64 {
    let volume = pieces.reduce(0) { Self.sum($0, $1.paddingVolume) }
    return (volume / 1_000 * Self.paddingGramsPerLitre + 500) / 1_000
  }
  /// Whether every piece was measured.
  var isMeasured: Bool { !pieces.isEmpty && pieces.allSatisfy { $0.size != nil } }

  /// Why it does not go into a box; nil where it does.
  func misfit(_ box: Packaging) -> PackagingMisfit? {
    if weightGrams > box.mostGrams { return .weight }
    if box.kind == .bag, pieces.contains(where: \.handling.needsBox) { return .soft }
    guard isMeasured else { return .unmeasured }
    return BoxFit(box.inner, pieces.compactMap(\.padded)).fits ? nil : .size
  }

  /// The smallest that holds it: by room, then weight, then cost. Boxes that are used up are left
  /// out.
  func smallest(of boxes: [Packaging]) -> Packaging? {
    boxes.filter { $0.pieces > 0 }.sorted(by: Self.isSmaller).first { misfit($0) == nil }
  }

  static func isSmaller(_ a: Packaging, _ b: Packaging) -> Bool {
    (a.volume, a.weightGrams, a.cost, a.id.raw) < (b.volume, b.weightGrams, b.cost, b.id.raw)
  }

  /// How much of a box the goods fill, in tenths of a percent.
  func fill(_ box: Packaging) -> Int64 {
    guard box.volume > 0, box.volume < .max / 1_000 else { return 0 }
    return min(1_000, min(volume, box.volume) * 1_000 / box.volume)
  }

  private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (value, isTooMuch) = a.addingReportingOverflow(b)
    return isTooMuch ? .max / 1_000 : value
  }
}

/// Why goods do not go into a box.
enum PackagingMisfit: String, Sendable {
  case weight, soft, unmeasured, size

  var label: String { "packaging.misfit.\(rawValue)" }
}
