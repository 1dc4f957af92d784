import Commerce
import HTTP
import Office
import SQL
import Template

/// The platform's terms of orders: what holds for every deadline that begins from now on.
struct OrderTermsController: Sendable {
  func edit(_ context: PageContext<PlatformScope>) throws -> Response {
    context.render(try page(context, context.open, nil))
  }

  func update(_ context: WorkContext<PlatformScope>) throws -> Response {
    var form = FormReader(try context.form())
    let confirm = form.integer("confirm_hours", OrderTerms.confirmBounds, required: true)
    let lapse = form.integer("lapse_days", OrderTerms.lapseBounds, required: true)
    guard let confirm, let lapse, form.problems.isEmpty else {
      return context.render(try page(context, context.open, form), status: .unprocessable)
    }
    try context.write(Act("orders.terms", "order_term", 1, detail: "\(confirm) \(lapse)")) { tx in
      _ = try tx.transaction.open.run(OrderTerms.save, confirm, lapse)
    }
    return context.redirect(to: "/terms", flash: Flash("terms.saved"))
  }

  private func page<C: RequestContext>(
    _ context: C, _ rows: some Reads, _ typed: FormReader?
  ) throws -> DeskPage {
    let terms = try OrderTerms.read(rows)
    let inputs = DeskInputs(
      context: context, prefix: "terms", typed: typed, problems: typed?.problems ?? [],
      stored: [
        "confirm_hours": "\(terms.confirmHours)", "lapse_days": "\(terms.lapseDays)",
      ])
    var section = DeskSection(
      "terms", context.text("terms.deadlines"), text: context.text("terms.text"))
    section.action = URLText(path: "/terms")
    section.controls = [inputs.number("confirm_hours"), inputs.number("lapse_days")]
    section.buttons = [DeskButton(text: context.text("terms.save"), look: .primary)]
    var page = DeskPage(title: context.text("terms.title"), sub: context.text("terms.sub"))
    page.errors = inputs.summary(section.controls)
    page.sections = [section]
    return page
  }
}

extension OrdersModule {
  var termRoutes: Routes {
    let terms = OrderTermsController()
    return Routes {
      $0.get("/terms", .requires(.setOrderTerms), terms.edit)
      $0.post("/terms", .requires(.setOrderTerms), bodyLimit: 16 << 10, terms.update)
    }
  }

  static let termNavigation = [
    NavigationEntry("terms.title", icon: "clock", path: "/terms", for: .setOrderTerms)
  ]
}
