import Commerce

/// The tables that orders are put together from, held in memory: some 250 bytes for each order.
/// Orders and reviews themselves are streamed.
struct OlistTables {
  /// Rows of one file. Keeps a hostile folder from taking all memory.
  static let largest = 500_000

  private(set) var products: [SourceKey: SourceProduct] = [:]
  private(set) var sellers: [SourceKey: SourcePlace] = [:]
  private(set) var customers: [SourceKey: InventedBuyer] = [:]
  private(set) var lines: [SourceLine] = []
  private(set) var payments: [SourcePayment] = []
  /// Orders of which a line could not be read: they must not come in without it.
  private(set) var damaged: Set<SourceKey> = []

  private let log: ImportLog
  private let zone: TimeZoneRules

  init(_ folder: OlistFolder, _ zone: TimeZoneRules, _ log: ImportLog) throws {
    self.log = log
    self.zone = zone
    try readSellers(folder.sellers)
    try readProducts(folder.products, try Self.categories(folder.categories, log))
    try readCustomers(folder.customers)
    try readLines(folder.lines)
    try readPayments(folder.payments)
  }

  /// The lines of an order by number.
  func lines(of order: SourceKey) -> ArraySlice<SourceLine> {
    lines.range(of: order)
  }

  /// The payments of an order by number.
  func payments(of order: SourceKey) -> ArraySlice<SourcePayment> {
    payments.range(of: order)
  }

  private static func categories(
    _ file: SourceFile, _ log: ImportLog
  ) throws -> [String: String] {
    var english: [String: String] = [:]
    try file.forEachRow(CategoryColumn.self, log) { row in
      english[try row.text(.name, limit: 100)] = try row.text(.english, limit: 100)
      try limit(english.count, file)
    }
    return english
  }

  private mutating func readSellers(_ file: SourceFile) throws {
    try file.forEachRow(SellerColumn.self, log) { row in
      let key = try row.key(.seller)
      guard sellers[key] == nil else { throw row.problem(.seller, "is there twice") }
      sellers[key] = try row.place(.postcode, .city, .state) {
        log.note($0, in: file.name, line: row.line)
      }
      try Self.limit(sellers.count, file)
    }
  }

  private mutating func readProducts(_ file: SourceFile, _ english: [String: String]) throws {
    try file.forEachRow(ProductColumn.self, log) { row in
      let key = try row.key(.product)
      guard products[key] == nil else { throw row.problem(.product, "is there twice") }
      let measures = try [ProductColumn.length, .height, .width].map { column in
        try row.number(column, 0...10_000).flatMap { $0 > 0 ? $0 * 10 : nil }
      }
      products[key] = SourceProduct(
        line: row.line, category: try category(of: row, english, file),
        weightGrams: try row.number(.weight, 0...10_000_000).flatMap { $0 > 0 ? $0 : nil },
        length: measures[0], height: measures[1], width: measures[2])
      try Self.limit(products.count, file)
    }
  }

  private func category(
    of row: SourceRow<ProductColumn>, _ english: [String: String], _ file: SourceFile
  ) throws -> String? {
    let name = try row.text(.category, limit: 100)
    let known = english[name]
    if known == nil {
      let problem = row.problem(.category, name.isEmpty ? "is empty" : "has no translation")
      log.note(problem, in: file.name, line: row.line)
    }
    return name.isEmpty ? nil : (known ?? name).split(separator: "_").joined(separator: " ")
  }

  private mutating func readCustomers(_ file: SourceFile) throws {
    customers.reserveCapacity(50_000)
    try file.forEachRow(CustomerColumn.self, log) { row in
      let key = try row.key(.customer)
      guard customers[key] == nil else { throw row.problem(.customer, "is there twice") }
      let place = try row.place(.postcode, .city, .state) {
        log.note($0, in: file.name, line: row.line)
      }
      customers[key] = InventedBuyer(person: try row.key(.person), place: place)
      try Self.limit(customers.count, file)
    }
  }

  private mutating func readLines(_ file: SourceFile) throws {
    try file.forEachRow(LineColumn.self, log) { row in
      let order = try row.key(.order)
      do {
        lines.append(try line(row, of: order))
      } catch let problem as RowProblem {
        damaged.insert(order)
        throw problem
      }
      try Self.limit(lines.count, file)
    }
    for twice in lines.sortAndTakeOutRepeats() {
      damaged.insert(twice.order)
      report(twice, LineColumn.number.rawValue, file)
    }
  }

  private func line(
    _ row: SourceRow<LineColumn>, of order: SourceKey
  ) throws(RowProblem) -> SourceLine {
    let (product, seller) = (try row.key(.product), try row.key(.seller))
    guard products[product] != nil else { throw row.problem(.product, "is no product here") }
    guard sellers[seller] != nil else { throw row.problem(.seller, "is no seller here") }
    guard let deadline = try row.moment(.deadline, zone),
      let number = try row.number(.number, 1...1_000)
    else { throw row.problem(.deadline, "or the number of the line is missing") }
    return SourceLine(
      order: order, product: product, seller: seller, price: try row.amount(.price),
      freight: try row.amount(.freight), deadline: deadline, number: number,
      line: row.line)
  }

  private mutating func readPayments(_ file: SourceFile) throws {
    try file.forEachRow(PaymentColumn.self, log) { row in
      guard let number = try row.number(.number, 1...1_000) else {
        throw row.problem(.number, "is missing")
      }
      payments.append(
        SourcePayment(
          order: try row.key(.order), number: number, line: row.line,
          kind: try row.text(.kind, limit: 40),
          instalments: try row.number(.instalments, 0...1_000) ?? 0,
          amount: try row.amount(.amount)))
      try Self.limit(payments.count, file)
    }
    for twice in payments.sortAndTakeOutRepeats() {
      report(twice, PaymentColumn.number.rawValue, file)
    }
  }

  private func report(_ part: some OrderPart, _ field: String, _ file: SourceFile) {
    log.report(
      RowProblem(field: field, reason: "is there twice", value: "\(part.number)"), in: file.name,
      line: part.line)
  }

  static func limit(_ count: Int, _ file: SourceFile) throws(ImportError) {
    guard count <= largest else {
      throw ImportError("\(file.name) has more than \(largest) rows; import it in parts")
    }
  }
}
