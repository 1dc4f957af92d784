import Commerce
import HTTP
import Office
import SQL

extension SellerPermission {
  /// Who decides how the shop ships.
  static let editShipping = SellerPermission("shipping.edit", [.owner, .manager, .warehouse])
}

/// The shop's services, its rules and the box to try them in.
struct ShippingController: Sendable {
  let kernel: Kernel
  let carriers: Carriers

  func services(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ShippingPages(context, carriers).services())
  }

  /// Switches a service on or off.
  func turn(_ context: WorkContext<SellerScope>, _ id: TariffID) throws -> Response {
    let form = FormReader(try context.form())
    let isOn = form.typed("on") == "1"
    _ = try offered(context, id)
    let isDefault = try ShippingStore(rows: context.reader).fallback() == id
    if isDefault && !isOn { throw Failure.conflict(Message("shiprules.conflict.default")) }
    try context.write(
      Act("shiprules.act.\(isOn ? "serviceOn" : "serviceOff")", "service", id.raw)
    ) { tx in
      try ShippingActs(tx: tx).turn(id, on: isOn)
    }
    return context.redirect(to: "/shipping", flash: Flash("shiprules.flash.saved"))
  }

  /// Takes a service where no rule fires.
  func prefer(_ context: WorkContext<SellerScope>, _ id: TariffID) throws -> Response {
    _ = try context.form()
    _ = try offered(context, id)
    try context.write(Act("shiprules.act.default", "service", id.raw)) { tx in
      try ShippingActs(tx: tx).prefer(id)
    }
    return context.redirect(to: "/shipping", flash: Flash("shiprules.flash.saved"))
  }

  private func offered(_ context: WorkContext<SellerScope>, _ id: TariffID) throws -> Tariff {
    let book = try carriers.book(in: context.open)
    guard let tariff = book.tariff(id), tariff.isActive,
      book.carrier(tariff.carrier)?.isActive ?? false
    else { throw Failure.notFound }
    return tariff
  }

  func rules(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ShippingPages(context, carriers).rules())
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    let id: ShippingRuleID = kernel.newID()
    return try saving(context, id, "ruleAdded") { $0.rules() }
  }

  func edit(_ context: PageContext<SellerScope>, _ id: ShippingRuleID) throws -> Response {
    context.render(try ShippingPages(context, carriers).rule(id))
  }

  func update(_ context: WorkContext<SellerScope>, _ id: ShippingRuleID) throws -> Response {
    guard try ShippingStore(rows: context.reader).rules().contains(where: { $0.id == id }) else {
      throw Failure.notFound
    }
    return try saving(context, id, "ruleChanged") { try $0.rule(id) }
  }

  private func saving(
    _ context: WorkContext<SellerScope>, _ id: ShippingRuleID, _ name: String,
    again: (ShippingPages<WorkContext<SellerScope>>) throws -> DeskPage
  ) throws -> Response {
    var pages = try ShippingPages(context, carriers)
    var form = ShippingRuleForm(try context.form(), pages.currency)
    let known = pages.desk.table.rules
    do {
      let last = known.map(\.position).max() ?? -1
      let rule = try form.rule(
        id, at: known.first { $0.id == id }?.position ?? last + 1, pages.desk.open, pages.places)
      if known.count >= ShippingActs.mostRules, !known.contains(where: { $0.id == id }) {
        throw InvalidForm("name", Message("shiprules.error.tooMany"))
      }
      let now = context.now
      try context.write(Act("shiprules.act.\(name)", "shipping_rule", id.raw)) { tx in
        try ShippingActs(tx: tx).save(rule, at: now)
      }
    } catch let invalid as InvalidForm {
      pages.type(form.reader, invalid.problems)
      return context.render(try again(pages), status: .unprocessable)
    }
    return context.redirect(to: "/shipping/rules", flash: Flash("shiprules.flash.saved"))
  }

  func move(_ context: WorkContext<SellerScope>, _ id: ShippingRuleID) throws -> Response {
    let form = FormReader(try context.form())
    let isEarlier = form.typed("to") != "later"
    try context.write(Act("shiprules.act.ruleMoved", "shipping_rule", id.raw)) { tx in
      try ShippingActs(tx: tx).move(id, earlier: isEarlier)
    }
    return context.redirect(to: "/shipping/rules", flash: Flash("shiprules.flash.saved"))
  }

  func remove(_ context: WorkContext<SellerScope>, _ id: ShippingRuleID) throws -> Response {
    _ = try context.form()
    try context.write(Act("shiprules.act.ruleRemoved", "shipping_rule", id.raw)) { tx in
      try ShippingActs(tx: tx).remove(id)
    }
    return context.redirect(to: "/shipping/rules", flash: Flash("shiprules.flash.removed"))
  }

  /// "For this parcel, which rule fires?"
  func test(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try ShippingPages(context, carriers).test(context.request.query))
  }
}

extension OrdersModule {
  static func shippingRoutes(
    _ kernel: Kernel, _ carriers: Carriers
  ) -> Routes {
    let shipping = ShippingController(kernel: kernel, carriers: carriers)
    return Routes {
      $0.get("/shipping", .requires(.viewOrders), shipping.services)
      $0.post("/services/:id/switch", .requires(.editShipping), shipping.turn)
      $0.post("/services/:id/default", .requires(.editShipping), shipping.prefer)
      $0.get("/shipping/rules", .requires(.viewOrders), shipping.rules)
      $0.post("/shipping/rules", .requires(.editShipping), shipping.create)
      $0.get("/shipping/rules/:id", .requires(.editShipping), shipping.edit)
      $0.post("/shipping/rules/:id", .requires(.editShipping), shipping.update)
      $0.post("/shipping/rules/:id/place", .requires(.editShipping), shipping.move)
      $0.post("/shipping/rules/:id/removal", .requires(.editShipping), shipping.remove)
      $0.get("/shipping/test", .requires(.viewOrders), shipping.test)
    }
  }

  static let shippingNavigation = [
    NavigationEntry("shiprules.title", icon: "truck", path: "/shipping", for: .viewOrders)
  ]
}
