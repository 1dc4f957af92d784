import Commerce
import Office
import Products
import SQL

/// A product as one shop sells it, with what its lines tell.
private struct SourceListing {
  let seller: SourceKey
  let product: SourceKey
  /// Of the last piece sold.
  var price: Int64
  var firstSold: Instant
  var lastSold: Instant
}

extension OlistImport {
  /// Everything stands in "Other": the source's categories are not ours, and a category asks for
  /// attributes that the source does not have.
  private static let category = CategoryID(raw: 91)

  /// A listing for each pair of shop and product, on the lines' evidence; shop by shop, so that
  /// rows that lie together are written together.
  mutating func importListings(_ tables: OlistTables) throws {
    let listings = Self.listings(tables)
    reportUnsold(tables)
    let products = ProductArchive(kernel: kernel)
    try listings.inBatches(of: batch) { part in
      let new = try kernel.database.writer.write { transaction in
        try insert(part, tables, products, in: transaction)
      }
      counts.listings.new += new
      counts.listings.known += part.count - new
      try pulse("listings: \(counts.listings.total) of \(listings.count)")
    }
  }

  private static func listings(_ tables: OlistTables) -> [SourceListing] {
    var listings: [SourceListing] = []
    let lines = tables.lines.sorted {
      ($0.seller, $0.product, $0.deadline) < ($1.seller, $1.product, $1.deadline)
    }
    for line in lines {
      if let last = listings.indices.last, listings[last].seller == line.seller,
        listings[last].product == line.product
      {
        listings[last].lastSold = line.deadline
        listings[last].price = line.price
      } else {
        listings.append(
          SourceListing(
            seller: line.seller, product: line.product, price: line.price,
            firstSold: line.deadline, lastSold: line.deadline))
      }
    }
    return listings
  }

  /// Only lines say whose a product is.
  private func reportUnsold(_ tables: OlistTables) {
    let sold = Set(tables.lines.map(\.product))
    let unsold = tables.products.filter { !sold.contains($0.key) }
    for (key, product) in unsold.sorted(by: { $0.value.line < $1.value.line }) {
      log.report(
        RowProblem(
          field: ProductColumn.product.rawValue,
          reason: "has no lines here, so nobody knows whose it is", value: key.text),
        in: folder.products.name, line: product.line)
    }
  }

  private func insert(
    _ listings: ArraySlice<SourceListing>, _ tables: OlistTables, _ products: ProductArchive,
    in transaction: Transaction
  ) throws -> Int {
    var new = 0
    var shop: (key: SourceKey, warehouse: WarehouseID)?
    for listing in listings {
      let rows = rows(listing.seller.sellerID, transaction)
      let id = listing.product.listingID(of: listing.seller)
      guard try rows.first(ImportSQL.product, id.raw) == nil else { continue }
      if shop?.key != listing.seller {
        shop = (listing.seller, WarehouseID(raw: try rows.one(ImportSQL.warehouse)))
      }
      guard let warehouse = shop?.warehouse, let source = tables.products[listing.product] else {
        continue
      }
      _ = try products.insert(
        Self.archived(listing, source), id: id, warehouse: warehouse, in: rows)
      new += 1
    }
    return new
  }

  private static func archived(
    _ listing: SourceListing, _ product: SourceProduct
  ) -> ProductArchive.Listing {
    var archived = ProductArchive.Listing(
      category: category, title: product.title(listing.product),
      offerID: listing.product.offerID, createdAt: listing.firstSold)
    archived.price = listing.price > 0 ? listing.price : nil
    archived.weight = product.weightGrams
    archived.length = product.length
    archived.width = product.width
    archived.height = product.height
    return archived
  }
}
