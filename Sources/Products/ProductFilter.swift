import Commerce
import Office
import SQL

/// What the product list shows, in which order, from where on.
struct ProductFilter: Sendable {
  enum StockLevel: String, CaseIterable, Sendable { case low, none, ok }

  var tab = ProductTab.all
  /// As typed.
  var search = ""
  var category: CategoryID?
  var stock: StockLevel?
  /// As typed; capital letters of ASCII don't matter. Empty for all.
  var brand = ""
  /// In minor units of the shop's currency.
  var priceFrom: Int64?
  var priceTo: Int64?
  var sort = ProductSort.newest
  var place: ListPlace?
  var limit = 50

  /// What the address asks for, and a row more: it tells whether there are more.
  init(_ list: ListRequest, _ currency: Currency) {
    tab = ProductTab(rawValue: list.tab) ?? .all
    search = list.search
    category = list.filters["category"].flatMap { CategoryID(text: $0) }
    stock = list.filters["stock"].flatMap(StockLevel.init(rawValue:))
    brand = list.filters["brand"] ?? ""
    let amount = { (name: String) -> Int64? in
      guard let text = list.filters[name],
        let money = try? Money(parsing: text, currency: currency), money.minor >= 0
      else { return nil }
      return money.minor
    }
    priceFrom = amount("price_from")
    priceTo = amount("price_to")
    sort = ProductSort(rawValue: list.sort) ?? .newest
    place = list.after.flatMap(ListPlace.init)
    limit = list.size + 1
  }

  init(
    tab: ProductTab = .all, search: String = "", category: CategoryID? = nil,
    sort: ProductSort = .newest, place: ListPlace? = nil, limit: Int = 50
  ) {
    self.tab = tab
    self.search = search
    self.category = category
    self.sort = sort
    self.place = place
    self.limit = limit
  }

  /// Whether the rows come in the other direction and must be turned.
  var isReversed: Bool { place?.isBefore ?? false }

  var hasPrice: Bool { priceFrom != nil || priceTo != nil }

  /// A product without a price is in no range; nothing is where the least is above the most.
  var prices: (least: Int64, most: Int64) { (max(1, priceFrom ?? 1), priceTo ?? .max) }

  /// Whether anything but the tab narrows the list.
  var isNarrowed: Bool {
    !search.isEmpty || category != nil || stock != nil || !brand.isEmpty || hasPrice
  }

  /// The search as the index of words takes it; nil where nothing is searched for.
  var words: String? { SearchText.query(search) }

  /// What it says of the number that the list is sorted by; nil where it says nothing.
  var sortedRange: (least: Int64, most: Int64)? {
    switch sort {
    case .cheapest, .dearest: return hasPrice ? prices : nil
    case .least, .most:
      if stock == StockLevel.none { return (0, 0) }
      return stock != nil || tab == .onSale ? (1, .max) : nil
    case .newest, .edited, .name: return nil
    }
  }

  /// The same place, at the nearest end of the range where it is outside: what lies between would
  /// be looked at for nothing. A place of another order is before all.
  func placed(_ place: ListPlace) -> ListPlace {
    guard let (least, most) = sortedRange else { return place }
    let first: Int64 = sort.isRising(place) ? .min : .max
    let key = Int64(place.key) ?? first
    if key < least { return ListPlace(.min, key: "\(least)", isBefore: place.isBefore) }
    if key > most { return ListPlace(.max, key: "\(most)", isBefore: place.isBefore) }
    return place
  }
}
