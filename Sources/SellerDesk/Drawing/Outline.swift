import Glibc

typealias Point = SIMD2<Float>

/// The edge of a shape: closed polygons. Where two of the same turn overlap the shape is filled,
/// one of the opposite turn cuts a hole.
struct Outline {
  private(set) var polygons: [[Point]]

  static func ellipse(_ x: Float, _ y: Float, _ width: Float, _ height: Float) -> Outline {
    // A corner every 5 degrees stays within a quarter of a pixel at 900 pixels.
    let points = (0..<72).map { step -> Point in
      let angle = Float(step) * .pi / 36
      return Point(x + cosf(angle) * width, y + sinf(angle) * height)
    }
    return Outline(polygons: [points])
  }

  static func circle(_ x: Float, _ y: Float, _ radius: Float) -> Outline {
    ellipse(x, y, radius, radius)
  }

  /// A rectangle with rounded corners.
  static func box(
    _ x: Float, _ y: Float, _ width: Float, _ height: Float, corner: Float = 0
  ) -> Outline {
    let corners = [
      Point(x + width - corner, y + height - corner), Point(x + corner, y + height - corner),
      Point(x + corner, y + corner), Point(x + width - corner, y + corner),
    ]
    let points = corners.enumerated().flatMap { quarter, centre in
      (0...9).map { step -> Point in
        let angle = (Float(quarter) + Float(step) / 9) * .pi / 2
        return centre + Point(cosf(angle), sinf(angle)) * corner
      }
    }
    return Outline(polygons: [points])
  }

  /// A line of some width with round ends and joints.
  static func line(_ points: [Point], width: Float) -> Outline {
    var outline = Outline(polygons: [])
    for (from, to) in zip(points, points.dropFirst()) {
      let way = to - from
      let length = (way * way).sum().squareRoot()
      guard length > 0 else { continue }
      let side = Point(way.y, -way.x) * (width / 2 / length)
      outline.polygons.append([from + side, to + side, to - side, from - side])
    }
    for point in points { outline.join(.circle(point.x, point.y, width / 2)) }
    return outline
  }

  mutating func join(_ other: Outline) { polygons += other.polygons }

  /// Cuts the other shape out.
  func without(_ other: Outline) -> Outline {
    Outline(polygons: polygons + other.polygons.map { $0.reversed() })
  }

  func mapped(_ change: (Point) -> Point) -> Outline {
    Outline(polygons: polygons.map { $0.map(change) })
  }

  /// Turned clockwise around a point, in degrees.
  func turned(_ degrees: Float, around centre: Point) -> Outline {
    let angle = degrees * .pi / 180
    let (sine, cosine) = (sinf(angle), cosf(angle))
    return mapped { point in
      let way = point - centre
      return centre + Point(way.x * cosine - way.y * sine, way.x * sine + way.y * cosine)
    }
  }
}
