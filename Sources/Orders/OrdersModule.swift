import Commerce
import HTTP
import Office
import SQL

/// Orders: from the buyer's payment to the buyer's door.
public struct OrdersModule: Module {
  public static let name = "Orders"
  public static let migrations = OrdersSchema.migrations
  public static let pages: [PageBinding] =
    [
      .page(OrdersPage.self), .page(PostingShowPage.self), .page(CancellationPage.self),
      .page(ConflictPage.self), .page(TrackingPage.self),
      .mail(ShippedMail.self), .mail(PlacedMail.self), .mail(CancelledMail.self),
    ] + postingPages + LogisticsContents.pages + FloorContents.pages + documentPages

  public static let notices: [NoticeKind] = [.orderPlaced, .orderWithdrawn, .inquiryOpened]
  public static let lists = [OrdersList.declaration]
  public static let vocabularies: [any Vocabulary.Type] = [OrdersWords.self]

  let acts: PostingActs
  let carriers = Carriers()
  private let floor: any WarehouseFloor
  /// Where documents are made.
  let room: PrintRoom

  /// - Parameters:
  ///   - stock: who reserves, releases and ships pieces.
  ///   - times: who knows when warehouses work; nil for around the clock.
  ///   - floor: who knows what lies in the warehouses.
  public init(
    _ kernel: Kernel, stock: any StockKeeping, times: (any WorkingTimes)? = nil,
    floor: any WarehouseFloor
  ) {
    self.floor = floor
    acts = PostingActs(stock: stock, kernel: kernel, deadlines: Deadlines(times: times))
    room = PrintRoom(book: kernel.configuration.book, carriers: carriers)
    LiveOrders.register(on: kernel)
  }

  public var routes: Routes {
    pageRoutes
      + postingRoutes
      + logisticsRoutes
      + FloorContents.routes(acts, carriers, floor)
      + sellerRoutes
  }

  private var pageRoutes: Routes {
    let list = OrdersController(carriers: carriers)
    let posting = PostingController(acts: acts, carriers: carriers)
    let shipment = ShipmentController(acts: acts, carriers: carriers)
    let cancellation = CancellationController(acts: acts)
    let tracking = TrackingController(carriers: carriers)
    let api = OrdersAPI(acts: acts, carriers: carriers)
    return Routes {
      $0.get("/orders", .requires(.viewOrders), list.list)
      $0.get("/orders/live", .requires(.viewOrders), LiveOrders.listen)
      $0.get("/orders/:id", .requires(.viewOrders), posting.show)
      $0.post("/orders/:id/confirmation", .requires(.editOrders), posting.confirm)
      $0.post("/orders/:id/packing", .requires(.editOrders), posting.pack)
      $0.get("/orders/:id/shipment", .requires(.editOrders), shipment.new)
      $0.post("/orders/:id/shipment", .requires(.editOrders), shipment.create)
      $0.post("/orders/:id/parcels", .requires(.editOrders), shipment.save)
      $0.get("/orders/:id/cancellation", .requires(.cancelOrders), cancellation.new)
      $0.post("/orders/:id/cancellation", .requires(.cancelOrders), cancellation.create)
      $0.post("/orders/:id/recipient", .requires(.seeRecipients), posting.reveal)
      $0.post("/orders/:id/notes", .requires(.noteOrders), posting.note)
      $0.get("/t/:token", .anyone, tracking.show)
      $0.post("/storefront/v1/orders", .key(.storefront), api.place)
      $0.get("/storefront/v1/orders/:number", .key(.storefront), api.show)
      $0.post("/storefront/v1/orders/:number/cancellation", .key(.storefront), api.withdraw)
      $0.post("/storefront/v1/postings/:number/events", .key(.storefront), api.track)
    } + documentRoutes + exportRoutes + batchRoutes
  }

  public var navigation: [NavigationEntry] {
    [
      NavigationEntry(
        "orders.list.title", icon: "orders", path: "/orders", also: ["/inquiries", "/claims"],
        for: .viewOrders,
        counter: PostingTab.openCounter, isHot: true),
      FloorContents.navigation,
    ] + Self.serviceNavigation + Self.termNavigation + LogisticsContents.navigation
  }

  public var tasks: [HomeTask] {
    Self.orderTasks + LogisticsContents.tasks + [
      FloorContents.task, Self.contestTask, Self.lossTask, Self.inquiryTask, Self.claimTask,
    ]
  }

  public var tiles: [HomeTile] {
    [PostingTab.transit, .delivered, .cancelled].map { tab in
      HomeTile(
        "orders.tab.\(tab.name)", for: .viewOrders, counter: tab.counter,
        path: "/orders?tab=\(tab.name)")
    }
  }

  public var searches: [SearchProvider] { [OrdersSearch.provider] }

  public static let statements = OrdersStatements.all + documentStatements

  public func register(on runner: JobRunner) {
    for mails in PostingMails.all(acts.kernel) { mails.register(on: runner) }
    registerPostings(on: runner)
    registerLogistics(on: runner)
    BulkEngine(OrderWork(acts: acts), kernel: acts.kernel).register(on: runner)
  }

  public var recounts: [Recount] {
    [
      Recount(prefix: "orders.", rows: OrderCounts.recount),
      Recount(prefix: ContestActs.counter, rows: OrderCounts.contests), FloorContents.recount,
      Recount(prefix: Loss.counter, rows: Loss.recount),
      Recount(prefix: Inquiry.counter, rows: InquirySQL.recount),
      Recount(prefix: Claim.counter, rows: ClaimSQL.recount),
    ]
      + LogisticsContents.recounts + MarkStore.recounts
  }
}

/// The kept counters, counted again for `sellerdesk check`.
enum OrderCounts {
  static let recount = PlatformQuery(
    """
    select seller_id, 'orders.' || case tab when 1 then 'new' when 2 then 'pack'
        when 3 then 'ship' when 4 then 'transit' when 5 then 'delivered' else 'cancelled' end,
      count(*)
    from main.posting group by seller_id, tab
    union all
    select seller_id, 'orders.open', count(*) from main.posting where tab <= 3
    group by seller_id
    union all
    select seller_id, 'orders.queue.late', count(*) from main.posting
    where late_at is not null and tab <= 3 group by seller_id
    union all
    select seller_id, 'orders.queue.' || case state when 2 then 'held' when 13 then 'lost'
        else 'back' end, count(*)
    from main.posting where state in (2, 6, 11, 13)
    group by seller_id, case state when 2 then 'held' when 13 then 'lost' else 'back' end
    union all
    select seller_id, 'orders.queue.red', count(*) from main.posting
    where red = 1 and state in (1, 2, 3) group by seller_id
    union all
    select seller_id, 'orders.queue.answered', count(*) from main.posting
    where answered_at is not null group by seller_id
    """, RecountRow.init)

  static let contests = PlatformQuery(
    "select 0, 'orders.contests', count(*) from main.service_item where state = 1",
    RecountRow.init)
}
