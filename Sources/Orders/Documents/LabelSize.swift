import SQL

/// The paper of labels.
enum LabelSize: String, CaseIterable, Sendable, SQLConvertible {
  /// 100 x 150 mm, the common size of thermal printers.
  case large
  /// 75 x 120 mm.
  case small
  /// A sheet of A4 with four, to be cut.
  case sheet

  /// Of one label, in mm.
  var label: (width: Double, height: Double) {
    switch self {
    case .large: (100, 150)
    case .small: (75, 120)
    case .sheet: (97, 140.5)
    }
  }

  /// How many go on a page.
  var perPage: Int { self == .sheet ? 4 : 1 }
}
