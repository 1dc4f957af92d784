import Commerce

extension JSONFields {
  /// A required identity, as a whole number or as its digits in a text: programs whose numbers are
  /// doubles keep identities as texts.
  public func identity<Entity>(_ field: String) -> ID<Entity>? {
    switch required(field) {
    case .integer(let number)? where number > 0: ID(raw: number)
    case .string(let digits)?: ID(text: digits) ?? reporting(field, .malformed, nil)
    case .integer?: reporting(field, .outOfRange, nil)
    case .number(let number)? where number.magnitude >= 0x1p63:
      reporting(field, .outOfRange, nil)
    case nil: nil
    default: reporting(field, .wrongType, nil)
    }
  }
}
