import Commerce
import Office
import SQL

/// What a posting could leave by: the facts, the services, the rules' word.
struct ShippingDesk<Context: RequestContext> where Context.Scope == SellerScope {
  let context: Context
  let book: CarrierBook
  let open: [Tariff]
  let table: RuleTable
  let record: PunctualityRecord

  /// A service with its price, or why it can't be taken.
  struct Offer {
    let tariff: Tariff
    let carrier: Carrier?
    let quote: Result<Quote, Misfit>
    /// Of the carrier in the zone, over 90 days.
    let punctuality: Punctuality?
  }

  init(_ context: Context, _ carriers: Carriers) throws(SQLError) {
    self.context = context
    book = try carriers.book(in: context.open)
    let store = ShippingStore(rows: context.reader)
    open = try store.open(book)
    table = try store.table()
    let today = context.zone.local(context.now).date
    record = try PunctualityStore(rows: context.reader).record(until: today)
  }

  func quote(_ tariff: Tariff, _ facts: ParcelFacts) -> Result<Quote, Misfit> {
    do throws(Misfit) {
      return .success(
        try book.quote(
          tariff, facts.parcels, to: facts.place, classes: facts.classes, at: context.now,
          in: context.zone))
    } catch {
      return .failure(error)
    }
  }

  func decide(_ facts: ParcelFacts) -> RuleTable.Decision {
    table.decide(facts) { id in
      guard let tariff = open.first(where: { $0.id == id }) else { return .closed }
      if case .failure(let misfit) = quote(tariff, facts) { return misfit }
      return nil
    }
  }

  func offers(_ facts: ParcelFacts) -> [Offer] {
    open.map { tariff in
      let zone = book.zone(of: facts.place, for: tariff.carrier)
      return Offer(
        tariff: tariff, carrier: book.carrier(tariff.carrier), quote: quote(tariff, facts),
        punctuality: zone.flatMap { record[tariff.carrier, $0.id] })
    }
  }

  /// Of a posting as it stands.
  func facts(
    of posting: Posting, _ parcels: [ParcelMeasure], _ recipient: Recipient?,
    promised: Instant? = nil, classes: Set<String> = []
  ) -> ParcelFacts {
    let left = promised.map { moment in
      let day = context.zone.local(moment).date.daysSince1970
      return Int64(day - context.zone.local(context.now).date.daysSince1970)
    }
    return ParcelFacts(
      parcels: parcels,
      place: recipient.map { Destination($0) } ?? Destination(country: "", city: posting.city),
      value: posting.goods.minor, classes: classes, daysLeft: left, warehouse: posting.warehouse)
  }
}
