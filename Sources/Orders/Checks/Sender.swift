/// The shop as it stands on labels and slips.
struct Sender: Sendable, Hashable {
  let name: String
  let country: String
  let postcode: String
  let city: String
  let address: String

  var isComplete: Bool { !name.isEmpty && !city.isEmpty && !address.isEmpty }
}
