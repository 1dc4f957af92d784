/// Who gets the parcel: personal data, which lives in one table and is read for a purpose only.
public struct Recipient: Sendable, Hashable {
  public var name: String
  public var phone: String
  public var email: String
  /// ISO 3166-1 alpha-2.
  public var country: String
  public var postcode: String
  public var city: String
  public var street: String
  /// What the buyer wrote to the seller; empty for nothing.
  public var note: String
  /// The language of mails: `en`, `ru`, `zh`.
  public var language: String

  public init(
    name: String, phone: String, email: String, country: String, postcode: String, city: String,
    street: String, note: String = "", language: String = "en"
  ) {
    self.name = name
    self.phone = phone
    self.email = email
    self.country = country
    self.postcode = postcode
    self.city = city
    self.street = street
    self.note = note
    self.language = language
  }

  /// Whether a carrier can find the door.
  var isAddressComplete: Bool { !name.isEmpty && !city.isEmpty && !street.isEmpty }

  /// "A•••• S.": enough to tell two parcels apart, too little to find a person.
  public static func masked(name: String) -> String {
    let words = name.unicodeScalars.split { $0.properties.isWhitespace }.map(Substring.init)
    guard let first = words.first?.first else { return "•••••" }
    guard words.count > 1, let last = words.last?.first else { return "\(first)••••" }
    return "\(first)•••• \(last)."
  }

  /// "••• •• 41": the last two digits.
  static func masked(phone: String) -> String {
    let digits = phone.filter(\.isWholeNumber)
    guard digits.count >= 4 else { return "•••••" }
    return "••• ••• •• \(digits.suffix(2))"
  }
}
