import Commerce
import Foundation
import Office
@_spi(Minting) import SQL

@testable import SellerDesk

/// A house with its own data folder that imports things and is asked about them.
struct ImportHouse: Sendable {
  let office: Office
  /// Held, because its files go with it.
  private let folder: SourceFolder
  private var report: String { "\(folder.path)/report.log" }

  /// Templates and Public stand in the package's root.
  init(_ folder: SourceFolder) throws {
    office = try Modules.boot.office(Configuration(data: folder.data))
    self.folder = folder
  }

  /// - Parameter pulse: called after each transaction.
  @discardableResult
  func take(
    _ path: String, batch: Int = 2_000, pulse: @escaping (String) throws -> Void = { _ in }
  ) throws -> (counts: ImportCounts, log: ImportLog) {
    let log = try ImportLog(path: report)
    var olist = try OlistImport(kernel: office.kernel, folder: OlistFolder(path), log: log)
    olist.batch = batch
    olist.pulse = pulse
    return (try olist.run(password: "sellerdesk-demo"), log)
  }

  /// What `check` finds.
  func problems() throws -> [String] { try office.inspect { _ in } }

  func texts(_ query: PlatformQuery<String>) throws -> [String] {
    try office.kernel.database.makeReader().platform(PlatformScope()).all(query)
  }

  /// Everything that must not be doubled, in one line.
  func sizes() throws -> String { try texts(Self.sizes).joined() }

  func close() { office.kernel.database.close() }

  private static let sizes = PlatformQuery<String>(
    """
    select (select count(*) from seller) || ' sellers, ' || (select count(*) from member)
      || ' members, ' || (select count(*) from main.warehouse) || ' warehouses, '
      || (select count(*) from main.product) || ' listings, '
      || (select count(*) from customer_order) || ' orders, '
      || (select count(*) from main.posting) || ' postings, '
      || (select count(*) from main.posting_line) || ' lines, '
      || (select count(*) from main.posting_event) || ' events, '
      || (select count(*) from imported_payment) || ' payments, '
      || (select count(*) from imported_review) || ' reviews'
    """)
}
