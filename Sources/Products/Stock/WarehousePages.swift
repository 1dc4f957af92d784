import Commerce
import HTTP
import Office
import SQL
import Template

/// The warehouses of a shop and its holidays.
struct WarehousesPage: Page {
  static let template = "stock/warehouses"

  let errors: ErrorSummary?
  let rows: [WarehouseRowView]
  let canEdit: Bool
  let name: FieldView
  let from: FieldView
  let until: FieldView
  /// When the shop is closed, in words; empty where no holiday is set.
  let pause: String

  static let fields: [Field<WarehousesPage>] = [
    .optional("errors") { $0.errors },
    .list("rows") { $0.rows },
    .flag("canEdit") { $0.canEdit },
    .view("newName") { $0.name },
    .view("from") { $0.from },
    .view("until") { $0.until },
    .text("pause") { $0.pause },
  ]
}

struct WarehouseRowView: View {
  let href: URLText
  let name: String
  let address: String
  let days: String
  let cutOff: String
  let isDefault: Bool

  static let fields: [Field<WarehouseRowView>] = [
    .url("href") { $0.href },
    .text("name") { $0.name },
    .text("address") { $0.address },
    .text("days") { $0.days },
    .text("cutOff") { $0.cutOff },
    .flag("isDefault") { $0.isDefault },
  ]
}

/// One warehouse: what it is called, when it works.
struct WarehousePage: Page {
  static let template = "stock/warehouse"

  let title: String
  let action: URLText
  let errors: ErrorSummary?
  let canEdit: Bool
  let isDefault: Bool
  let controls: [FieldView]
  let days: [FieldView]
  let daysError: String
  let holidays: [HolidayView]
  let date: FieldView
  let holiday: FieldView

  static let fields: [Field<WarehousePage>] = [
    .text("title") { $0.title },
    .url("action") { $0.action },
    .url("holidayAction") { URLText(path: $0.action.text + "/holidays") },
    .url("removalAction") { URLText(path: $0.action.text + "/holidays/removal") },
    .url("defaultAction") { URLText(path: $0.action.text + "/default") },
    .url("closingAction") { URLText(path: $0.action.text + "/closing") },
    .optional("errors") { $0.errors },
    .flag("canEdit") { $0.canEdit },
    .flag("isDefault") { $0.isDefault },
    .list("controls") { $0.controls },
    .list("days") { $0.days },
    .text("daysError") { $0.daysError },
    .list("holidays") { $0.holidays },
    .view("date") { $0.date },
    .view("holiday") { $0.holiday },
  ]
}

struct HolidayView: View {
  let day: Int64
  let date: String
  let name: String

  static let fields: [Field<HolidayView>] = [
    .integer("day") { $0.day },
    .text("date") { $0.date },
    .text("holidayName") { $0.name },
  ]
}

/// Makes the page of all warehouses.
struct WarehousesBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  var typed = FormReader(FormFields())
  var problems: [Problem] = []

  init(_ context: Context) { self.context = context }

  func page() throws(SQLError) -> WarehousesPage {
    let store = WarehouseStore(rows: context.reader)
    let fields = [("name", "text"), ("from", "date"), ("until", "date")].map { name, type in
      var field = FieldView(name, label: context.text("stock.field.\(name)"))
      field.type = type
      field.value = typed.typed(name)
      field.error = context.error(of: name, in: problems)
      return field
    }
    return WarehousesPage(
      errors: context.summary(problems, of: fields), rows: try store.open().map(row),
      canEdit: context.member?.may(.editWarehouses) ?? false, name: fields[0], from: fields[1],
      until: fields[2], pause: try pause(store))
  }

  private func pause(_ store: WarehouseStore) throws(SQLError) -> String {
    guard let pause = try store.pause(), pause.end > context.now else { return "" }
    let last = context.zone.local(pause.end - .milliseconds(1)).date
    let dates = [
      "from": context.locale.date(context.zone.local(pause.start).date),
      "until": context.locale.date(last),
    ]
    let key = pause.isPaused(at: context.now) ? "stock.pause.now" : "stock.pause.later"
    return context.text(key, dates)
  }

  private func row(_ warehouse: Warehouse) -> WarehouseRowView {
    let days = (1...7).filter(warehouse.works).map(context.locale.weekdayShortName)
    return WarehouseRowView(
      href: URLText(path: "/warehouses/\(warehouse.id)"), name: warehouse.name,
      address: warehouse.address,
      days: days.count == 7
        ? context.text("stock.days.all") : days.joined(separator: context.locale.comma),
      cutOff: warehouse.cutOff == 1_440
        ? context.text("stock.cutOff.none") : WarehouseForm.time(warehouse.cutOff),
      isDefault: warehouse.isDefault)
  }
}

/// Makes the page of one warehouse.
struct WarehouseBuilder<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let warehouse: Warehouse
  var typed: FormReader?
  var problems: [Problem] = []

  /// Throws `Failure.notFound`.
  init(_ context: Context, _ id: WarehouseID) throws {
    guard let warehouse = try WarehouseStore(rows: context.reader).warehouse(id) else {
      throw Failure.notFound
    }
    self.context = context
    self.warehouse = warehouse
  }

  func page() throws(SQLError) -> WarehousePage {
    let store = WarehouseStore(rows: context.reader)
    // A field of another form of the page is not in what was typed.
    let main = typed.flatMap { $0.fields.first("name") == nil ? nil : $0 }
    let controls = [
      ("name", warehouse.name), ("address", warehouse.address),
      ("time_zone", warehouse.timeZone), ("cut_off", WarehouseForm.time(warehouse.cutOff)),
    ].map { name, value in
      field(name, main?.typed(name) ?? value) {
        if name != "name" { $0.hint = context.text("stock.hint.\(name)") }
      }
    }
    let date = field("date", typed?.typed("date") ?? "") { $0.type = "date" }
    let holiday = field("holiday", typed?.typed("holiday") ?? "") { $0.isOptional = true }
    return WarehousePage(
      title: warehouse.name, action: URLText(path: "/warehouses/\(warehouse.id)"),
      errors: context.summary(problems, of: controls + [date, holiday]),
      canEdit: context.member?.may(.editWarehouses) ?? false, isDefault: warehouse.isDefault,
      controls: controls, days: days(main), daysError: context.error(of: "day_1", in: problems),
      holidays: try store.holidays(of: warehouse.id).map(view), date: date, holiday: holiday)
  }

  private func days(_ typed: FormReader?) -> [FieldView] {
    let ticked = typed.map { WarehouseForm.days($0.fields) } ?? warehouse.workingDays
    return (1...7).map { day in
      var field = FieldView("day_\(day)", label: context.locale.weekdayShortName(day))
      field.value = "1"
      field.isChecked = ticked & (1 << Int64(day - 1)) != 0
      return field
    }
  }

  private func view(_ holiday: Holiday) -> HolidayView {
    HolidayView(
      day: Int64(holiday.date.daysSince1970), date: context.locale.date(holiday.date),
      name: holiday.name)
  }

  private func field(
    _ name: String, _ value: String, _ change: (inout FieldView) -> Void
  ) -> FieldView {
    var field = FieldView(name, label: context.text("stock.field.\(name)"))
    field.value = value
    field.error = context.error(of: name, in: problems)
    change(&field)
    return field
  }
}
