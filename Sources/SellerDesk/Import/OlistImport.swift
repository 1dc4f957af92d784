import Commerce
import Office
import Orders
import Products
import SQL

/// How much was there already, and how much is new.
struct ImportCount: Sendable, Equatable {
  var new = 0
  var known = 0
  var total: Int { new + known }
}

/// What an import did.
struct ImportCounts: Sendable, Equatable {
  var sellers = ImportCount()
  var listings = ImportCount()
  var orders = ImportCount()
  var postings = 0
  var payments = 0
  var reviews = ImportCount()
}

/// Takes the Olist data set over. Every batch is a transaction, and everything in it is looked
/// for first by what the source calls it: an import that was stopped goes on where it was.
struct OlistImport {
  let kernel: Kernel
  let folder: OlistFolder
  let log: ImportLog
  /// Rows in a transaction.
  var batch = 2_000
  /// Called after each transaction; what it throws ends the import.
  var pulse: (String) throws -> Void = { _ in }

  var counts = ImportCounts()
  /// Orders that are in the house, with their identity here.
  var orderIDs: [SourceKey: Int64] = [:]
  let zone: TimeZoneRules
  let currency: Currency

  init(
    kernel: Kernel, folder: OlistFolder, log: ImportLog
  ) throws {
    guard let currency = Currency(code: OlistFolder.currency) else {
      throw ImportError("\(OlistFolder.currency) is no currency")
    }
    self.kernel = kernel
    self.folder = folder
    self.log = log
    self.currency = currency
    zone = try TimeZoneRules.load(OlistFolder.timeZone)
  }

  /// - Parameter password: of every owner.
  mutating func run(password: String) throws -> ImportCounts {
    let tables = try OlistTables(folder, zone, log)
    try pulse("read \(tables.lines.count) lines of goods")
    try importSellers(tables, password: password)
    try importListings(tables)
    try importOrders(tables)
    try importReviews()
    try record()
    try log.flush()
    return counts
  }

  /// The platform enters a shop.
  func rows(_ seller: Int64, _ transaction: Transaction) -> SellerTransaction {
    transaction.seller(Operator.platform.entering(seller: seller))
  }

  func platform(_ transaction: Transaction) -> PlatformTransaction {
    transaction.platform(Operator.platform)
  }

  /// The e-mail address of the owner to show around with.
  func busiestOwner() throws -> String? {
    let reader = try kernel.database.makeReader()
    return try reader.platform(Operator.platform).first(Self.busiest)
  }

  private static let busiest = PlatformQuery<String>(
    """
    select m.email from main.counter c
    join membership w on w.shop = c.seller_id and w.role = 'owner'
    join member m on m.id = w.member_id
    where c.name = 'orders.delivered' order by c.value desc, c.seller_id limit 1
    """)

  private func record() throws {
    guard counts.sellers.new + counts.listings.new + counts.orders.new + counts.reviews.new > 0
    else { return }
    let entry = AuditEntry(
      at: kernel.clock.now(), actor: .system("import"), address: "", act: "import.olist",
      object: "platform", objectID: 0, shop: nil,
      detail: "sellers \(counts.sellers.new), listings \(counts.listings.new), "
        + "orders \(counts.orders.new), reviews \(counts.reviews.new)")
    try kernel.database.writer.write { try Audit.append(entry, in: $0) }
  }
}
