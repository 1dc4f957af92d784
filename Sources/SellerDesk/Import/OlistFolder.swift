import Glibc

/// The files of the source (the public Olist data set), with the columns that are read.
struct OlistFolder: Sendable {
  let categories: SourceFile
  let sellers: SourceFile
  let products: SourceFile
  let customers: SourceFile
  let orders: SourceFile
  let lines: SourceFile
  let payments: SourceFile
  let reviews: SourceFile

  /// The clocks of all its dates.
  static let timeZone = "America/Sao_Paulo"
  /// The currency of all its amounts.
  static let currency = "BRL"

  init(_ path: String) throws(ImportError) {
    guard access(path, R_OK | X_OK) == 0 else {
      throw ImportError("The folder \(path) can't be read: \(String(cString: strerror(errno)))")
    }
    categories = try SourceFile("product_category_name_translation", in: path)
    sellers = try SourceFile("olist_sellers_dataset", in: path)
    products = try SourceFile("olist_products_dataset", in: path)
    customers = try SourceFile("olist_customers_dataset", in: path)
    orders = try SourceFile("olist_orders_dataset", in: path)
    lines = try SourceFile("olist_order_items_dataset", in: path)
    payments = try SourceFile("olist_order_payments_dataset", in: path)
    reviews = try SourceFile("olist_order_reviews_dataset", in: path)
  }
}

enum CategoryColumn: String, SourceColumn {
  case name = "product_category_name"
  case english = "product_category_name_english"
}

enum SellerColumn: String, SourceColumn {
  case seller = "seller_id"
  case postcode = "seller_zip_code_prefix"
  case city = "seller_city"
  case state = "seller_state"
}

enum ProductColumn: String, SourceColumn {
  case product = "product_id"
  case category = "product_category_name"
  case weight = "product_weight_g"
  case length = "product_length_cm"
  case height = "product_height_cm"
  case width = "product_width_cm"
}

enum CustomerColumn: String, SourceColumn {
  case customer = "customer_id"
  case person = "customer_unique_id"
  case postcode = "customer_zip_code_prefix"
  case city = "customer_city"
  case state = "customer_state"
}

enum OrderColumn: String, SourceColumn {
  case order = "order_id"
  case customer = "customer_id"
  case status = "order_status"
  case placed = "order_purchase_timestamp"
  case approved = "order_approved_at"
  case shipped = "order_delivered_carrier_date"
  case delivered = "order_delivered_customer_date"
  case promised = "order_estimated_delivery_date"
}

enum LineColumn: String, SourceColumn {
  case order = "order_id"
  case number = "order_item_id"
  case product = "product_id"
  case seller = "seller_id"
  case deadline = "shipping_limit_date"
  case price
  case freight = "freight_value"
}

enum PaymentColumn: String, SourceColumn {
  case order = "order_id"
  case number = "payment_sequential"
  case kind = "payment_type"
  case instalments = "payment_installments"
  case amount = "payment_value"
}

enum ReviewColumn: String, SourceColumn {
  case review = "review_id"
  case order = "order_id"
  case score = "review_score"
  case title = "review_comment_title"
  case message = "review_comment_message"
  case created = "review_creation_date"
  case answered = "review_answer_timestamp"
}
