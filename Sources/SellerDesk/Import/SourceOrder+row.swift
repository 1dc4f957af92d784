import Commerce
import Orders

extension SourceOrder {
  /// Puts an order together from its row and the rows that belong to it.
  init(
    _ row: SourceRow<OrderColumn>, _ tables: OlistTables, _ zone: TimeZoneRules
  ) throws(RowProblem) {
    key = try row.key(.order)
    let word = try row.text(.status, limit: 40)
    guard let status = SourceStatus(rawValue: word) else {
      throw row.problem(.status, "is no status that is known")
    }
    let dates = try SourceDates(row, zone)
    guard let buyer = tables.customers[try row.key(.customer)] else {
      throw row.problem(.customer, "is no customer here")
    }
    guard !tables.damaged.contains(key) else {
      throw row.problem(.order, "has a line that can't be read")
    }
    let lines = tables.lines(of: key)
    guard !lines.isEmpty else { throw row.problem(.order, "has no lines") }
    self.buyer = buyer
    placed = dates.placed
    self.status = status
    postings = Self.postings(lines, status.state, dates)
    payments = Array(tables.payments(of: key))
  }

  /// One posting for each seller, in the order of their first lines.
  private static func postings(
    _ lines: ArraySlice<SourceLine>, _ state: PostingState, _ dates: SourceDates
  ) -> [SourcePosting] {
    var sellers: [SourceKey] = []
    for line in lines where !sellers.contains(line.seller) { sellers.append(line.seller) }
    return sellers.map { seller in
      let own = lines.filter { $0.seller == seller }
      let deadline = own.map(\.deadline).min() ?? dates.placed
      return SourcePosting(
        seller: seller, state: state, milestones: dates.milestones(state),
        due: dates.due(state, deadline), lines: pieces(own),
        shipping: own.reduce(0) { $0 + $1.freight })
    }
  }

  /// The source has a row for each piece.
  private static func pieces(_ lines: [SourceLine]) -> [SourcePosting.Line] {
    var pieces: [SourcePosting.Line] = []
    for line in lines {
      let same = pieces.firstIndex { $0.product == line.product && $0.price == line.price }
      if let same {
        pieces[same].quantity += 1
      } else {
        pieces.append(
          SourcePosting.Line(product: line.product, price: line.price, quantity: 1))
      }
    }
    return pieces
  }
}
