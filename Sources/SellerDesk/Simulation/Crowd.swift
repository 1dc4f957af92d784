import Office

/// An invented buyer.
struct Buyer: Sendable {
  let name: String
  let phone: String
  let email: String
  let postcode: String
  let city: String
  let street: String

  var json: JSON {
    .object([
      ("name", .string(name)), ("phone", .string(phone)), ("email", .string(email)),
      (
        "address",
        .object([
          ("country", "RU"), ("postcode", .string(postcode)), ("city", .string(city)),
          ("street", .string(street)),
        ])
      ),
    ])
  }
}

/// Invents buyers: names, places and numbers that look real and belong to nobody.
enum Crowd {
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
