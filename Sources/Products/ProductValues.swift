import Commerce
import Office
import SQL

extension ListingState: SQLConvertible { typealias Raw = String }
extension Pending: SQLConvertible { typealias Raw = String }
extension RevisionState: SQLConvertible { typealias Raw = String }

extension ProductContent {
  /// The attributes as they are stored: a JSON object in the order of its keys, so that equal
  /// values are equal texts.
  var attributesText: String {
    let pairs = attributes.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    return JSON.object(pairs.map { ($0.key, .string($0.value)) }).text
  }

  static func attributes(of text: String) -> [String: String] {
    guard case .object(let pairs)? = try? JSON(parsing: Array(text.utf8)) else { return [:] }
    var values: [String: String] = [:]
    for (key, value) in pairs { values[key] = value.string }
    return values
  }
}

extension String {
  /// NULL where it is empty: an empty offer id or barcode is none, and none may repeat.
  var orNull: String? { isEmpty ? nil : self }
}
