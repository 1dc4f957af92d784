import Commerce
import Office
import SQL

/// Something that is wrong with one item of a call: the others go on.
struct ItemRefusal: Error {
  let code: String
  let message: String

  init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  var json: JSON { [("code", .string(code)), ("message", .string(message))].json }
}

/// One item of `/v1/product/import/prices`.
struct PriceChange {
  private let fields: SellerFields
  private let currency: Currency
  let offerID: String
  let productID: Int64

  init(_ fields: SellerFields, _ currency: Currency) throws(SellerError) {
    self.fields = fields
    self.currency = currency
    offerID = try fields.text("offer_id") ?? ""
    productID = try fields.integer("product_id") ?? 0
  }

  /// Makes the change, or says why not.
  func result(at now: Instant, in tx: SellerTransaction) throws -> JSON {
    var id = productID
    var refusals: [ItemRefusal] = []
    do {
      let product = try product(in: tx)
      id = product.id.raw
      let terms = try terms(of: product)
      if terms != product.terms {
        try ProductStore.counting(product.id, in: tx) {
          try ProductStore.guardedSave(terms, over: product, at: now, by: nil, in: tx)
        }
      }
    } catch let refusal as ItemRefusal {
      refusals.append(refusal)
    } catch let error as SellerError {
      refusals.append(ItemRefusal("invalid_value", error.message))
    }
    return [
      ("product_id", JSON.integer(id)), ("offer_id", .string(offerID)),
      ("updated", .bool(refusals.isEmpty)), ("errors", .array(refusals.map(\.json))),
    ].json
  }

  /// The article wins over the number.
  private func product(in tx: SellerTransaction) throws -> Product {
    let id =
      offerID.isEmpty
      ? ProductID(raw: productID) : try CardStore(rows: tx.reader).id(offer: offerID)
    guard let id, let product = try ProductStore(rows: tx.reader).product(id) else {
      throw ItemRefusal("NOT_FOUND_ERROR", "Product not found")
    }
    guard product.state != .archived else {
      throw ItemRefusal("product_is_archived", "The product is in the archive")
    }
    return product
  }

  private func terms(of product: Product) throws -> ProductTerms {
    var terms = product.terms
    if let code = try fields.text("currency_code"), !code.isEmpty, code != currency.code {
      throw ItemRefusal("invalid_currency", "Prices of this shop are in \(currency.code)")
    }
    if let price = try fields.amount("price", currency) {
      guard price > 0 else { throw ItemRefusal("price_negative", "Price must be above zero") }
      terms.price = price
    }
    if let before = try fields.amount("old_price", currency) {
      guard before >= 0 else { throw ItemRefusal("price_negative", "Price must be above zero") }
      terms.priceBefore = before == 0 ? nil : before
    }
    if let least = try fields.amount("min_price", currency) {
      guard least >= 0 else { throw ItemRefusal("price_negative", "Price must be above zero") }
      terms.priceMin = least == 0 ? nil : least
    }
    if let cost = try fields.amount("net_price", currency) {
      guard cost >= 0 else { throw ItemRefusal("price_negative", "Price must be above zero") }
      terms.cost = cost == 0 ? nil : cost
    }
    try PriceLimits(currency).check(terms)
    return terms
  }
}

/// What prices must keep: the bounds of the form, and the least and the largest discount.
struct PriceLimits {
  private let unit: Int64

  init(_ currency: Currency) { unit = currency.minorPerUnit }

  /// Throws `ItemRefusal`.
  func check(_ terms: ProductTerms) throws {
    let amounts = [terms.price, terms.priceBefore, terms.priceMin, terms.cost].compactMap(\.self)
    guard amounts.allSatisfy({ $0 <= 1_000_000_000_000 }) else {
      throw ItemRefusal("price_too_big", "Price is too big")
    }
    guard let price = terms.price else {
      if terms.priceBefore == nil { return }
      throw ItemRefusal("price_missing", "old_price needs a price")
    }
    if let least = terms.priceMin, least > price {
      throw ItemRefusal("min_price_too_big", "min_price must not be above price")
    }
    if let before = terms.priceBefore { try check(price, before) }
  }

  /// Below 400: 20 apart; to 10,000: 5 %; above: 500. Never 90 % or more.
  private func check(_ price: Int64, _ before: Int64) throws {
    guard before > price else {
      throw ItemRefusal("old_price_too_small", "old_price must be above price")
    }
    if price <= before / 10 {
      throw ItemRefusal("discount_too_big", "Discount must be below 90%")
    }
    let gap = before - price
    if price < 400 * unit {
      if gap < 20 * unit {
        throw ItemRefusal("discount_for_low_price_is_too_small", "Discount must be at least 20")
      }
    } else if price <= 10_000 * unit {
      if gap < before / 20 {
        throw ItemRefusal(
          "discount_for_average_price_is_too_small", "Discount must be at least 5%")
      }
    } else if gap < 500 * unit {
      throw ItemRefusal("discount_for_top_price_is_too_small", "Discount must be at least 500")
    }
  }
}
