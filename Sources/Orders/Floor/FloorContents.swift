import Commerce
import Office
import SQL

extension SellerPermission {
  /// Say where goods lie and how they are handled, and which boxes there are.
  static let editBins = SellerPermission("bins.edit", [.owner, .manager, .warehouse])
}

/// What the module has of the warehouse floor: its part of the table of contents.
enum FloorContents {
  static let migrations =
    BinsSchema.migrations + WavesSchema.migrations + PackagingSchema.migrations

  static let pages: [PageBinding] = [
    .page(BinsPage.self), .page(WaveListPage.self), .page(WaveNewPage.self),
    .page(WavePage.self), .page(PickSheetPage.self), .page(PickPage.self),
    .page(ProblemPage.self), .page(PackPage.self), .page(PackagingListPage.self),
    .page(PackagingPage.self), .page(PackagingReportPage.self),
  ]

  static let statements: [(String, any SQLStatement)] =
    BinSQL.statements + WaveSQL.statements + ScanSQL.statements + CheckSQL.statements
    + PackagingSQL.statements
    + [
      ("WaveActs.lines", WaveActs.lines), ("PackActs.weigh", PackActs.weigh),
    ]

  /// Every way to choose the postings of a wave.
  static let choices: [StatementCheck] = {
    var narrow = WaveChoice(warehouse: WarehouseID(raw: 1))
    narrow.kind = .single
    narrow.hours = 1
    narrow.carrier = 1
    narrow.zone = "A"
    narrow.handling = .fragile
    var plain = WaveChoice(warehouse: WarehouseID(raw: 1))
    plain.kind = .multi
    plain.handling = .normal
    return [narrow, plain].map { choice in
      StatementCheck("WaveChoice \(choice.kind.rawValue)") { database throws(SQLError) in
        try database.makeReader().explain(choice.query(at: Instant(milliseconds: 0)))
      }
    }
  }()

  static let navigation = NavigationEntry(
    "waves.title", icon: "barcode", path: "/waves", also: ["/bins", "/packaging"], for: .editOrders,
    counter: WaveActs.openCounter)

  static let task = HomeTask(
    "waves.task", for: .editOrders, counter: WaveActs.openCounter, path: "/waves")

  static let recount = Recount(prefix: "waves.", rows: openWaves)

  private static let openWaves = PlatformQuery(
    """
    select seller_id, 'waves.open', count(*) from main.wave where is_closed = 0 group by seller_id
    """, RecountRow.init)

  static func routes(
    _ acts: PostingActs, _ carriers: Carriers, _ floor: any WarehouseFloor
  ) -> Routes {
    bins(floor) + boxes(acts.kernel) + waves(acts, carriers, floor) + work(acts, floor)
  }

  private static func bins(_ floor: any WarehouseFloor) -> Routes {
    let bins = BinsController(floor: floor)
    return Routes {
      $0.get("/bins", .requires(.viewOrders), bins.list)
      $0.post("/bins", .requires(.editBins), bins.update)
      $0.post("/bins/lines", .requires(.editBins), bodyLimit: BinsController.bodyLimit, bins.take)
      $0.post("/bins/notes/:id", .requires(.editBins), bins.settle)
    }
  }

  private static func boxes(_ kernel: Kernel) -> Routes {
    let boxes = PackagingController(kernel: kernel)
    return Routes {
      $0.get("/packaging", .requires(.viewOrders), boxes.list)
      $0.get("/packaging/report", .requires(.viewOrders), boxes.report)
      $0.get("/packaging/new", .requires(.editBins), boxes.new)
      $0.post("/packaging", .requires(.editBins), boxes.create)
      $0.get("/packaging/:id", .requires(.viewOrders), boxes.show)
      $0.post("/packaging/:id", .requires(.editBins), boxes.update)
      $0.post("/packaging/:id/removal", .requires(.editBins), boxes.remove)
    }
  }

  private static func waves(
    _ acts: PostingActs, _ carriers: Carriers, _ floor: any WarehouseFloor
  ) -> Routes {
    let waves = WavesController(kernel: acts.kernel, floor: floor, carriers: carriers)
    return Routes {
      $0.get("/waves", .requires(.viewOrders), waves.list)
      $0.get("/waves/new", .requires(.editOrders), waves.new)
      $0.post("/waves", .requires(.editOrders), waves.create)
      $0.get("/waves/:id", .requires(.viewOrders), waves.show)
      $0.get("/waves/:id/sheet", .requires(.viewOrders), waves.sheet)
      $0.post("/waves/:id/closing", .requires(.editOrders), waves.close)
      $0.post("/waves/:id/notices", .requires(.editOrders), waves.tell)
    }
  }

  private static func work(_ acts: PostingActs, _ floor: any WarehouseFloor) -> Routes {
    let pick = PickController(kernel: acts.kernel, floor: floor, postings: acts)
    let pack = PackController(kernel: acts.kernel, floor: floor, postings: acts)
    let photo = PickController.photoLimit
    return Routes {
      $0.get("/waves/:id/picking", .requires(.editOrders), pick.show)
      $0.post("/waves/:id/scans", .requires(.editOrders), pick.scan)
      $0.post("/waves/:id/undo", .requires(.editOrders), pick.undo)
      $0.get("/waves/:id/problem", .requires(.editOrders), pick.problem)
      $0.post("/waves/:id/reserve", .requires(.editOrders), pick.reserve)
      $0.post("/waves/:id/shortages", .requires(.editOrders), pick.miss)
      $0.post("/waves/:id/failures", .requires(.editOrders), bodyLimit: photo, pick.fail)
      $0.get("/waves/:id/photos/:name", .requires(.viewOrders), pick.photo)
      $0.get("/waves/:id/packing", .requires(.editOrders), pack.show)
      $0.post("/waves/:id/parcels", .requires(.editOrders), bodyLimit: photo, pack.create)
    }
  }
}
