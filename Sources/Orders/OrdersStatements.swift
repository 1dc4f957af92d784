import Office
import SQL

/// Every statement of the feature, for the sweep that prepares them and reads their plans.
enum OrdersStatements {
  static let all: [StatementCheck] =
    (statements + WirePostings.statements + PostingStatements.all + FloorContents.statements).map {
      name, statement in
      StatementCheck(name) { database throws(SQLError) in
        try database.makeReader().explain(statement)
      }
    } + lists + WireStatements.all + FloorContents.choices

  private static let statements: [(String, any SQLStatement)] = [
    ("PostingStore.byID", PostingStore.byID), ("PostingStore.lines", PostingStore.lines),
    ("PostingStore.events", PostingStore.events),
    ("PostingStore.parcels", PostingStore.parcels),
    ("PostingStore.recipient", PostingStore.recipient),
    ("PostingStore.nearest", PostingStore.nearest),
    ("PostingStore.byNumber", PostingStore.byNumber),
    ("PostingStore.byTracking", PostingStore.byTracking),
    ("PostingStore.soldProducts", PostingStore.soldProducts),
    ("PostingStore.byProduct", PostingStore.byProduct),
    ("SoldProduct.insert", SoldProduct.insert),
    ("SoldProduct.insertWords", SoldProduct.insertWords), ("Carriers.all", Carriers.all),
    ("Carriers.nextSerial", Carriers.nextSerial), ("PostingActs.update", PostingActs.update),
    ("PostingActs.insertEvent", PostingActs.insertEvent),
    ("PostingActs.insertParcel", PostingActs.insertParcel),
    ("PostingActs.renumber", PostingActs.renumber), ("PostingActs.recarry", PostingActs.recarry),
    ("PostingActs.owner", PostingActs.owner), ("OrderStore.insertOrder", OrderStore.insertOrder),
    ("OrderStore.insertPosting", OrderStore.insertPosting),
    ("OrderStore.insertLine", OrderStore.insertLine),
    ("OrderStore.insertRecipient", OrderStore.insertRecipient),
    ("OrderMails.shopName", OrderMails.shopName), ("OrderMails.orderTotal", OrderMails.orderTotal),
    ("SenderStore.byID", SenderStore.byID),
    ("TrackingController.shop", TrackingController.shop),
    ("StoredOrder.byNumber", StoredOrder.byNumber),
    ("StoredOrder.allPostings", StoredOrder.allPostings),
    ("StoredOrder.posting", StoredOrder.posting),
    ("OrderStore.lastNumber", OrderStore.lastNumber),
    ("OrderArchive.insertPosting", OrderArchive.insertPosting),
  ]

  /// The list in every tab, forwards and backwards.
  private static let lists: [StatementCheck] = OrdersTab.allCases.flatMap { tab in
    [nil, PostingCursor(at: 1, id: 1), PostingCursor(at: 1, id: 1, isBackwards: true)].map {
      let filter = PostingFilter(shelf: tab.shelf, cursor: $0)
      return StatementCheck("PostingStore.page \(tab.rawValue) \($0?.text ?? "first")") {
        database throws(SQLError) in
        try database.makeReader().explain(PostingStore.query(filter))
      }
    }
  }
}
