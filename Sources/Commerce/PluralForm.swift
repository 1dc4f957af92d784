/// The cardinal plural categories of CLDR (UTS 35 part 3, 5).
public enum PluralForm: String, CaseIterable, Sendable {
  case zero, one, two, few, many, other
}

extension Locale {
  /// The form that a whole number takes; its sign does not matter.
  public func plural(_ n: Int64) -> PluralForm {
    switch self {
    case .zh: return .other
    case .en: return n.magnitude == 1 ? .one : .other
    case .ru:
      let (last, lastTwo) = (n.magnitude % 10, n.magnitude % 100)
      if 11...14 ~= lastTwo { return .many }
      if last == 1 { return .one }
      return 2...4 ~= last ? .few : .many
    }
  }

  /// The form of `scaled / 10^digits` shown with that many digits after the decimal sign: "1.0" is
  /// not "1".
  public func plural(_ scaled: Int64, digits: Int) -> PluralForm {
    digits <= 0 ? plural(scaled) : .other
  }

  /// The forms that `plural` can give in this language, which a text must have.
  public var pluralForms: [PluralForm] {
    switch self {
    case .en: [.one, .other]
    case .ru: [.one, .few, .many, .other]
    case .zh: [.other]
    }
  }
}
