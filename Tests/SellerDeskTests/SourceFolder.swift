import Foundation
import Glibc

/// A folder of made-up files in the shape of the source, gone when the test is over.
final class SourceFolder: Sendable {
  let path: String

  /// A whole small marketplace: two sellers, three products, three orders.
  init() throws {
    path = "\(NSTemporaryDirectory())sellerdesk-import-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, lines) in Self.whole { try write(lines, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The data folder of the house that imports it.
  var data: String { "\(path)/data" }

  func write(_ lines: [String], to name: String) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: URL(fileURLWithPath: "\(path)/\(name).csv"))
  }

  /// Puts rows behind those of a file.
  func add(_ lines: [String], to name: String) throws {
    try write((Self.whole[name] ?? []) + lines, to: name)
  }

  /// Another text for a file, also one that is not text.
  func write(bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name).csv"))
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name).csv")
  }

  /// The lines of the report.
  func log() throws -> [String] {
    let text = try String(contentsOfFile: "\(path)/report.log", encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }

  /// An identity of the source: one digit, 32 times.
  static func id(_ digit: Character) -> String { String(repeating: digit, count: 32) }

  static let orderHeader =
    "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    + "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"

  private static let whole: [String: [String]] = [
    "product_category_name_translation": [
      "product_category_name,product_category_name_english", "cama_mesa,bed_table",
    ],
    "olist_sellers_dataset": [
      "seller_id,seller_zip_code_prefix,seller_city,seller_state",
      "\(id("a")),01001,sao paulo,SP", "\(id("b")),20040,rio de janeiro,RJ",
    ],
    "olist_products_dataset": [
      "product_id,product_category_name,product_name_lenght,product_description_lenght,"
        + "product_photos_qty,product_weight_g,product_length_cm,product_height_cm,"
        + "product_width_cm",
      "\(id("1")),cama_mesa,40,200,1,500,20,10,15", "\(id("2")),,40,200,1,,,,",
      "\(id("3")),cama_mesa,40,200,1,500,20,10,15",
    ],
    "olist_customers_dataset": [
      "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state",
      "\(id("c")),\(id("4")),01001,sao paulo,SP", "\(id("d")),\(id("5")),20040,niteroi,RJ",
      "\(id("e")),\(id("4")),01001,sao paulo,SP",
    ],
    "olist_orders_dataset": [
      orderHeader,
      "\(id("7")),\(id("c")),delivered,2017-03-01 10:00:00,2017-03-01 10:05:00,"
        + "2017-03-02 12:00:00,2017-03-07 18:30:00,2017-03-20 00:00:00",
      "\(id("8")),\(id("d")),unavailable,2017-07-01 10:00:00,2017-07-01 11:00:00,,,"
        + "2017-07-20 00:00:00",
      "\(id("9")),\(id("e")),processing,2018-01-15 23:30:00,2018-01-16 00:10:00,,,"
        + "2018-02-01 00:00:00",
    ],
    "olist_order_items_dataset": [
      "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value",
      "\(id("7")),1,\(id("1")),\(id("a")),2017-03-05 10:00:00,19.90,5.10",
      "\(id("7")),2,\(id("1")),\(id("a")),2017-03-05 10:00:00,19.90,5.10",
      "\(id("7")),3,\(id("2")),\(id("b")),2017-03-06 10:00:00,100.00,7.5",
      "\(id("8")),1,\(id("2")),\(id("b")),2017-07-05 10:00:00,100,7.50",
      "\(id("9")),1,\(id("1")),\(id("a")),2018-01-20 12:00:00,21.00,5.00",
    ],
    "olist_order_payments_dataset": [
      "order_id,payment_sequential,payment_type,payment_installments,payment_value",
      "\(id("7")),1,credit_card,3,100.00", "\(id("7")),2,voucher,1,57.50",
      "\(id("8")),1,boleto,1,107.50", "\(id("9")),1,credit_card,1,26.00",
    ],
    "olist_order_reviews_dataset": [
      "review_id,order_id,review_score,review_comment_title,review_comment_message,"
        + "review_creation_date,review_answer_timestamp",
      "\(id("f")),\(id("7")),5,,\"Good,\nvery \"\"good\"\"\",2017-03-08 00:00:00,"
        + "2017-03-09 10:00:00",
    ],
  ]
}
