import Office
import SQL

extension OrdersModule {
  /// The Seller API's methods of postings. All are POST with a JSON body; paths and shapes are
  /// those that sellers' programs know.
  var sellerRoutes: Routes {
    let postings = PostingCalls(carriers: carriers)
    let packing = PackCalls(acts: acts, room: room)
    return Routes {
      $0.post("/v3/posting/fbs/list", .program(.readOrders), postings.list)
      $0.post("/v3/posting/fbs/unfulfilled/list", .program(.readOrders), postings.open)
      $0.post("/v4/posting/fbs/list", .program(.readOrders), postings.listPaged)
      $0.post("/v4/posting/fbs/unfulfilled/list", .program(.readOrders), postings.openPaged)
      $0.post("/v3/posting/fbs/get", .program(.readOrders), postings.show)
      $0.post("/v2/posting/fbs/get-by-barcode", .program(.readOrders), postings.scanned)
      $0.post("/v2/posting/fbs/cancel-reason/list", .program(.readOrders), postings.reasons)
      $0.post(
        "/v1/posting/fbs/cancel-reason", .program(.readOrders), postings.reasonsOfPostings)
      $0.post("/v4/posting/fbs/ship", .program(.writeOrders), packing.ship)
      $0.post("/v4/posting/fbs/ship/package", .program(.writeOrders), packing.shipPackage)
      $0.post("/v1/posting/fbs/split", .program(.writeOrders), packing.split)
      $0.post("/v2/posting/fbs/cancel", .program(.writeOrders), packing.cancel)
      $0.post("/v2/posting/fbs/product/cancel", .program(.writeOrders), packing.cancelProducts)
      $0.post("/v2/posting/fbs/package-label", .program(.readOrders), packing.labels)
    }
  }
}
