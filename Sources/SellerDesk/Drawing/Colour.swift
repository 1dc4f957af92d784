/// A colour with components 0...255.
struct Colour {
  let red: Float
  let green: Float
  let blue: Float

  /// From the usual notation, 0xRRGGBB.
  init(_ hex: UInt32) {
    red = Float(hex >> 16 & 0xFF)
    green = Float(hex >> 8 & 0xFF)
    blue = Float(hex & 0xFF)
  }

  init(red: Float, green: Float, blue: Float) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour on the way to another, `part` 0...1.
  func mixed(with other: Colour, _ part: Float) -> Colour {
    Colour(
      red: red + (other.red - red) * part, green: green + (other.green - green) * part,
      blue: blue + (other.blue - blue) * part)
  }

  /// How far apart two colours are, 0...441.
  func distance(to other: Colour) -> Float {
    let way = SIMD3(red - other.red, green - other.green, blue - other.blue)
    return (way * way).sum().squareRoot()
  }

  func lighter(_ part: Float) -> Colour { mixed(with: .white, part) }
  func darker(_ part: Float) -> Colour { mixed(with: .ink, part) }

  static let white = Colour(0xFFFFFF)
  static let ink = Colour(0x1C2420)
}

/// How a shape is filled.
enum Paint {
  case flat(Colour)
  /// From the left over the middle to the right edge of the shape: round things.
  case across(Colour, Colour, Colour)
  /// From the top to the bottom of the shape.
  case down(Colour, Colour)

  /// Something round, with the light from the left.
  static func round(_ colour: Colour) -> Paint {
    .across(colour.lighter(0.16), colour, colour.darker(0.22))
  }

  /// The colours of a row or column of `count` pixels.
  func ramp(_ count: Int) -> [Colour] {
    switch self {
    case .flat(let colour): [colour]
    case .down(let from, let to): (0..<count).map { from.mixed(with: to, Self.part($0, count)) }
    case .across(let from, let middle, let to):
      (0..<count).map { index in
        let part = Self.part(index, count)
        return part < 0.4
          ? from.mixed(with: middle, part / 0.4) : middle.mixed(with: to, (part - 0.4) / 0.6)
      }
    }
  }

  private static func part(_ index: Int, _ count: Int) -> Float {
    Float(index) / Float(max(count - 1, 1))
  }
}
