import Commerce
import Office
import SQL

/// Fills a warehouse floor from elsewhere: where goods lie, which boxes there are, a wave to begin
/// with. For demos and for shops that move here.
public struct FloorArchive: Sendable {
  /// A box as a list of them names it.
  public struct Box: Sendable {
    let name: String
    let isBag: Bool
    /// Length, width and height inside, in mm.
    let inner: FloorSize
    let weightGrams: Int64
    /// In minor units of the shop's currency.
    let cost: Int64
    /// In percent.
    let recycled: Int64
    let mostGrams: Int64
    let pieces: Int64
    let isDefault: Bool

    public init(
      _ name: String, isBag: Bool = false, _ inner: FloorSize, weightGrams: Int64, cost: Int64,
      recycled: Int64, mostGrams: Int64, pieces: Int64, isDefault: Bool = false
    ) {
      self.name = name
      self.isBag = isBag
      self.inner = inner
      self.weightGrams = weightGrams
      self.cost = cost
      self.recycled = recycled
      self.mostGrams = mostGrams
      self.pieces = pieces
      self.isDefault = isDefault
    }
  }

  let kernel: Kernel

  public init(kernel: Kernel) { self.kernel = kernel }

  /// Says where a product lies and how it wants to be handled.
  public func put(
    _ product: ProductID, in bin: String, spare: String = "", of place: WarehouseID,
    _ handling: HandlingClass, in rows: SellerTransaction
  ) throws(SQLError) {
    try BinStore.put(Bin(bin, spare: spare), of: product, in: place, rows)
    try BinStore.set(handling, of: product, in: rows)
  }

  /// Adds a kind of box; its walls are 3 mm thick, a bag's are not.
  public func add(_ box: Box, in rows: SellerTransaction) throws(SQLError) {
    let wall: Int64 = box.isBag ? 0 : 6
    let inner = box.inner
    try PackagingStore.put(
      Packaging(
        id: kernel.newID(), name: box.name, kind: box.isBag ? .bag : .box, inner: inner,
        outer: FloorSize(inner.length + wall, inner.width + wall, inner.height + wall),
        weightGrams: box.weightGrams, cost: box.cost, recycled: box.recycled,
        mostGrams: box.mostGrams, pieces: box.pieces, isDefault: box.isDefault), in: rows)
  }

  /// Begins a wave of what waits, the nearest deadlines first; nothing where nothing waits.
  public func beginWave(
    of postings: Int64, from place: WarehouseID, at now: Instant, in rows: SellerTransaction
  ) throws {
    var choice = WaveChoice(warehouse: place)
    choice.most = min(postings, Wave.most)
    let acts = WaveActs(tx: rows, now: now, member: nil)
    do { try acts.create(kernel.newID(), choice) } catch is InvalidForm {}
  }
}
