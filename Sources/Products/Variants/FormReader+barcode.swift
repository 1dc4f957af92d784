import Commerce
import Office

extension FormReader {
  /// A trade item number whose last digit fits; empty where nothing was typed, and as typed where
  /// it is wrong.
  mutating func barcode(_ name: String) -> String {
    let text = text(name, 0...14)
    if text.isEmpty || text.utf8.count > 14 { return text }
    do throws(GTINError) {
      return try GTIN(text).text
    } catch {
      switch error {
      case .notDigits: add(name, "products.error.barcodeDigits")
      case .wrongLength(let count):
        add(name, "products.error.barcodeLength", ["count": "\(count)"])
      case .wrongCheckDigit(let expected):
        let last = text.last.map(String.init) ?? ""
        add(name, "products.error.barcodeCheck", ["last": last, "expected": "\(expected)"])
      }
      return text
    }
  }
}
