import Office

/// What belongs to a posting's life, file by file.
extension OrdersModule {
  static let postingPages =
    checkPages + holdPages + partPages + servicePages + revocationPages + inquiryPages + [
      .mail(LostMail.self)
    ]

  var postingRoutes: Routes {
    lifeRoutes + checkRoutes + holdRoutes + partRoutes + serviceRoutes + revocationRoutes
      + lossRoutes + termRoutes + inquiryRoutes + claimRoutes
      + markRoutes
  }

  /// Its jobs.
  func registerPostings(on runner: JobRunner) {
    PostingTimers(acts: acts).register(on: runner)
  }

  private var lifeRoutes: Routes {
    let posting = PostingController(acts: acts, carriers: carriers)
    let api = OrdersAPI(acts: acts, carriers: carriers)
    return Routes {
      $0.post("/orders/:id/unpacking", .requires(.editOrders), posting.unpack)
      $0.post("/orders/:id/offering", .requires(.editOrders), posting.offer)
      $0.post("/orders/:id/inspection", .requires(.editOrders), posting.inspect)
      $0.post("/storefront/v1/orders/:number/payment", .key(.storefront), api.pay)
    }
  }
}
