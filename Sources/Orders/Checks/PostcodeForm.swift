/// What postcodes look like by country. A form has 9 for a digit, A for a letter, X for either;
/// spaces and hyphens are as people write them, and don't count.
enum PostcodeForm {
  /// An example of the country's form where the postcode has another; nil where it fits, or where
  /// the country has no postcodes or none that we know.
  static func misfit(_ postcode: String, in country: String) -> String? {
    guard let forms = forms[country] else { return nil }
    let typed = stripped(postcode)
    let fits = forms.split(separator: "|").contains { matches(typed, stripped(String($0))) }
    return fits ? nil : String(forms.prefix { $0 != "|" })
  }

  /// Whether it is a country at all (ISO 3166-1 alpha-2) that parcels are known to go to.
  static func knows(_ country: String) -> Bool {
    forms[country] != nil || without.contains(country)
  }

  private static func stripped(_ text: String) -> [UInt8] {
    text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
  }

  private static func matches(_ typed: [UInt8], _ form: [UInt8]) -> Bool {
    typed.count == form.count
      && zip(typed, form).allSatisfy { octet, place in
        let isDigit = (48...57).contains(octet)
        let isLetter = (65...90).contains(octet)
        return switch place {
        case UInt8(ascii: "9"): isDigit
        case UInt8(ascii: "A"): isLetter
        case UInt8(ascii: "X"): isDigit || isLetter
        default: octet == place
        }
      }
  }

  /// Countries whose addresses have no postcode.
  private static let without: Set<String> = [
    "AE", "AO", "BO", "CI", "CM", "GH", "HK", "JM", "MO", "QA", "UG", "YE", "ZW",
  ]

  private static let forms: [String: String] = [
    "AM": "9999", "AR": "A9999AAA|9999", "AT": "9999", "AU": "9999", "AZ": "AA9999|9999",
    "BE": "9999", "BG": "9999", "BR": "99999-999", "BY": "999999", "CA": "A9A 9A9", "CH": "9999",
    "CL": "9999999", "CN": "999999", "CY": "9999", "CZ": "999 99", "DE": "99999", "DK": "9999",
    "EE": "99999", "EG": "99999", "ES": "99999", "FI": "99999", "FR": "99999",
    "GB": "A99 9AA|A9 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA", "GE": "9999", "GR": "999 99",
    "HR": "99999", "HU": "9999", "ID": "99999", "IE": "AXX XXXX", "IL": "9999999|99999",
    "IN": "999999", "IS": "999", "IT": "99999", "JP": "999-9999", "KG": "999999", "KR": "99999",
    "KZ": "999999|A99A9A9", "LT": "LT-99999|99999", "LU": "9999|L-9999", "LV": "LV-9999|9999",
    "MD": "MD-9999|9999", "MN": "99999", "MT": "AAA 9999", "MX": "99999", "MY": "99999",
    "NL": "9999 AA", "NO": "9999", "NZ": "9999", "PH": "9999", "PL": "99-999",
    "PT": "9999-999", "RO": "999999", "RS": "99999|999999", "RU": "999999", "SA": "99999",
    "SE": "999 99", "SG": "999999", "SI": "9999", "SK": "999 99", "TH": "99999", "TJ": "999999",
    "TM": "999999", "TR": "99999", "TW": "999|99999|999999", "UA": "99999",
    "US": "99999|99999-9999", "UZ": "999999", "VN": "999999|99999", "ZA": "9999",
  ]
}
