import Commerce
import Office
import Template

/// The price that waits, why, and the form to type it again.
struct HeldPriceView: View {
  let text: String
  let control: FieldView
  let confirm: URLText
  let drop: URLText
  let canEdit: Bool

  static let fields: [Field<HeldPriceView>] = [
    .text("text") { $0.text },
    .view("control") { $0.control },
    .url("confirm") { $0.confirm },
    .url("drop") { $0.drop },
    .flag("canEdit") { $0.canEdit },
  ]
}

extension ProductEditor {
  /// nil where no price waits.
  func held(_ errors: [String: String]) -> HeldPriceView? {
    guard let asked = product.asked else { return nil }
    var control = FieldView("price_again", label: context.text("products.field.price_again"))
    control.error = errors[control.name] ?? ""
    control.inputMode = "decimal"
    return HeldPriceView(
      text: explanation(asked), control: control,
      confirm: URLText(path: "/products/\(product.id)/price-confirmation"),
      drop: URLText(path: "/products/\(product.id)/price-refusal"), canEdit: canEdit)
  }

  private func explanation(_ asked: AskedPrice) -> String {
    let amount = { (minor: Int64?) -> String in
      minor.map { context.locale.moneyWithCode(Money(minor: $0, currency: currency)) } ?? ""
    }
    var values = ["new": amount(asked.price), "old": amount(product.terms.price)]
    let share = { (percent: Percent) -> String in context.locale.percent(percent) }
    let reason = PriceGuard.reason(
      from: product.terms.price, to: asked.price, cost: product.terms.cost)
    switch reason {
    case .fell(let fall):
      values["share"] = share(fall)
      values["most"] = share(PriceGuard.mostFall)
      return context.text("prices.held.fell", values)
    case .rose(let rise):
      values["share"] = share(rise)
      values["most"] = share(PriceGuard.mostRise)
      return context.text("prices.held.rose", values)
    case .belowCost where product.terms.price == nil:
      return context.text("prices.held.firstBelowCost", values)
    case .belowCost: return context.text("prices.held.belowCost", values)
    case nil: return context.text("prices.held.other", values)
    }
  }
}
