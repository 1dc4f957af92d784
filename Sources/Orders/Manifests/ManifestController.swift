import Commerce
import HTTP
import Office
import SQL

/// Acts of hand-over: opened, filled, closed with the driver, accepted by the carrier.
struct ManifestController: Sendable {
  let acts: PostingActs
  let carriers: Carriers

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ManifestListBuilder(context, carriers).page())
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let form = FormReader(try context.form())
    let all = try WarehousePlace.all(in: context.reader)
    guard let warehouse = all.first(where: { "\($0.id)" == form.typed("warehouse") }),
      let carrier = try carriers.all(in: context.open).first(where: {
        "\($0.id)" == form.typed("carrier")
      })
    else { throw Failure.notFound }
    let day = context.zone.local(context.now).date
    let id = try act(context, "opened", 0) { try $0.open(warehouse.id, carrier.id, on: day) }
    return context.redirect(to: "/manifests/\(id)")
  }

  func show(_ context: PageContext<SellerScope>, _ id: ManifestID) throws -> Response {
    context.render(try ManifestBuilder(context, id, carriers).page())
  }

  /// Adds one parcel by its number, or all that are ready.
  func add(_ context: WorkContext<SellerScope>, _ id: ManifestID) throws -> Response {
    try changing(context, id, "added") { form in
      let number = TrackingFormat.normalised(form.text("number", 0...40))
      if form.typed("all") == "1" { return { try $0.addAll(to: id) } }
      if number.isEmpty { form.add("number", "form.required") }
      try form.check()
      return { try $0.add(number, to: id) }
    }
  }

  func remove(_ context: WorkContext<SellerScope>, _ id: ManifestID) throws -> Response {
    try changing(context, id, "removed") { form in
      guard let posting = PostingID(text: form.typed("posting")) else { throw Failure.notFound }
      return { try $0.remove(posting, from: id) }
    }
  }

  func discard(_ context: WorkContext<SellerScope>, _ id: ManifestID) throws -> Response {
    _ = try ManifestBuilder(context, id, carriers)
    _ = try context.form()
    try act(context, "discarded", id.raw) { try $0.discard(id) }
    return context.redirect(to: "/manifests", flash: Flash("manifests.flash.discarded"))
  }

  func close(_ context: WorkContext<SellerScope>, _ id: ManifestID) throws -> Response {
    try changing(context, id, "closed") { form in
      let driver = form.text("driver", 1...80)
      try form.check()
      return { try $0.close(id, driver: driver) }
    }
  }

  func accept(_ context: WorkContext<SellerScope>, _ id: ManifestID) throws -> Response {
    try changing(context, id, "accepted") { form in
      let missing = Self.numbers("missing", &form)
      let extra = Self.numbers("extra", &form)
      try form.check()
      return { try $0.accept(id, missing: missing, extra: extra) }
    }
  }

  /// One number a line, each once.
  private static func numbers(_ name: String, _ form: inout FormReader) -> [String] {
    var seen: Set<String> = []
    let lines = form.text(name, 0...20_000, lines: true).split(separator: "\n")
    let numbers = lines.map { TrackingFormat.normalised(String($0)) }.filter { !$0.isEmpty }
    if numbers.contains(where: { $0.utf8.count > 40 }) { form.add(name, "manifests.error.long") }
    return numbers.filter { seen.insert($0).inserted }
  }

  private func changing(
    _ context: WorkContext<SellerScope>, _ id: ManifestID, _ name: String,
    _ read: (inout FormReader) throws -> (ManifestActs) throws -> Void
  ) throws -> Response {
    var builder = try ManifestBuilder(context, id, carriers)
    var form = FormReader(try context.form())
    do {
      let body = try read(&form)
      try act(context, name, id.raw, body)
    } catch let invalid as InvalidForm {
      builder.typed = form
      builder.problems = invalid.problems
      return context.render(try builder.page(), status: .unprocessable)
    } catch let refusal as IllegalCommand {
      throw Failure.conflict(
        Message(
          "orders.conflict.text",
          ["number": refusal.number, "state": context.text(refusal.state.label)]))
    }
    return context.redirect(to: "/manifests/\(id)", flash: Flash("manifests.flash.\(name)"))
  }

  @discardableResult
  private func act<T: Sendable>(
    _ context: WorkContext<SellerScope>, _ name: String, _ id: Int64,
    _ body: (ManifestActs) throws -> T
  ) throws -> T {
    let (now, member, actor) = (context.now, context.member?.id, context.actor)
    return try context.write(Act("manifests.act.\(name)", "manifest", id)) { tx in
      try body(ManifestActs(acts: acts, tx: tx, now: now, actor: actor, member: member))
    }
  }
}

extension OrdersModule {
  var manifestRoutes: Routes {
    let manifests = ManifestController(acts: acts, carriers: carriers)
    let cases = HandoverCasesController()
    let prints = ManifestPrintController(room: room)
    return Routes {
      $0.get("/manifests", .requires(.viewOrders), manifests.list)
      $0.post("/manifests", .requires(.editOrders), manifests.create)
      $0.get("/manifests/:id", .requires(.viewOrders), manifests.show)
      $0.post("/manifests/:id/parcels", .requires(.editOrders), manifests.add)
      $0.post("/manifests/:id/removal", .requires(.editOrders), manifests.remove)
      $0.post("/manifests/:id/discard", .requires(.editOrders), manifests.discard)
      $0.post("/manifests/:id/closing", .requires(.editOrders), manifests.close)
      $0.post("/manifests/:id/acceptance", .requires(.editOrders), manifests.accept)
      $0.get("/manifests/:id/document", .requires(.viewOrders), lane: .worker, prints.show)
      $0.get("/manifests/:id/document.pdf", .requires(.viewOrders), lane: .worker, prints.pdf)
      $0.get("/cases", .requires(.viewOrders), cases.list)
      $0.get("/cases/:id", .requires(.viewOrders), cases.show)
      $0.post("/cases/:id", .requires(.editOrders), cases.close)
    }
  }

  static let manifestNavigation = [
    NavigationEntry(
      "manifests.nav", icon: "box", path: "/manifests",
      also: ["/shipments", "/parcels", "/cases"], for: .viewOrders,
      counter: HandoverCase.counter)
  ]

  static let manifestTasks = [
    HomeTask(
      "manifests.task.open", for: .editOrders, counter: Manifest.counter,
      path: "/manifests?tab=open"),
    HomeTask(
      "manifests.task.cases", for: .editOrders, counter: HandoverCase.counter, path: "/cases"),
  ]
}
