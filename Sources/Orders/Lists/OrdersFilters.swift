import Commerce
import Office
import SQL
import Template

/// What the shop can narrow its list by.
struct OrdersChoices: Sendable {
  static let tags = Query<String>(
    "select tag from tag_use where used > 0 order by used desc, tag limit 40")
  static let currency = Query<String>("select currency from seller where id = ?")

  static let statements: [(String, any SQLStatement)] = [
    ("OrdersChoices.tags", tags), ("OrdersChoices.currency", currency),
  ]

  let carriers: [Carrier]
  let warehouses: [(id: WarehouseID, name: String)]
  let tags: [String]
  let staff: [Carer]

  init(_ carriers: [Carrier], in rows: SellerReader) throws(SQLError) {
    self.carriers = carriers
    warehouses = try rows.all(WirePostings.warehouses)
    tags = try rows.all(Self.tags)
    staff = try MarkStore(rows: rows).staff()
  }
}

extension PostingStore {
  /// The shop's currency.
  func currency() throws(SQLError) -> Currency {
    try Currency(stored: rows.one(OrdersChoices.currency, rows.scope.seller))
  }
}

/// The form above the list, and the chips of what is on.
struct OrdersFilters: View {
  let list: ListRequest
  let carriers: [OptionView]
  let warehouses: [OptionView]
  let tags: [OptionView]
  let chips: [ChipView]

  static let fields: [Field<OrdersFilters>] = [
    .list("carriers") { $0.carriers },
    .list("warehouses") { $0.warehouses },
    .flag("hasWarehouses") { $0.warehouses.count > 2 },
    .list("tags") { $0.tags },
    .text("from") { $0.list.filters["from"] ?? "" },
    .text("until") { $0.list.filters["until"] ?? "" },
    .text("least") { $0.list.filters["least"] ?? "" },
    .text("most") { $0.list.filters["most"] ?? "" },
  ]

  init(_ context: PageContext<SellerScope>, _ list: ListRequest, _ choices: OrdersChoices) {
    func options(
      _ name: String, _ all: String, _ values: [(String, String)]
    ) -> [OptionView] {
      [OptionView(value: "", label: context.text(all), isSelected: false)]
        + values.map { value, label in
          OptionView(value: value, label: label, isSelected: list.filters[name] == value)
        }
    }
    let mine = context.member.map { ("@\($0.id)", context.text("orders.list.mine")) }
    carriers = options(
      "carrier", "orders.list.allCarriers", choices.carriers.map { ("\($0.id)", $0.name) })
    warehouses = options(
      "warehouse", "orders.list.allWarehouses", choices.warehouses.map { ("\($0.id)", $0.name) })
    let others = choices.staff.filter { $0.id != context.member?.id }.map { carer in
      (carer.mark, context.text("orders.list.theirs", ["name": carer.name]))
    }
    // A tag that is used too seldom to be offered stays chosen.
    let rare = list.filters["tag"].flatMap { Tag($0)?.text }.map { [$0] } ?? []
    let words = choices.tags + rare.filter { !choices.tags.contains($0) }
    tags = options(
      "tag", "orders.list.allTags", [mine].compactMap { $0 } + words.map { ($0, $0) } + others)
    self.list = list
    let days = ["from", "until"].map { name in
      list.filters[name].map { typed in
        LocalDate(iso: typed).map { context.locale.date($0) } ?? typed
      }
    }
    let chosen = [
      "from": days[0], "until": days[1],
      "carrier": carriers.first(where: \.isSelected)?.label,
      "warehouse": warehouses.first(where: \.isSelected)?.label,
      "tag": tags.first(where: \.isSelected)?.label ?? list.filters["tag"],
    ]
    var chips: [ChipView] = []
    if !list.search.isEmpty {
      chips.append(
        ChipView(
          href: list.url(without: "q"), name: context.text("parts.search"), value: list.search))
    }
    for name in OrdersList.declaration.filters {
      guard let value = chosen[name] ?? list.filters[name] else { continue }
      chips.append(
        ChipView(
          href: list.url(without: name), name: context.text("orders.list.\(name)"), value: value))
    }
    self.chips = chips
  }
}
