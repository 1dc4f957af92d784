import Commerce
import Office
import SQL

/// Every statement of the feature, for the sweep that prepares them and reads their plans.
enum OrdersStatements {
  static let all: [StatementCheck] =
    (statements
    + PostingStatements.all
    + WirePostings.statements
    + PostingOrigin.statements
    + OrdersChoices.statements
    + OrderWorkSQL.statements
    + FloorContents.statements).map { name, statement in
      StatementCheck(name) { database throws(SQLError) in
        try database.makeReader().explain(statement)
      }
    }
    + lists + filtered + WireStatements.all + LogisticsContents.statements + FloorContents.choices
    + SheetExtras.statements

  private static let statements: [(String, any SQLStatement)] = [
    ("PostingStore.byID", PostingStore.byID), ("PostingStore.byIDs", PostingStore.byIDs),
    ("PostingStore.lines", PostingStore.lines),
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
    ("OrderStore.insertOrder", OrderStore.insertOrder),
    ("OrderStore.insertPosting", OrderStore.insertPosting),
    ("OrderStore.insertLine", OrderStore.insertLine),
    ("OrderStore.insertRecipient", OrderStore.insertRecipient),
    ("PostingMails.shopName", PostingMails.shopName),
    ("PostingMails.orderTotal", PostingMails.orderTotal),
    ("SenderStore.byID", SenderStore.byID),
    ("TrackingController.shop", TrackingController.shop),
    ("StoredOrder.byNumber", StoredOrder.byNumber),
    ("StoredOrder.allPostings", StoredOrder.allPostings),
    ("StoredOrder.posting", StoredOrder.posting),
    ("OrderStore.lastNumber", OrderStore.lastNumber),
    ("OrderArchive.insertPosting", OrderArchive.insertPosting),
  ]

  /// A shelf with every filter, by looking through it and by a tag.
  private static let filtered: [StatementCheck] = OrdersTab.allCases.flatMap { tab in
    [nil, "gift"].map { tag in
      let filter = PostingFilter(
        shelf: tab.shelf, carrier: 1, warehouse: 1, from: Instant(milliseconds: 0),
        until: Instant(milliseconds: 9), least: 1, most: 2, tag: tag,
        cursor: PostingCursor(at: 1, id: 1))
      return StatementCheck("PostingStore.page \(tab.rawValue) \(tag ?? "sifted")") {
        database throws(SQLError) in
        let reader = try database.makeReader()
        return try tag == nil
          ? reader.explain(PostingStore.query(filter, until: PostingCursor(at: 9, id: 9)))
            + reader.explain(PostingStore.end(filter))
          : reader.explain(PostingStore.tagQuery(filter))
      }
    }
  }

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
