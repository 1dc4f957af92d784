/// A square picture, 8 bits each for red, green and blue.
///
/// Shapes are filled by exact coverage: every edge adds the area that lies to its right to an
/// accumulation buffer, and the running sum of a row is the share of each pixel that is inside.
struct Canvas {
  let side: Int
  private(set) var rgb: [UInt8]
  private var cover: [Float] = []

  init(side: Int) {
    self.side = side
    rgb = [UInt8](repeating: 255, count: side * side * 3)
  }

  /// Fills whole rows, which is what walls and floors are.
  mutating func fill(rows: Range<Int>, from: Colour, to: Colour) {
    let rows = rows.clamped(to: 0..<side)
    for (row, colour) in zip(rows, Paint.down(from, to).ramp(rows.count)) {
      let pixel = Pixel(colour)
      for start in stride(from: row * side * 3, to: (row + 1) * side * 3, by: 3) {
        rgb[start] = pixel.red
        rgb[start + 1] = pixel.green
        rgb[start + 2] = pixel.blue
      }
    }
  }

  /// Fills a shape given in pixels; `opacity` 0...1.
  mutating func fill(_ outline: Outline, _ paint: Paint, opacity: Float = 1) {
    guard let area = Area(outline, side: side) else { return }
    let width = area.columns.count + 2
    cover = [Float](repeating: 0, count: width * area.rows.count)
    for polygon in outline.polygons {
      guard var from = polygon.last else { continue }
      for to in polygon {
        addEdge(area.local(from), area.local(to), width: width, height: area.rows.count)
        from = to
      }
    }
    blend(area, paint, opacity: opacity, width: width)
  }

  /// A soft ellipse that is strongest in its middle: shadows, light.
  mutating func glow(
    at centre: Point, _ radii: Point, _ colour: Colour, opacity: Float
  ) {
    let outline = Outline(polygons: [[centre - radii, centre + radii]])
    guard let area = Area(outline, side: side) else { return }
    let pixel = Pixel(colour)
    for row in area.rows {
      let y = (Float(row) + 0.5 - centre.y) / radii.y
      for column in area.columns {
        let x = (Float(column) + 0.5 - centre.x) / radii.x
        let inside = 1 - x * x - y * y
        guard inside > 0 else { continue }
        blend(pixel, at: (row * side + column) * 3, inside * inside * opacity)
      }
    }
  }

  private mutating func addEdge(_ a: Point, _ b: Point, width: Int, height: Int) {
    guard a.y != b.y else { return }
    let turn: Float = a.y < b.y ? 1 : -1
    let (top, bottom) = a.y < b.y ? (a, b) : (b, a)
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    var x = top.x
    let last = min(Int(bottom.y.rounded(.up)), height)
    for row in Int(top.y)..<max(last, Int(top.y)) {
      let step = min(Float(row + 1), bottom.y) - max(Float(row), top.y)
      let next = x + slope * step
      addRow(row * width, min(x, next), max(x, next), step * turn)
      x = next
    }
  }

  /// One edge within one row, from `left` to `right`, covering `height` of it.
  private mutating func addRow(_ start: Int, _ left: Float, _ right: Float, _ height: Float) {
    let first = Int(left)
    if right <= Float(first + 1) {
      let share = (left + right) / 2 - Float(first)
      cover[start + first] += height * (1 - share)
      cover[start + first + 1] += height * share
      return
    }
    // The covered area grows as a parabola in the first and last pixel and evenly between.
    let rate = height / (right - left)
    var before: Float = 0
    for column in first..<Int(right.rounded(.up)) {
      let inside = min(right, Float(column + 1)) - max(left, Float(column))
      let middle = (max(left, Float(column)) + min(right, Float(column + 1))) / 2
      let share = middle - Float(column)
      cover[start + column] += rate * inside * (1 - share) + before
      before = rate * inside * share
    }
    cover[start + Int(right.rounded(.up))] += before
  }

  private mutating func blend(_ area: Area, _ paint: Paint, opacity: Float, width: Int) {
    let isDown = if case .down = paint { true } else { false }
    let ramp = paint.ramp(isDown ? area.rows.count : area.columns.count).map(Pixel.init)
    let (first, lines, places) = (area.columns.lowerBound, area.rows.count, area.columns.count)
    // Loops of the plainest kind: a build without optimisation draws pictures too.
    var line = 0
    while line < lines {
      let start = (area.rows.lowerBound + line) * side + first
      var sum: Float = 0
      var place = 0
      while place < places {
        sum += cover[line * width + place]
        let size = sum < 0 ? -sum : sum
        let share = (size > 1 ? 1 : size) * opacity
        if share > 0.002 {
          let pixel = ramp[ramp.count == 1 ? 0 : isDown ? line : place]
          blend(pixel, at: (start + place) * 3, share)
        }
        place += 1
      }
      line += 1
    }
  }

  private mutating func blend(_ pixel: Pixel, at start: Int, _ share: Float) {
    let part = Int32(share * 256)
    rgb[start] = Self.mix(rgb[start], pixel.red, part)
    rgb[start + 1] = Self.mix(rgb[start + 1], pixel.green, part)
    rgb[start + 2] = Self.mix(rgb[start + 2], pixel.blue, part)
  }

  private static func mix(_ old: UInt8, _ new: UInt8, _ part: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: Int32(old) + ((Int32(new) - Int32(old)) * part) >> 8)
  }
}

/// A colour ready to be written.
private struct Pixel {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  init(_ colour: Colour) {
    red = UInt8(min(max(colour.red, 0), 255))
    green = UInt8(min(max(colour.green, 0), 255))
    blue = UInt8(min(max(colour.blue, 0), 255))
  }
}

/// The pixels that a shape can touch.
private struct Area {
  let rows: Range<Int>
  let columns: Range<Int>

  init?(_ outline: Outline, side: Int) {
    let all = outline.polygons.joined()
    guard let first = all.first else { return nil }
    var (low, high) = (first, first)
    for point in all {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let limit = Point(repeating: Float(side))
    low = low.clamped(lowerBound: .zero, upperBound: limit).rounded(.down)
    high = high.clamped(lowerBound: .zero, upperBound: limit).rounded(.up)
    guard low.x < high.x, low.y < high.y else { return nil }
    rows = Int(low.y)..<Int(high.y)
    columns = Int(low.x)..<Int(high.x)
  }

  /// The point seen from the corner of the area, kept inside it.
  func local(_ point: Point) -> Point {
    let corner = Point(Float(columns.lowerBound), Float(rows.lowerBound))
    let size = Point(Float(columns.count), Float(rows.count))
    return (point - corner).clamped(lowerBound: .zero, upperBound: size)
  }
}
