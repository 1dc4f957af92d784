import Commerce
import Office

/// A label in its reader's words: what is drawn, and nothing that would have to be looked up.
struct LabelFace: Sendable {
  struct Fact: Sendable {
    let label: String
    let value: String
  }

  /// What a screen reader calls it.
  let title: String
  let carrier: String
  let service: String
  /// Where it goes, in large letters.
  let country: String
  let postcode: String
  let toTitle: String
  let name: String
  let place: String
  let street: String
  /// Empty where the level of privacy has none.
  let phone: String
  let fromTitle: String
  let sender: String
  /// What the bars say.
  let tracking: String
  let facts: [Fact]
  let goods: Fact
  let marks: [LabelMark]
  let markWords: [String]
  /// What the square says.
  let number: String
  let foot: String
}

/// Puts the documents of postings into words.
struct DocumentWords: Sendable {
  let strings: Strings
  let locale: Locale

  func callAsFunction(
    _ key: String, _ values: [String: String] = [:], count: Int64? = nil
  ) -> String {
    strings.text(Message("documents." + key, values, count: count), locale)
  }

  /// To 10 g from a kilogram on, as scales show it.
  func weight(_ grams: Int64) -> String {
    guard grams >= 1_000 else { return self("grams", ["weight": locale.number(grams)]) }
    return self(
      "kilograms", ["weight": locale.decimal(grams / 10 + (grams % 10 + 5) / 10, digits: 2)])
  }

  func pieces(_ count: Int64) -> String {
    self("pieces", ["pieces": locale.number(count)], count: count)
  }

  /// "SD 0000 0001 23": groups of four are read out without mistakes.
  static func grouped(_ number: String) -> String {
    let letters = number.prefix { $0.isLetter }
    var rest = number.dropFirst(letters.count)
    var groups = letters.isEmpty ? [] : [String(letters)]
    while !rest.isEmpty {
      groups.append(String(rest.prefix(4)))
      rest = rest.dropFirst(4)
    }
    return groups.joined(separator: " ")
  }
}

extension DocumentWords {
  /// A label for each parcel; none where a block is missing.
  func labels(
    _ content: LabelContent, _ carriers: [Carrier], _ privacy: PrivacyLevel, on date: LocalDate
  ) -> [LabelFace] {
    guard content.missing.isEmpty, let recipient = content.recipient, let sender = content.sender
    else { return [] }
    return content.parcels.enumerated().map { index, parcel in
      let carrier = carriers.first { $0.id == parcel.carrier }
      return LabelFace(
        title: self("label.of", ["number": parcel.trackingNumber]), carrier: carrier?.name ?? "",
        service: carrier?.service ?? "", country: recipient.country,
        postcode: recipient.postcode, toTitle: self("label.to"),
        name: privacy.name(of: recipient),
        place: [recipient.postcode, recipient.city].filter { !$0.isEmpty }
          .joined(separator: " "),
        street: recipient.street, phone: privacy.phone(of: recipient),
        fromTitle: self("label.from"),
        sender: "\(sender.name) · \(sender.postcode) \(sender.city), \(sender.address)",
        tracking: parcel.trackingNumber,
        facts: facts(content, parcel, index, date), goods: goods(content),
        marks: content.marks, markWords: content.marks.map { self("mark.\($0.rawValue)") },
        number: content.number,
        foot: self("label.print", ["copy": locale.number(content.copy)]))
    }
  }

  private func facts(
    _ content: LabelContent, _ parcel: Parcel, _ index: Int, _ date: LocalDate
  ) -> [LabelFace.Fact] {
    [
      LabelFace.Fact(label: self("label.weight"), value: weight(parcel.weightGrams)),
      LabelFace.Fact(
        label: self("label.parcel"), value: "\(index + 1) / \(content.parcels.count)"),
      LabelFace.Fact(label: self("label.date"), value: locale.date(date)),
      LabelFace.Fact(label: self("posting"), value: content.number),
    ]
  }

  /// How many pieces, and the first title, which may be cut; what else is in the box says the slip.
  private func goods(_ content: LabelContent) -> LabelFace.Fact {
    let more = content.lines.count > 1 ? [lines(content)] : []
    let parts = [self("label.goods"), pieces(content.pieces)] + more
    return LabelFace.Fact(
      label: parts.joined(separator: " · "), value: content.lines.first?.title ?? "")
  }
}
