import Foundation
import Testing

@testable import SellerDesk

/// A row that can't be taken over, and what the report says of it.
struct DamagedRow: Sendable, CustomTestStringConvertible {
  let file: String
  let row: String
  let report: String

  init(_ file: String, _ row: String, _ report: String) {
    self.file = file
    self.row = row
    self.report = report
  }

  var testDescription: String { report }
}

@Suite("import olist: damaged rows", .serialized)
struct DamagedImportTests {
  private static let id = SourceFolder.id

  private static let rows = [
    DamagedRow(
      "olist_orders_dataset", "xyz,\(id("c")),delivered,2017-03-01 10:00:00,,,,",
      "olist_orders_dataset.csv:5: order_id: is no identity of 32 hexadecimal digits (xyz)"),
    DamagedRow(
      "olist_orders_dataset", "\(id("6")),\(id("c")),paid,2017-03-01 10:00:00,,,,",
      "olist_orders_dataset.csv:6: order_status: is no status that is known (paid)"),
    DamagedRow(
      "olist_orders_dataset", "\(id("6")),\(id("c")),created,2017-02-30 10:00:00,,,,",
      "olist_orders_dataset.csv:7: order_purchase_timestamp: is no date with a time "
        + "(2017-02-30 10:00:00)"),
    DamagedRow(
      "olist_orders_dataset", "\(id("6")),\(id("c")),created,,,,,",
      "olist_orders_dataset.csv:8: order_purchase_timestamp: is missing"),
    DamagedRow(
      "olist_orders_dataset", "\(id("6")),\(id("0")),created,2017-03-01 10:00:00,,,,",
      "olist_orders_dataset.csv:9: customer_id: is no customer here (\(id("0")))"),
    DamagedRow(
      "olist_orders_dataset", "\(id("6")),\(id("c")),created,2017-03-01 10:00:00,,,,",
      "olist_orders_dataset.csv:10: order_id: has no lines (\(id("6")))"),
    DamagedRow(
      "olist_orders_dataset", "\(id("6")),\(id("c")),created",
      "olist_orders_dataset.csv:11: has not as many fields as the header (3)"),
    DamagedRow(
      "olist_orders_dataset", "\(id("9")),\(id("c")),approved,2017-03-01 10:00:00,,,,",
      "olist_orders_dataset.csv:12: order_id: is there twice (\(id("9")))"),
    DamagedRow(
      "olist_sellers_dataset", "\(id("a")),01001,sao paulo,SP",
      "olist_sellers_dataset.csv:4: seller_id: is there twice (\(id("a")))"),
    DamagedRow(
      "olist_sellers_dataset", "\(id("0")),01001,a@b.example,SP",
      "olist_sellers_dataset.csv:5: note: seller_city: is no city and left empty (a@b.example)"),
    DamagedRow(
      "olist_customers_dataset", "\(id("0")),\(id("0")),01001,sao paulo,Sampa",
      "olist_customers_dataset.csv:5: customer_state: is longer than 2 bytes (Sampa)"),
    DamagedRow(
      "olist_products_dataset", "\(id("0")),cama_mesa,1,1,1,-5,1,1,1",
      "olist_products_dataset.csv:5: product_weight_g: is no whole number (-5)"),
    DamagedRow(
      "olist_order_payments_dataset", "\(id("7")),2,voucher,1,1.00",
      "olist_order_payments_dataset.csv:6: payment_sequential: is there twice (2)"),
    DamagedRow(
      "olist_order_reviews_dataset", "\(id("0")),\(id("6")),5,,,2017-03-08 00:00:00,",
      "olist_order_reviews_dataset.csv:4: order_id: is no order that was taken over "
        + "(\(id("6")))"),
    DamagedRow(
      "olist_order_reviews_dataset", "\(id("0")),\(id("7")),6,,,2017-03-08 00:00:00,",
      "olist_order_reviews_dataset.csv:5: review_score: is not from 1 to 5 (6)"),
  ]

