import Office

/// Whether pieces go into a box, each turned as it wants (its sides along the box's).
///
/// Up to `exactCount` pieces the answer is exact: of any two pieces in a box one lies wholly before
/// the other along some side, and every choice of who lies before whom is tried. More pieces are
/// laid one by one into the corners that those before them leave; then "yes" is right and "no" may
/// be too careful.
struct BoxFit {
  static let exactCount = 4
  /// Choices looked at before the search gives up; four pieces need fewer.
  static let patience = 4_000_000

  let box: [Int64]
  /// The sides of each piece with its padding, the largest piece first.
  let pieces: [[Int64]]

  init(_ box: FloorSize, _ pieces: [FloorSize]) {
    self.box = [box.length, box.width, box.height]
    self.pieces = pieces.map { [$0.length, $0.width, $0.height].sorted(by: >) }
      .sorted { Self.volume($0) > Self.volume($1) }
  }

  var fits: Bool {
    let sides = box.sorted(by: >)
    for piece in pieces where zip(piece, sides).contains(where: { $0 > $1 }) { return false }
    let room = Self.volume(box)
    var taken: Int64 = 0
    for piece in pieces {
      let (sum, isTooMuch) = taken.addingReportingOverflow(Self.volume(piece))
      if isTooMuch || sum > room { return false }
      taken = sum
    }
    if pieces.count <= 1 || fitsCorners { return true }
    guard pieces.count <= Self.exactCount else { return false }
    var search = OrderSearch(box: box, pieces: pieces, patience: Self.patience)
    return search.place(0)
  }

  /// Clipped where the sides are absurd.
  static func volume(_ sides: [Int64]) -> Int64 {
    sides.reduce(Int64(1)) { product, side in
      let (value, isTooMuch) = product.multipliedReportingOverflow(by: max(0, side))
      return isTooMuch ? .max : value
    }
  }

  /// Lays the pieces into corners, the largest first, lowest and deepest corner first.
  private var fitsCorners: Bool {
    var laid: [Laid] = []
    for piece in pieces {
      guard let spot = spot(for: piece, among: laid) else { return false }
      laid.append(spot)
    }
    return true
  }

  private func spot(for piece: [Int64], among laid: [Laid]) -> Laid? {
    let turns = Self.turns(of: piece)
    for corner in corners(of: laid) {
      for turn in turns {
        let spot = Laid(at: corner, sides: turn)
        let isInside = (0..<3).allSatisfy { corner[$0] + turn[$0] <= box[$0] }
        if isInside, !laid.contains(where: spot.meets) { return spot }
      }
    }
    return nil
  }

  private func corners(of laid: [Laid]) -> [[Int64]] {
    let along = (0..<3).map { axis in
      Set([0] + laid.map { $0.at[axis] + $0.sides[axis] }).sorted()
    }
    // Of few pieces every crossing of their faces; of many the corners at each of them.
    if laid.count <= 6 {
      return along[2].flatMap { z in along[1].flatMap { y in along[0].map { x in [x, y, z] } } }
    }
    let own = laid.flatMap { piece in
      (0..<3).map { axis in
        var corner = piece.at
        corner[axis] += piece.sides[axis]
        return corner
      }
    }
    return ([[0, 0, 0]] + own).sorted { ($0[2], $0[1], $0[0]) < ($1[2], $1[1], $1[0]) }
  }

  /// The ways to turn a piece; fewer than six where sides are equal.
  static func turns(of sides: [Int64]) -> [[Int64]] {
    let (a, b, c) = (sides[0], sides[1], sides[2])
    let all = [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]
    var seen: Set<[Int64]> = []
    return all.filter { seen.insert($0).inserted }
  }
}

/// A piece in the box.
private struct Laid {
  let at: [Int64]
  let sides: [Int64]

  func meets(_ other: Laid) -> Bool {
    (0..<3).allSatisfy {
      at[$0] < other.at[$0] + other.sides[$0] && other.at[$0] < at[$0] + sides[$0]
    }
  }
}

/// Tries every choice of who lies before whom along which side.
private struct OrderSearch {
  let box: [Int64]
  let pieces: [[Int64]]
  var patience: Int
  /// The turned sides of the pieces placed so far.
  private var sides: [[Int64]] = []
  /// Pairs along each side: the first lies before the second.
  private var before: [[(Int, Int)]] = [[], [], []]

  init(box: [Int64], pieces: [[Int64]], patience: Int) {
    self.box = box
    self.pieces = pieces
    self.patience = patience
  }

  mutating func place(_ piece: Int) -> Bool {
    guard piece < pieces.count else { return true }
    for turn in BoxFit.turns(of: pieces[piece]) {
      guard (0..<3).allSatisfy({ turn[$0] <= box[$0] }) else { continue }
      sides.append(turn)
      if order(piece, against: 0) { return true }
      sides.removeLast()
    }
    return false
  }

  /// Chooses how the newest piece lies to each of those before it.
  private mutating func order(_ piece: Int, against other: Int) -> Bool {
    guard other < piece else { return place(piece + 1) }
    for axis in 0..<3 where sides[piece][axis] + sides[other][axis] <= box[axis] {
      // A box seen in a mirror holds the same: the first pair lies one way round only.
      let pairs = piece == 1 ? [(other, piece)] : [(other, piece), (piece, other)]
      for pair in pairs {
        patience -= 1
        guard patience > 0 else { return false }
        before[axis].append(pair)
        if isShort(axis), order(piece, against: other + 1) { return true }
        before[axis].removeLast()
      }
    }
    return false
  }

  /// Whether the longest row of pieces along a side ends within the box.
  private func isShort(_ axis: Int) -> Bool {
    var start = [Int64](repeating: 0, count: sides.count)
    for _ in 0...sides.count {
      var isMoved = false
      for (first, second) in before[axis] where start[second] < start[first] + sides[first][axis] {
        start[second] = start[first] + sides[first][axis]
        isMoved = true
        if start[second] + sides[second][axis] > box[axis] { return false }
      }
      if !isMoved { return true }
    }
    return false
  }
}
