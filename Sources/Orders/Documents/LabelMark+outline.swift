/// The pictures as outlines on a square of 24 units, filled by the even-odd rule.
extension LabelMark {
  typealias Outline = [(Double, Double)]

  var outline: [Outline] {
    switch self {
    case .fragile: Self.glass
    case .liquid: Self.drop
    case .battery: Self.cell
    case .cold: Self.flake
    case .oversize: Self.arrows
    case .marked: Self.matrix
    }
  }

  /// A glass with a crack.
  private static let glass: [Outline] = [
    [
      (6, 2), (18, 2), (17.2, 9), (15.5, 12), (13, 13.4), (13, 20), (17, 20), (17, 22), (7, 22),
      (7, 20), (11, 20), (11, 13.4), (8.5, 12), (6.8, 9),
    ],
    [(12, 2), (10.2, 5.6), (12.6, 6.6), (11.2, 10.4), (14.4, 6), (12, 5), (13.4, 2)],
  ]

  private static let drop: [Outline] = [
    [
      (12, 2), (15.5, 7), (18, 11.2), (19, 14.5), (18.4, 17.7), (16.4, 20.3), (13.6, 21.7),
      (12, 22), (10.4, 21.7), (7.6, 20.3), (5.6, 17.7), (5, 14.5), (6, 11.2), (8.5, 7),
    ],
    [(8, 14.5), (9.4, 14.5), (10.2, 17), (12, 18.4), (11.6, 19.7), (9.2, 18.2)],
  ]

  /// A battery with a flash.
  private static let cell: [Outline] = [
    [
      (2, 6), (19, 6), (19, 9.5), (22, 9.5), (22, 14.5), (19, 14.5), (19, 18), (2, 18),
    ],
    [(4, 8), (17, 8), (17, 16), (4, 16)],
    [(11.5, 8.6), (6.5, 12.8), (10, 12.8), (9, 15.4), (14.4, 11.2), (10.8, 11.2)],
  ]

  /// Three bars with forked ends, around the middle without crossing it.
  private static let flake: [Outline] = [
    (0.0, 1.0), (0.866, 0.5), (0.866, -0.5), (0, -1), (-0.866, -0.5), (-0.866, 0.5),
  ].flatMap { ray($0.0, $0.1) }

  private static func ray(_ x: Double, _ y: Double) -> [Outline] {
    // Along the ray, then across it to its left.
    let point = { (along: Double, across: Double) in
      (12 + along * x - across * y, 12 + along * y + across * x)
    }
    return [
      [point(1, -0.58), point(10.5, -0.8), point(10.5, 0.8), point(1, 0.58)],
      [point(6, 0.8), point(9, 3.4), point(8, 4.5), point(4.4, 0.8)],
      [point(6, -0.8), point(9, -3.4), point(8, -4.5), point(4.4, -0.8)],
    ]
  }

  /// Wider than others: an arrow between two walls.
  private static let arrows: [Outline] = [
    [(2, 4), (4, 4), (4, 20), (2, 20)],
    [(20, 4), (22, 4), (22, 20), (20, 20)],
    [
      (5.5, 12), (9.5, 8), (9.5, 11), (14.5, 11), (14.5, 8), (18.5, 12), (14.5, 16), (14.5, 13),
      (9.5, 13), (9.5, 16),
    ],
  ]

  /// A matrix code: each piece has its own.
  private static let matrix: [Outline] = [
    [(2, 2), (22, 2), (22, 22), (2, 22)], [(4, 4), (20, 4), (20, 20), (4, 20)],
    square(6, 6, 5), square(13, 6, 5), square(6, 13, 5), square(14, 14, 2), square(16, 16, 2),
    square(11, 11, 2),
  ]

  private static func square(_ x: Double, _ y: Double, _ size: Double) -> Outline {
    [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
  }
}