  @Test("each is named with its line, field and reason, and everything else comes in")
  func reported() throws {
    let folder = try SourceFolder()
    for (file, rows) in Dictionary(grouping: Self.rows, by: \.file) {
      try folder.add(rows.map(\.row), to: file)
    }
    let house = try ImportHouse(folder)
    defer { house.close() }
    #expect(try house.take(folder.path).counts.orders.new == 3)
    let log = try folder.log()
    for damaged in Self.rows { #expect(log.contains(damaged.report), "\(damaged)") }
    #expect(try house.problems() == [])
  }

  @Test(
    "an order never comes in without one of its lines",
    arguments: [
      "\(id("8")),2,\(id("1")),\(id("0")),2017-07-05 10:00:00,1.00,1.00",
      "\(id("8")),2,\(id("1")),\(id("a")),2017-07-05 10:00:00,99999999999999.00,1.00",
      "\(id("8")),1,\(id("1")),\(id("a")),2017-07-05 10:00:00,1.00,1.00",
    ])
  func wholeOrders(_ line: String) throws {
    let folder = try SourceFolder()
    try folder.add([line], to: "olist_order_items_dataset")
    let house = try ImportHouse(folder)
    defer { house.close() }
    #expect(try house.take(folder.path).counts.orders.new == 2)
    let order = "olist_orders_dataset.csv:3: order_id: has a line that can't be read"
    #expect(try folder.log().contains { $0.hasPrefix(order) })
    #expect(try folder.log().contains { $0.hasPrefix("olist_order_items_dataset.csv:7:") })
    #expect(try house.problems() == [])
  }

  @Test("what was never sold belongs to nobody and is named")
  func unsold() throws {
    let folder = try SourceFolder()
    let house = try ImportHouse(folder)
    defer { house.close() }
    try house.take(folder.path)
    let line =
      "olist_products_dataset.csv:4: product_id: has no lines here, so nobody knows whose it is "
      + "(\(SourceFolder.id("3")))"
    #expect(try folder.log().contains(line))
  }

  @Test("payments that differ from the lines are noted, and the lines count")
  func payments() throws {
    let folder = try SourceFolder()
    try folder.add(
      ["\(SourceFolder.id("9")),2,voucher,1,3.00"], to: "olist_order_payments_dataset")
    let house = try ImportHouse(folder)
    defer { house.close() }
    #expect(try house.take(folder.path).counts.orders.new == 3)
    #expect(try folder.log().contains { $0.contains("paid 2900, lines 2600 in cents") })
  }

  @Test("foreign text can't command a terminal")
  func printable() throws {
    let folder = try SourceFolder()
    try folder.add(
      ["\u{1B}[2J,\(SourceFolder.id("c")),created,2017-03-01 10:00:00,,,,"],
      to: "olist_orders_dataset")
    let house = try ImportHouse(folder)
    defer { house.close() }
    try house.take(folder.path)
    #expect(try folder.log().contains { $0.hasSuffix("(\u{FFFD}[2J)") })
  }

  @Test(
    "a file that is none ends the import with one line",
    arguments: [
      ("a,b\n", "olist_orders_dataset.csv:1: the column order_id is missing"),
      ("", "olist_orders_dataset.csv is empty"),
      (
        SourceFolder.orderHeader + "\n\"open,,,,,,,\n",
        "olist_orders_dataset.csv:2: unclosedQuote; from there on it can't be read"
      ),
    ])
  func unreadable(_ text: String, _ line: String) throws {
    let folder = try SourceFolder()
    try folder.write(bytes: Array(text.utf8), to: "olist_orders_dataset")
    let house = try ImportHouse(folder)
    defer { house.close() }
    let error = #expect(throws: ImportError.self) { try house.take(folder.path) }
    #expect(error?.description == line)
  }

  @Test("a missing file is named")
  func missing() throws {
    let folder = try SourceFolder()
    try folder.remove("olist_sellers_dataset")
    let error = #expect(throws: ImportError.self) { try OlistFolder(folder.path) }
    #expect(error?.description.contains("olist_sellers_dataset") == true)
  }
}
