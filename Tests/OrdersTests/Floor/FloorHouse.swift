import Commerce
import Office
@_spi(Minting) import SQL
import Testing

@testable import Orders

/// Orders that wait to be packed, waves of them, and what tests look at behind the pages.
extension OrdersHouse {
  private static let newest = PlatformQuery<Int64>("select max(id) from main.posting")

  /// A paid and confirmed order of these products and pieces.
  func waiting(_ lines: [(Int64, Int64)], _ acts: PostingActs? = nil) throws -> PostingID {
    let answer = try front().order(lines)
    try #require(answer.status == 201, "\(answer.text)")
    let id = try office.kernel.database.writer.write { transaction in
      PostingID(raw: try transaction.platform(PlatformScope()).one(Self.newest))
    }
    if try state(of: id) == .awaitingConfirmation {
      try perform(.confirm, on: id, try acts ?? self.acts())
    }
    return id
  }

  func waves() throws -> WaveStore {
    WaveStore(rows: try reader().seller(shopScope))
  }

  func scans() throws -> ScanStore {
    ScanStore(rows: try reader().seller(shopScope))
  }

  func write<T: Sendable>(_ body: (SellerTransaction) throws -> T) throws -> T {
    let scope = shopScope
    return try office.kernel.database.writer.write { try body($0.seller(scope)) }
  }

  func put(
    _ product: Int64, in bin: String, spare: String = "", _ handling: HandlingClass = .normal
  )
    throws
  {
    try write { tx in
      try BinStore.put(
        Bin(bin, spare: spare), of: ProductID(raw: product), in: WarehouseID(raw: 1), tx)
      try BinStore.set(handling, of: ProductID(raw: product), in: tx)
    }
  }

  /// A wave of what waits now.
  @discardableResult
  func wave(_ change: (inout WaveChoice) -> Void = { _ in }) throws -> WaveID {
    var choice = WaveChoice(warehouse: WarehouseID(raw: 1))
    change(&choice)
    let id: WaveID = office.kernel.newID()
    let wanted = choice
    try write { tx in
      try WaveActs(tx: tx, now: clock.now(), member: nil).create(id, wanted)
    }
    return id
  }

  /// A box that holds anything.
  func box(pieces: Int64 = 10, side: Int64 = 500, name: String = "Large") throws -> PackagingID {
    let id: PackagingID = office.kernel.newID()
    let size = FloorSize(side, side, side)
    try write { tx in
      try PackagingStore.put(
        Packaging(
          id: id, name: name, kind: .box, inner: size, outer: size, weightGrams: side, cost: 4_000,
          recycled: 80, mostGrams: 20_000, pieces: pieces, isDefault: true), in: tx)
    }
    return id
  }

  static func barcode(_ product: Int64) -> String { "46\(10_000_000 + product)" }
}

extension Answer {
  /// The value of a hidden field of the page.
  func hidden(_ name: String) -> String {
    guard let start = text.firstRange(of: "name=\"\(name)\" value=\"")?.upperBound,
      let end = text[start...].firstIndex(of: "\"")
    else { return "" }
    return String(text[start..<end])
  }
}
