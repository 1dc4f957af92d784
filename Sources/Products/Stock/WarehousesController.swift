import Commerce
import HTTP
import Office
import SQL
import Template

/// Warehouses of the shop, their calendars, and the holidays of the shop itself.
struct WarehousesController: Sendable {
  let kernel: Kernel

  func list(_ context: PageContext<SellerScope>) throws -> Response {
    context.render(try WarehousesBuilder(context).page())
  }

  func create(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = WarehouseForm(try context.form())
    let id: WarehouseID = kernel.newID()
    do {
      let name = try form.name()
      try context.write(Act("stock.act.warehouse", "warehouse", id.raw)) { tx in
        try StockStore.insertWarehouse(id, name: name, in: tx)
      }
    } catch let invalid as InvalidForm {
      return try refused(context, form, invalid)
    }
    return context.redirect(to: "/warehouses/\(id)", flash: Flash("stock.flash.warehouse"))
  }

  func pause(_ context: WorkContext<SellerScope>) throws -> Response {
    var form = WarehouseForm(try context.form())
    do {
      let days = try form.pause()
      let (start, end) = (
        context.zone.start(of: days.from), context.zone.start(of: days.until.adding(days: 1))
      )
      guard end > context.now else { throw InvalidForm("until", Message("stock.error.over")) }
      let seller = context.scope.seller
      try context.write(Act("stock.act.pause", "seller", seller)) { tx in
        _ = try tx.run(WarehouseSQL.setPause, seller, start.milliseconds, end.milliseconds)
      }
    } catch let invalid as InvalidForm {
      return try refused(context, form, invalid)
    }
    return context.redirect(to: "/warehouses", flash: Flash("stock.flash.pause"))
  }

  func resume(_ context: WorkContext<SellerScope>) throws -> Response {
    _ = try context.form()
    let seller = context.scope.seller
    try context.write(Act("stock.act.resume", "seller", seller)) { tx in
      _ = try tx.run(WarehouseSQL.endPause, seller)
    }
    return context.redirect(to: "/warehouses", flash: Flash("stock.flash.resume"))
  }

  private func refused(
    _ context: WorkContext<SellerScope>, _ form: WarehouseForm, _ invalid: InvalidForm
  ) throws -> Response {
    var builder = WarehousesBuilder(context)
    builder.typed = form.reader
    builder.problems = invalid.problems
    return context.render(try builder.page(), status: .unprocessable)
  }
}

/// One warehouse.
struct WarehouseController: Sendable {
  func show(_ context: PageContext<SellerScope>, _ id: WarehouseID) throws -> Response {
    context.render(try WarehouseBuilder(context, id).page())
  }

  func update(_ context: WorkContext<SellerScope>, _ id: WarehouseID) throws -> Response {
    try changing(context, id, "stock.act.warehouseSaved", "stock.flash.saved") { form, old in
      let new = try form.read(over: old, context.kernel.zones)
      return { tx in
        try tx.run(
          WarehouseSQL.save, tx.scope.seller, id.raw, new.name, new.address, new.timeZone,
          new.workingDays, new.cutOff)
      }
    }
  }

  func addHoliday(_ context: WorkContext<SellerScope>, _ id: WarehouseID) throws -> Response {
    try changing(context, id, "stock.act.holiday", "stock.flash.saved") { form, _ in
      let day = try form.holiday()
      return { tx in
        try tx.run(
          WarehouseSQL.addHoliday, tx.scope.seller, id.raw, day.date.daysSince1970, day.name)
      }
    }
  }

  func removeHoliday(_ context: WorkContext<SellerScope>, _ id: WarehouseID) throws -> Response {
    try changing(context, id, "stock.act.holiday", "stock.flash.saved") { form, _ in
      let day = form.reader.typed("day")
      guard let day = Int64(day) else { throw InvalidForm("date", Message("form.choice")) }
      return { tx in try tx.run(WarehouseSQL.removeHoliday, tx.scope.seller, id.raw, day) }
    }
  }

  func prefer(_ context: WorkContext<SellerScope>, _ id: WarehouseID) throws -> Response {
    try changing(context, id, "stock.act.warehouseSaved", "stock.flash.saved") { _, _ in
      { tx in try tx.run(WarehouseSQL.prefer, tx.scope.seller, id.raw) }
    }
  }

  /// Only an empty warehouse that is not the default one can be closed.
  func close(_ context: WorkContext<SellerScope>, _ id: WarehouseID) throws -> Response {
    guard let warehouse = try WarehouseStore(rows: context.reader).warehouse(id) else {
      throw Failure.notFound
    }
    _ = try context.form()
    let now = context.now.milliseconds
    try context.write(Act("stock.act.closed", "warehouse", id.raw)) { tx in
      if warehouse.isDefault { throw Failure.conflict(Message("stock.conflict.default")) }
      if try WarehouseStore(rows: tx.reader).isFilled(id) {
        throw Failure.conflict(Message("stock.conflict.filled"))
      }
      _ = try tx.run(WarehouseSQL.close, tx.scope.seller, id.raw, now)
    }
    return context.redirect(to: "/warehouses", flash: Flash("stock.flash.closed"))
  }

  private typealias Change = (SellerTransaction) throws -> Int

  /// Reads a form of the warehouse's page and saves it; shows the page again where it can't.
  private func changing(
    _ context: WorkContext<SellerScope>, _ id: WarehouseID, _ act: String, _ flash: String,
    _ read: (inout WarehouseForm, Warehouse) throws -> Change
  ) throws -> Response {
    var builder = try WarehouseBuilder(context, id)
    var form = WarehouseForm(try context.form())
    do {
      let change = try read(&form, builder.warehouse)
      try context.write(Act(act, "warehouse", id.raw)) { tx in _ = try change(tx) }
    } catch let invalid as InvalidForm {
      builder.typed = form.reader
      builder.problems = invalid.problems
      return context.render(try builder.page(), status: .unprocessable)
    }
    return context.redirect(to: "/warehouses/\(id)", flash: Flash(flash))
  }
}
