import Commerce

/// EAN-13 numbers that a shop gives itself. Prefixes 20 to 29 are kept for use inside a company
/// (GS1 General Specifications 1.4.2), so they never meet a number of a maker.
enum InternalBarcode {
  /// Ten digits that a number counts through.
  static let places: Int64 = 10_000_000_000

  /// The number for a product's identity; `attempt` gives others where it is taken.
  static func text(for product: ProductID, attempt: Int64 = 0) -> String {
    let (sum, _) = product.raw.addingReportingOverflow(attempt)
    let body = abs(sum % places)
    let digits = String(body)
    let front = "20" + String(repeating: "0", count: 10 - digits.utf8.count) + digits
    return front + String(checkDigit(of: front))
  }

  /// Weights 1, 3, 1 ... from the left of twelve digits; the digit fills the sum up to a ten.
  private static func checkDigit(of digits: String) -> Int {
    var sum = 0
    for (index, digit) in digits.utf8.enumerated() {
      sum += Int(digit &- 48) * (index % 2 == 0 ? 1 : 3)
    }
    return (10 - sum % 10) % 10
  }
}
