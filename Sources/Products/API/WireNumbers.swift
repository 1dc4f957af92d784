import Commerce

/// The numbers that the Seller API gives to attributes and dictionary values, which SellerDesk
/// knows by text keys.
///
/// A key's number is its FNV-1a hash folded into 100,000,000 ..< 2^31, so it never changes and
/// never meets a well-known number. Where two keys of one list meet, the later in the order of
/// the alphabet takes the next free number.
enum WireNumbers {
  /// The leaf itself, as an attribute.
  static let type: Int64 = 8229
  static let brand: Int64 = 85
  static let name: Int64 = 4180
  static let description: Int64 = 4191
  /// The seller's article, which is `offer_id`.
  static let article: Int64 = 9024
  /// The name under which variants meet.
  static let model: Int64 = 9048

  private static let least: UInt64 = 100_000_000
  private static let most: UInt64 = 1 << 31

  static func number(of key: String) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(least + hash % (most - least))
  }

  /// A number for each key, no two the same.
  static func table(_ keys: some Sequence<String>) -> [String: Int64] {
    var numbers: [String: Int64] = [:]
    var taken: Set<Int64> = []
    for key in Set(keys).sorted() {
      var number = number(of: key)
      while !taken.insert(number).inserted {
        number = number + 1 < Int64(most) ? number + 1 : Int64(least)
      }
      numbers[key] = number
    }
    return numbers
  }
}
