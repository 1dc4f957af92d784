import Commerce
import HTTP
import Office

/// Reads when a claim was filed or settled, and for how much.
struct ClaimForm {
  /// The shop's day.
  let today: LocalDate
  let claim: Claim
  let currency: Currency
  private(set) var reader: FormReader

  init(_ fields: FormFields, _ claim: Claim, _ currency: Currency, today: LocalDate) {
    reader = FormReader(fields)
    self.claim = claim
    self.currency = currency
    self.today = today
  }

  mutating func filing(
    since lost: LocalDate
  ) throws(InvalidForm) -> (day: LocalDate, reference: String, amount: Money) {
    let day = day("filed_on", since: lost)
    let reference = reader.text("reference", 1...60)
    let amount = reader.money("claimed", currency, required: true)
    if amount?.minor == 0 { reader.add("claimed", "claims.error.zero") }
    try reader.check()
    guard let day, let amount else { throw InvalidForm("claimed", Message("form.required")) }
    return (day, reference, amount)
  }

  mutating func settlement() throws(InvalidForm) -> (day: LocalDate, amount: Money) {
    let day = day("settled_on", since: claim.filed ?? today)
    let amount = reader.money("received", currency, required: true)
    try reader.check()
    guard let day, let amount else { throw InvalidForm("received", Message("form.required")) }
    return (day, amount)
  }

  /// Not before the thing that it follows, and not to come.
  private mutating func day(_ name: String, since first: LocalDate) -> LocalDate? {
    let typed = reader.typed(name)
    guard let day = LocalDate(iso: typed) else {
      reader.add(name, typed.isEmpty ? "form.required" : "claims.error.date")
      return nil
    }
    if day.daysSince1970 < first.daysSince1970 { reader.add(name, "claims.error.early") }
    if day.daysSince1970 > today.daysSince1970 { reader.add(name, "claims.error.future") }
    return day
  }
}
