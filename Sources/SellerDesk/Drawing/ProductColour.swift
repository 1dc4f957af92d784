/// The colours that the demo's goods come in.
enum ProductColour: String, CaseIterable, Sendable {
  case sage, slate, terracotta, sand, pine, brick, mustard, cream, olive, graphite, rose, navy

  /// Its place among the platform's colours (the dictionary `colour`).
  var key: String {
    switch self {
    case .sage, .pine, .olive: "green"
    case .slate, .navy: "blue"
    case .terracotta: "orange"
    case .sand: "beige"
    case .brick: "red"
    case .mustard: "yellow"
    case .cream: "white"
    case .graphite: "grey"
    case .rose: "pink"
    }
  }

  var paint: Colour {
    switch self {
    case .sage: Colour(0x8FA98F)
    case .slate: Colour(0x5F7F95)
    case .terracotta: Colour(0xB9663F)
    case .sand: Colour(0xD8C3A5)
    case .pine: Colour(0x3F5F5B)
    case .brick: Colour(0x9D4F42)
    case .mustard: Colour(0xC79A4B)
    case .cream: Colour(0xE4DED2)
    case .olive: Colour(0x7A8F5E)
    case .graphite: Colour(0x4A5568)
    case .rose: Colour(0xB98A9A)
    case .navy: Colour(0x2F4858)
    }
  }
}
