import Commerce

/// Where somebody lives or ships from, as far as the source knows: it has no streets.
struct SourcePlace: Sendable, Hashable {
  let postcode: String
  let city: String

  /// - Parameters:
  ///   - postcode: the first five digits.
  ///   - city: in lower case in the source; here as it is written on a parcel, with the state.
  init(postcode: String, city: String, state: String) {
    self.postcode = postcode
    self.city = city.isEmpty ? "" : "\(Self.titled(city)) - \(state)"
  }

  /// "rio de janeiro" as "Rio de Janeiro".
  static func titled(_ name: String) -> String {
    name.split(separator: " ").map { word in
      let small: Set<Substring> = ["de", "da", "do", "das", "dos", "e"]
      return small.contains(word) ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }

  /// A word of letters: an e-mail address or a number is no city.
  static func isCity(_ text: String) -> Bool {
    !text.isEmpty && !text.contains { $0 == "@" || $0.isNumber }
  }
}

extension SourceRow {
  /// Postcode, city and state of a row. What is no city is left empty, and noted.
  func place(
    _ postcode: Column, _ city: Column, _ state: Column, note: (RowProblem) -> Void
  ) throws(RowProblem) -> SourcePlace {
    let digits = try text(postcode, limit: 8)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw problem(postcode, "is no postcode")
    }
    let stateCode = try text(state, limit: 2)
    guard stateCode.utf8.count == 2, stateCode.utf8.allSatisfy({ (65...90).contains($0) }) else {
      throw problem(state, "is no state of two letters")
    }
    var name = try text(city, limit: 100)
    if !SourcePlace.isCity(name) {
      note(problem(city, "is no city and left empty"))
      name = ""
    }
    return SourcePlace(postcode: digits, city: name, state: stateCode)
  }
}
