/// Why a version of a listing is not good enough. One list for the automatic checks, the
/// moderator's picker and what the seller reads beside the field.
enum ReasonCode: String, Sendable, CaseIterable {
  case missingRequiredAttribute = "missing_required_attribute"
  case wrongCategory = "wrong_category"
  case prohibitedGoods = "prohibited_goods"
  case prohibitedWord = "prohibited_word"
  case contactInText = "contact_in_text"
  case misleadingClaim = "misleading_claim"
  case brandRightMissing = "brand_right_missing"
  case certificateMissing = "certificate_missing"
  case imageTooSmall = "image_too_small"
  case imageTextOverlay = "image_text_overlay"
  case imageNotProduct = "image_not_product"
  case duplicateListing = "duplicate_listing"
  case variantMix = "variant_mix"
  case priceAnomaly = "price_anomaly"
  case dimensionImplausible = "dimension_implausible"
  case language
  case personalData = "personal_data"

  /// The string key of its name; with `.fix` behind it, of what the seller can do.
  var key: String { "products.reason.\(rawValue)" }
}

/// A part of the content that a moderator gives reasons for.
enum ReviewField: String, Sendable, CaseIterable {
  case title, description, category, brand, attributes, size, pictures, price

  var key: String { "products.field.\(rawValue)" }

  /// What can be wrong with it.
  var codes: [ReasonCode] {
    switch self {
    case .title: [.misleadingClaim, .prohibitedWord, .duplicateListing, .language]
    case .description:
      [.contactInText, .misleadingClaim, .prohibitedWord, .personalData, .language]
    case .category: [.wrongCategory, .prohibitedGoods, .variantMix]
    case .brand: [.brandRightMissing, .certificateMissing]
    case .attributes: [.missingRequiredAttribute]
    case .size: [.dimensionImplausible]
    case .pictures: [.imageTooSmall, .imageTextOverlay, .imageNotProduct, .duplicateListing]
    case .price: [.priceAnomaly]
    }
  }

  /// The part that an input belongs to.
  init(input: String) {
    switch input {
    case "weight", "length", "width", "height": self = .size
    case _ where input.hasPrefix("attribute_"): self = .attributes
    case _ where input.hasPrefix("alt_"): self = .pictures
    default: self = ReviewField(rawValue: input) ?? .title
    }
  }
}

/// One reason that a moderator gave.
struct ReviewReason: Sendable, Hashable {
  let field: ReviewField
  let code: ReasonCode

  /// The value of its box in the picker: `description:contact_in_text`.
  var text: String { "\(field.rawValue):\(code.rawValue)" }

  init(field: ReviewField, code: ReasonCode) {
    self.field = field
    self.code = code
  }

  /// A pair that the picker offers; nil for any other.
  init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let field = ReviewField(rawValue: parts[0]),
      let code = ReasonCode(rawValue: parts[1]), field.codes.contains(code)
    else { return nil }
    self.init(field: field, code: code)
  }
}
