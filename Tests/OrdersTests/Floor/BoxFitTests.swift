import Commerce
import Office
import Testing

@testable import Orders

@Suite("The smallest box") struct BoxFitTests {
  /// Chance that is the same at every run.
  struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 16 | state << 48
    }
  }

  /// Tries every place of every piece in every turn on a grid of at most 4 x 4 x 4 cells: a packing
  /// of whole sides can always be pushed onto it.
  struct Grid {
    let box: [Int]
    let masks: [[UInt64]]

    init(_ box: [Int], _ pieces: [[Int]]) {
      self.box = box
      masks = pieces.map { piece in
        let (a, b, c) = (piece[0], piece[1], piece[2])
        let turns: Set = [
          [a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a],
        ]
        return turns.flatMap { Self.places($0, in: box) }
      }
    }

    private static func places(_ turn: [Int], in box: [Int]) -> [UInt64] {
      guard (0..<3).allSatisfy({ turn[$0] <= box[$0] }) else { return [] }
      var masks: [UInt64] = []
      for x in 0...(box[0] - turn[0]) {
        for y in 0...(box[1] - turn[1]) {
          for z in 0...(box[2] - turn[2]) {
            var mask: UInt64 = 0
            for i in x..<x + turn[0] {
              for j in y..<y + turn[1] {
                for k in z..<z + turn[2] { mask |= 1 << UInt64(i * 16 + j * 4 + k) }
              }
            }
            masks.append(mask)
          }
        }
      }
      return masks
    }

    func fits(_ piece: Int = 0, _ taken: UInt64 = 0) -> Bool {
      guard piece < masks.count else { return true }
      return masks[piece].contains { $0 & taken == 0 && fits(piece + 1, taken | $0) }
    }
  }

  @Test("row 44: the suggested box is the smallest that fits, as brute force finds it in 200 cases")
  func bruteForce() {
    var dice = Dice(state: 44)
    var found = 0
    var cases = 0
    for _ in 0..<200 {
      let count = Int.random(in: 1...4, using: &dice)
      let pieces = (0..<count).map { _ in
        (0..<3).map { _ in Int.random(in: 1...3, using: &dice) }
      }
      let boxes = (0..<6).map { number in
        let sides = (0..<3).map { _ in Int.random(in: 1...4, using: &dice) }
        return (number, sides, Self.packaging(number, sides))
      }
      let load = Load(
        pieces: pieces.map {
          PackedPiece(
            size: FloorSize(Int64($0[0] * 50), Int64($0[1] * 50), Int64($0[2] * 50)),
            weightGrams: 100, handling: .normal)
        })
      let right = boxes.sorted { Load.isSmaller($0.2, $1.2) }
        .first { Grid($0.1, pieces).fits() }
      #expect(load.smallest(of: boxes.map(\.2))?.id == right?.2.id, "\(pieces) \(boxes.map(\.1))")
      cases += 1
      if right != nil { found += 1 }
    }
    #expect(cases == 200)
    #expect(found > 60 && found < 190, "\(found) of the cases had a box")
  }

  static func packaging(
    _ number: Int, _ sides: [Int], kind: Packaging.Kind = .box, pieces: Int64 = 10,
    most: Int64 = 10_000
  ) -> Packaging {
    let size = FloorSize(Int64(sides[0] * 50), Int64(sides[1] * 50), Int64(sides[2] * 50))
    return Packaging(
      id: PackagingID(raw: Int64(number + 1)), name: "\(number)", kind: kind, inner: size,
      outer: size, weightGrams: Int64(sides[0] * 40), cost: 1_000, recycled: 80, mostGrams: most,
      pieces: pieces, isDefault: false)
  }

  @Test("row 44: padding by class, weight, soft bags and used up boxes decide with the sides")
  func rules() {
    func load(_ handling: HandlingClass, grams: Int64 = 100) -> Load {
      Load(
        pieces: [
          PackedPiece(size: FloorSize(100, 100, 100), weightGrams: grams, handling: handling)
        ])
    }
    let tight = Self.packaging(1, [2, 2, 2])
    let wide = Self.packaging(2, [4, 4, 4])
    let bag = Self.packaging(0, [2, 2, 2], kind: .bag)
    #expect(load(.normal).smallest(of: [wide, tight])?.id == tight.id)
    #expect(load(.fragile).smallest(of: [wide, tight])?.id == wide.id)
    #expect(load(.fragile).misfit(tight) == .size)
    #expect(load(.liquid).misfit(bag) == .soft)
    #expect(load(.normal).misfit(bag) == nil)
    #expect(load(.normal, grams: 10_001).misfit(wide) == .weight)
    #expect(load(.normal).smallest(of: [Self.packaging(1, [2, 2, 2], pieces: 0)]) == nil)
    #expect(load(.normal).fill(wide) == 125)
    #expect(load(.normal).paddingGrams == 0)
    // 160³ mm³ less 100³ mm³ are 3.096 litres of paper.
    #expect(load(.fragile).paddingGrams == 46)
    let unknown = Load(pieces: [PackedPiece(size: nil, weightGrams: 1, handling: .normal)])
    #expect(unknown.smallest(of: [wide]) == nil && unknown.misfit(wide) == .unmeasured)
  }

  @Test("row 44: absurd sides neither trap nor fit")
  func absurd() {
    let huge = FloorSize(.max, .max, .max)
    #expect(!BoxFit(FloorSize(10, 10, 10), [huge]).fits)
    #expect(!BoxFit(huge, [huge, huge]).fits)
    let many = [FloorSize](repeating: FloorSize(10, 10, 10), count: 25)
    #expect(BoxFit(FloorSize(50, 50, 10), many).fits)
    #expect(!BoxFit(FloorSize(49, 50, 10), many).fits)
  }
}
