import Office
import SQL
import Template

/// How a product wants to be handled. The words are stored and published: others read them in the
/// view `product_handling`, where a product without a row is `normal`.
public enum HandlingClass: String, CaseIterable, Sendable, SQLConvertible {
  case normal, fragile, liquid, battery, cold, oversize
  /// With a marking code on each piece.
  case marked

  /// The class's name, as a string key.
  var label: String { "bins.class.\(rawValue)" }

  /// The room that its padding takes on each side of a piece, in mm.
  public var padding: Int64 {
    switch self {
    case .normal, .oversize, .marked: 0
    case .battery: 5
    case .liquid: 10
    case .cold: 20
    case .fragile: 30
    }
  }

  /// Whether it must not go into a bag.
  public var needsBox: Bool { self == .fragile || self == .liquid || self == .cold }
}

/// A class with its symbol (`bins/class`).
struct HandlingView: View {
  let handling: HandlingClass
  let name: String

  static let fields: [Field<HandlingView>] = [
    .text("handlingName") { $0.name },
    .flag("isFragile") { $0.handling == .fragile },
    .flag("isLiquid") { $0.handling == .liquid },
    .flag("isBattery") { $0.handling == .battery },
    .flag("isCold") { $0.handling == .cold },
    .flag("isOversize") { $0.handling == .oversize },
    .flag("isMarked") { $0.handling == .marked },
  ]
}

extension RequestContext {
  /// The class for a page; nil for what needs no care.
  func view(_ handling: HandlingClass) -> HandlingView? {
    handling == .normal ? nil : HandlingView(handling: handling, name: text(handling.label))
  }
}
