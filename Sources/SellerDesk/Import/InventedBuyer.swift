import Orders

/// The source knows its buyers only by number. A parcel needs a name: one is invented from the
/// number, the same for every order of the person, and says nothing about them.
struct InventedBuyer: Sendable {
  let person: SourceKey
  let place: SourcePlace

  private static let first = [
    "Alex", "Andrea", "Ariel", "Cris", "Dani", "Darci", "Duda", "Eli", "Fran", "Gabi", "Ivani",
    "Jaci", "Jordan", "Juca", "Kim", "Lu", "Noel", "Pat", "Rafa", "Rene", "Sacha", "Sam", "Val",
    "Yuri",
  ]
  private static let last = [
    "Almeida", "Araujo", "Barbosa", "Barros", "Cardoso", "Castro", "Correia", "Costa", "Dias",
    "Duarte", "Farias", "Freitas", "Lima", "Lopes", "Macedo", "Martins", "Melo", "Moraes",
    "Nunes", "Pires", "Ramos", "Rocha", "Teles", "Vieira",
  ]

  var name: String {
    let choice = person.choice(of: Self.first.count * Self.last.count)
    return "\(Self.first[choice % Self.first.count]) \(Self.last[choice / Self.first.count])"
  }

  /// No phone, no mail address, no street: none is invented, so nobody is written to.
  var recipient: Recipient {
    Recipient(
      name: name, phone: "", email: "", country: "BR", postcode: place.postcode, city: place.city,
      street: "")
  }
}
