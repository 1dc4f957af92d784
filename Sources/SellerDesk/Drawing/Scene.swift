/// A product before a wall, drawn on a grid of 96 units whatever the size in pixels.
struct Scene {
  /// The grid's units along a side.
  static let units: Float = 96
  /// Where the floor begins.
  private static let floor: Float = 74

  private var canvas: Canvas
  private let scale: Float
  /// The colour of the product.
  let body: Colour
  /// A second colour that goes with it.
  let accent: Colour

  /// `seed` chooses the other colours; the same seed always gives the same picture. Without a floor the
  /// thing hangs on the wall or lies on a table seen from above.
  init(side: Int, body: Colour, seed: UInt64, hasFloor: Bool) {
    canvas = Canvas(side: side)
    scale = Float(side) / Self.units
    var number = seed &* 0x9E37_79B9_7F4A_7C15 ^ 0xD1B5_4A32_D192_ED03
    func choose(_ list: [UInt32]) -> Colour {
      number = (number ^ number >> 29) &* 0xBF58_476D_1CE4_E5B9
      number ^= number >> 32
      return Colour(list[Int(number % UInt64(list.count))])
    }
    self.body = body
    let second = choose(Self.accents)
    accent = second.distance(to: body) < 70 ? second.lighter(0.55) : second
    let wall = choose(Self.walls)
    let floor = hasFloor ? Int(Self.floor * scale) : side
    canvas.fill(rows: 0..<floor, from: wall.lighter(0.12), to: wall)
    canvas.fill(rows: floor..<side, from: wall.darker(0.09), to: wall.darker(0.04))
  }

  /// Row by row, three bytes a pixel.
  var rgb: [UInt8] { canvas.rgb }

  mutating func fill(_ outline: Outline, _ paint: Paint, opacity: Float = 1) {
    canvas.fill(outline.mapped { $0 * scale }, paint, opacity: opacity)
  }

  mutating func fill(_ outline: Outline, _ colour: Colour, opacity: Float = 1) {
    fill(outline, .flat(colour), opacity: opacity)
  }

  /// Fills a shape written as SVG path data.
  mutating func fill(_ path: String, _ paint: Paint, opacity: Float = 1) {
    fill(PathData.outline(path), paint, opacity: opacity)
  }

  mutating func fill(_ path: String, _ colour: Colour, opacity: Float = 1) {
    fill(PathData.outline(path), .flat(colour), opacity: opacity)
  }

  /// Draws a line along SVG path data.
  mutating func line(_ path: String, width: Float, _ colour: Colour, opacity: Float = 1) {
    fill(.line(PathData.points(path), width: width), .flat(colour), opacity: opacity)
  }

  /// The shadow a thing throws on the floor or the wall.
  mutating func shadow(_ x: Float, _ y: Float, _ width: Float, _ height: Float = 4.5) {
    let radii = Point(width, height) * scale
    canvas.glow(at: Point(x, y) * scale, radii, .ink, opacity: 0.34)
    guard height < width / 2 else { return }
    canvas.glow(at: Point(x, y) * scale, radii * Point(0.8, 0.5), .ink, opacity: 0.22)
  }

  /// A soft light, or the shine of a glaze.
  mutating func light(
    _ x: Float, _ y: Float, _ width: Float, _ height: Float, _ colour: Colour = .white,
    opacity: Float = 0.45
  ) {
    canvas.glow(
      at: Point(x, y) * scale, Point(width, height) * scale, colour, opacity: opacity)
  }

  private static let accents: [UInt32] = [
    0xC8734C, 0xB98D5A, 0x28495A, 0xE7C27D, 0x6F4433, 0xF1E7D6, 0x5D8560, 0xA5483B,
  ]
  private static let walls: [UInt32] = [
    0xE9ECE2, 0xE4E8EC, 0xECE6DD, 0xEAE7EC, 0xE8E5DF, 0xE3E9E7, 0xEFE6E2, 0xE6E7EB,
  ]
}
