import Commerce

/// Who or what a `Wave` is.
enum WaveEntity {}
typealias WaveID = ID<WaveEntity>

/// Postings of one warehouse that are picked in one walk.
struct Wave: Sendable {
  /// So many postings fit on a cart.
  static let most: Int64 = 100

  let id: WaveID
  let number: Int64
  let warehouse: WarehouseID
  let isClosed: Bool
  /// Of one piece each.
  let isSingle: Bool
  let created: Instant
  let postings: Int64
  let pieces: Int64
  let picked: Int64
  let packed: Int64

  var state: WaveState {
    if isClosed { return .closed }
    if packed > 0 || (picked == pieces && pieces > 0) { return .packing }
    return picked > 0 ? .picking : .open
  }
}

/// Where a wave stands; it follows from what was picked and packed.
enum WaveState: String, Sendable, CaseIterable {
  case open, picking, packing, closed

  var label: String { "waves.state.\(rawValue)" }
}

/// What became of a posting in its wave.
enum WavePostingState: String, Sendable {
  case open, packed, cancelled
  /// It left for another reason: a hold, a split, the wave was closed without it.
  case left
}

/// A posting of a wave, with the tote that its pieces go into.
struct WavePosting: Sendable {
  let id: PostingID
  let number: String
  let slot: Int64
  let state: WavePostingState
  /// Whether the picker knows that it is out.
  let isTold: Bool
  let due: Instant
  let placed: Instant
}

/// A line of a posting in a wave: so many pieces from that bin.
struct WaveLine: Sendable {
  let posting: PostingID
  let line: Int64
  let slot: Int64
  let state: WavePostingState
  let product: ProductID
  let quantity: Int64
  let picked: Int64
  let packed: Int64
  let bin: Bin
  let path: String
  let handling: HandlingClass
  let offer: String
  let title: String
  let barcode: String
  let picture: String
  let weightGrams: Int64

  var isOpen: Bool { state == .open }
}

/// A place where the picker stops: all pieces of one product that the wave needs.
struct Stop: Sendable {
  let lines: [WaveLine]

  var product: ProductID { first.product }
  var first: WaveLine { lines[0] }
  var quantity: Int64 { lines.reduce(0) { $0 + $1.quantity } }
  var picked: Int64 { lines.reduce(0) { $0 + $1.picked } }
  var isDone: Bool { picked >= quantity }
  /// The line that the next piece is for.
  var next: WaveLine? { lines.first { $0.picked < $0.quantity } }

  /// The walk: bins in order of the path, at each the goods of one product; what has no bin comes
  /// last, so that nobody walks back for it.
  static func walk(_ lines: [WaveLine]) -> [Stop] {
    let open = lines.filter { $0.isOpen && $0.quantity > 0 }
    let groups = Dictionary(grouping: open, by: \.product)
    return groups.values.map { Stop(lines: $0.sorted { ($0.slot, $0.line) < ($1.slot, $1.line) }) }
      .sorted { left, right in
        let (a, b) = (left.first, right.first)
        if a.path.isEmpty != b.path.isEmpty { return b.path.isEmpty }
        return (a.path, a.product) < (b.path, b.product)
      }
  }
}
