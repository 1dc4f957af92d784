import Commerce
import Office
import SQL

/// A row of the stock list, over all warehouses or in one.
struct StockRow: Sendable {
  let id: ProductID
  let title: String
  let picture: String
  let offerID: String
  let state: ListingState
  let isLow: Bool
  let pieces: StockChange
}

/// What the stock list shows: one index range of the products, newest first, with their sums.
struct StockFilter: Sendable {
  var tab = StockTab.all
  var search = ""
  /// Whose pieces are shown; nil sums all warehouses up.
  var warehouse: WarehouseID?
  var place: ListPlace?
  var limit = 50

  var isReversed: Bool { place?.isBefore ?? false }

  func query(of seller: Int64) -> DynamicQuery<StockRow> {
    var query = Self.base
    query.append("left join stock s on s.product_id = p.id")
    if let warehouse { query.append("and s.warehouse_id = ?", warehouse.raw) }
    query.append("where true")
    narrow(&query, of: seller)
    if let place, place.isBefore {
      query.append("and p.id > ? group by p.id order by p.id", place.id)
    } else if let place {
      query.append("and p.id < ? group by p.id order by p.id desc", place.id)
    } else {
      query.append("group by p.id order by p.id desc")
    }
    query.append("limit ?", limit)
    return query
  }

  /// Keeps what the tab and the search ask for.
  func narrow<Row>(_ query: inout DynamicQuery<Row>, of seller: Int64) {
    switch tab {
    case .all: break
    case .low: query.append("and p.alerted_at is not null")
    case .none: query.append("and p.in_stock = 0")
    case .inbound: query.append("and p.inbound > 0")
    }
    find(in: &query, of: seller)
  }

  /// Words are looked up in the shop's own range of the index; what is too short for it is the
  /// start of an offer id.
  private func find<Row>(in query: inout DynamicQuery<Row>, of seller: Int64) {
    if search.isEmpty { return }
    guard let words = SearchText.query(search) else {
      query.append("and p.offer_id >= ?", search)
      query.append("and p.offer_id < ?", search + "\u{10FFFF}")
      return
    }
    query.append("and p.id in (select t.rowid & 9007199254740991 from product_search t")
    query.append("where t.words match ?", words)
    query.append("and t.rowid >= ?", SearchPlace.first(of: seller))
    query.append("and t.rowid <= ?)", SearchPlace.last(of: seller))
  }

  private static let base = DynamicQuery<StockRow>(
    """
    select p.id, p.title, p.picture, p.offer_id, p.state, p.alerted_at is not null,
      coalesce(sum(s.on_hand), 0), coalesce(sum(s.reserved), 0), coalesce(sum(s.inbound), 0),
      coalesce(sum(s.quarantine), 0), coalesce(sum(s.damaged), 0)
    from product p
    """
  ) {
    (
      id: Int64, title: String, picture: String, offerID: String?, state: ListingState,
      isLow: Int64, onHand: Int64, reserved: Int64, inbound: Int64, quarantine: Int64,
      damaged: Int64
    ) in
    StockRow(
      id: ProductID(raw: id), title: title, picture: picture, offerID: offerID ?? "",
      state: state, isLow: isLow == 1,
      pieces: StockChange(
        onHand: onHand, reserved: reserved, inbound: inbound, quarantine: quarantine,
        damaged: damaged))
  }
}

extension StockStore {
  /// One page of the stock list, newest first.
  func page(_ filter: StockFilter) throws(SQLError) -> [StockRow] {
    let found = try rows.all(filter.query(of: rows.scope.seller))
    return filter.isReversed ? found.reversed() : found
  }
}
