import Commerce
import Office
import Orders

/// An invented buyer.
struct Buyer: Sendable {
  let name: String
  let phone: String
  let email: String
  let postcode: String
  let city: String
  let street: String
  /// ISO 3166-1 alpha-2.
  var country = "RU"
  /// Of the mails and the pages that they get.
  var language = Locale.en

  var json: JSON {
    .object([
      ("name", .string(name)), ("phone", .string(phone)), ("email", .string(email)),
      (
        "address",
        .object([
          ("country", .string(country)), ("postcode", .string(postcode)), ("city", .string(city)),
          ("street", .string(street)),
        ])
      ),
    ])
  }

  /// - Parameter isPresent: whether they want no prices in the box.
  func recipient(isPresent: Bool) -> Recipient {
    Recipient(
      name: name, phone: phone, email: email, country: country, postcode: postcode, city: city,
      street: street, note: isPresent ? wish : "", language: language.rawValue)
  }

  /// What they write to the shop with a present.
  var wish: String {
    switch language {
    case .en: "A present: no prices in the box, please."
    case .ru: "Это подарок: пожалуйста, без цен в коробке."
    case .zh: "这是礼物，请不要在包裹里放价格单。"
    }
  }
}

/// Invents buyers: names, places and numbers that look real and belong to nobody.
enum Crowd {
  /// What they answer where a shop asks.
  static let answers: [Locale: String] = [
    .en: "Please leave it with the neighbour.", .ru: "Оставьте, пожалуйста, у соседей.",
    .zh: "请放在邻居家。",
  ]

  private static let first = [
    "Anna", "Boris", "Vera", "Grigori", "Daria", "Egor", "Zhanna", "Ivan", "Kira", "Lev", "Maria",
    "Nikita", "Olga", "Pavel", "Raisa", "Stepan", "Tamara", "Ulyana", "Fedor", "Elena", "Yuri",
  ]
  private static let last = [
    "Antonova", "Belov", "Volkova", "Gusev", "Dorokhova", "Ershov", "Zhukova", "Zimin", "Kirova",
    "Lazarev", "Morozova", "Nikitin", "Orlova", "Petrov", "Rybakova", "Sokolov", "Titova", "Uvarov",
    "Frolova", "Chernov", "Shubina", "Yakovlev",
  ]
  private static let places = [
    ("101000", "Moscow"), ("190000", "St Petersburg"), ("420000", "Kazan"), ("443000", "Samara"),
    ("614000", "Perm"), ("450000", "Ufa"), ("630000", "Novosibirsk"), ("644000", "Omsk"),
    ("354000", "Sochi"), ("170000", "Tver"), ("300000", "Tula"), ("236000", "Kaliningrad"),
    ("394000", "Voronezh"), ("690000", "Vladivostok"), ("620000", "Yekaterinburg"),
  ]
  private static let streets = [
    "ul. Sadovaya", "ul. Lesnaya", "prospekt Mira", "ul. Primernaya", "Naberezhnaya",
    "ul. Zarechnaya", "per. Tikhiy", "ul. Vesennyaya",
  ]

  static func buyer(_ chance: inout Chance) -> Buyer {
    let name = "\(chance.pick(first) ?? "Anna") \(chance.pick(last) ?? "Belova")"
    let place = chance.pick(places) ?? ("101000", "Moscow")
    let house = Int.random(in: 1...140, using: &chance)
    let flat = Int.random(in: 1...220, using: &chance)
    let digits = Int.random(in: 1_000_000...9_999_999, using: &chance)
    let account = name.lowercased().split(separator: " ").joined(separator: ".")
    return Buyer(
      name: name, phone: "+7900\(digits)", email: "\(account)@buyers.example",
      postcode: place.0, city: place.1,
      street: "\(chance.pick(streets) ?? "ul. Sadovaya") \(house), flat \(flat)")
  }
}
