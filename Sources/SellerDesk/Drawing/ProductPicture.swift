/// The things the demo's shops sell.
enum ProductPicture: String, CaseIterable, Sendable {
  case mug, teapot, lamp, cushion, towel, pan, clock, candle, planter, knife, book, headphones

  /// Pixels along a side.
  static let side = 900

  /// The picture as `side` x `side` pixels of three bytes. The seed chooses the colours
  /// around the product.
  func draw(_ colour: ProductColour, seed: UInt64) -> [UInt8] {
    var scene = Scene(side: Self.side, body: colour.paint, seed: seed, hasFloor: stands)
    switch self {
    case .mug: scene.mug()
    case .teapot: scene.teapot()
    case .lamp: scene.lamp()
    case .cushion: scene.cushion()
    case .towel: scene.towel()
    case .pan: scene.pan()
    case .clock: scene.clock()
    case .candle: scene.candle()
    case .planter: scene.planter()
    case .knife: scene.knife()
    case .book: scene.book()
    case .headphones: scene.headphones()
    }
    return scene.rgb
  }

  private var stands: Bool {
    switch self {
    case .pan, .clock, .knife: false
    default: true
    }
  }
}
