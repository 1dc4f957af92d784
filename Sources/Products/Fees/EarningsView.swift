import Commerce
import Office
import Template

/// A line of the calculation: what, on which basis, how much.
struct EarningsLine: View {
  let name: String
  let basis: String
  let amount: String

  static let fields: [Field<EarningsLine>] = [
    .text("name") { $0.name },
    .text("basis") { $0.basis },
    .text("amount") { $0.amount },
  ]
}

/// What the seller earns with a piece at the price in the form, line by line.
struct EarningsView: View {
  var lines: [EarningsLine] = []
  var sum: EarningsLine?
  /// Whether a sale loses money.
  var isLoss = false
  /// From when the fees hold.
  var source = ""
  /// What is missing for the calculation; then there are no lines.
  var missing = ""

  static let fields: [Field<EarningsView>] = [
    .list("lines") { $0.lines },
    .optional("sum") { $0.sum },
    .flag("isLoss") { $0.isLoss },
    .text("source") { $0.source },
    .text("missing") { $0.missing },
  ]
}

extension ProductEditor {
  /// By the fees that hold today.
  func earnings(_ values: FormValues, _ category: CategoryID) throws -> EarningsView {
    let table = try FeeStore(rows: context.open).table(
      of: category, in: currency, on: context.zone.local(context.now).date)
    return Earnings(
      values: values, currency: currency, table: table, locale: context.locale,
      text: { context.text($0, $1) }
    ).view
  }
}

/// Makes the calculation of what stands in the form, saved or just typed.
struct Earnings {
  let values: FormValues
  let currency: Currency
  let table: FeeTable?
  let locale: Locale
  let text: (String, [String: String]) -> String

  var view: EarningsView {
    guard let table else {
      return EarningsView(missing: text("fees.missing.table", ["currency": currency.code]))
    }
    guard let price = amount("price"), price.minor > 0 else {
      return EarningsView(missing: text("fees.missing.price", [:]))
    }
    guard let weight = grams else {
      return EarningsView(missing: text("fees.missing.weight", [:]))
    }
    guard let quote = try? FeeQuote(price: price, weight: weight, cost: amount("cost"), table)
    else { return EarningsView(missing: text("fees.missing.price", [:])) }
    return view(quote, weight, table)
  }

  private func view(_ quote: FeeQuote, _ weight: Int64, _ table: FeeTable) -> EarningsView {
    var view = EarningsView()
    view.lines = [
      line("price", quote.price, sign: 1, [:]),
      line("commission", quote.commission, ["share": locale.percent(table.commission)]),
      line(
        "logistics", quote.logistics,
        [
          "weight": locale.number(weight), "step": step(of: weight, table),
        ]),
      line(
        "returns", quote.returns,
        [
          "share": locale.percent(table.returnShare), "cost": locale.money(table.returnCost),
        ]),
    ]
    if let cost = quote.cost { view.lines.append(line("cost", cost, [:])) }
    let share = quote.share.map(locale.percent) ?? ""
    let key = quote.cost == nil ? "fees.line.beforeCost" : "fees.line.margin"
    view.sum = EarningsLine(
      name: text(key, [:]), basis: text("fees.basis.margin", ["share": share]),
      amount: locale.moneyWithCode(quote.margin))
    view.isLoss = quote.margin.isNegative
    view.source = text("fees.source", ["date": locale.date(table.from)])
    return view
  }

  private func step(of weight: Int64, _ table: FeeTable) -> String {
    if let most = table.step(of: weight)?.upTo {
      return text("fees.step", ["grams": locale.number(most)])
    }
    let heaviest = table.steps.compactMap(\.upTo).last ?? 0
    return text("fees.step.last", ["grams": locale.number(heaviest)])
  }

  private func line(
    _ name: String, _ money: Money, sign: Int64 = -1, _ values: [String: String]
  ) -> EarningsLine {
    let shown = Money(minor: sign * money.minor, currency: money.currency)
    return EarningsLine(
      name: text("fees.line.\(name)", [:]), basis: text("fees.basis.\(name)", values),
      amount: locale.money(shown))
  }

  private func amount(_ name: String) -> Money? {
    guard let money = try? Money(parsing: values[name], currency: currency),
      0...1_000_000_000_000 ~= money.minor
    else { return nil }
    return money
  }

  private var grams: Int64? {
    let digits = values["weight"].filter { !$0.isWhitespace }
    return Int64(digits).flatMap { 1...ProductForm.mostGrams ~= $0 ? $0 : nil }
  }
}
