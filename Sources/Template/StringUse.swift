/// A `{{t key}}` and all that is needed to bind the placeholders of its string.
struct StringUse: Sendable {
  var key: String
  var count: (reference: Reference, numbers: Accessor.Numbers)?
  var scopes: Scopes
  var context: HTMLContext
  var position: Position

  /// What a placeholder writes, and whether it is the counted number.
  func value(
    of placeholder: Path
  ) throws(Malformed) -> (reference: Reference, value: Accessor.Value, isCount: Bool) {
    if let count, placeholder.text == "count" {
      return (count.reference, .number(count.numbers), true)
    }
    let reference = try scopes.resolve(placeholder)
    return (reference, try reference.value(), false)
  }
}

/// Holds the strings that a template uses against one language.
struct StringCheck {
  private let catalogue: Catalogue
  private let isPlaced: Bool
  private(set) var faults = Faults()
  /// Names of the page that the strings use.
  private(set) var used: Set<String> = []

  /// - Parameter isPlaced: whether the place of a placeholder matters.
  init(catalogue: Catalogue, isPlaced: Bool) {
    self.catalogue = catalogue
    self.isPlaced = isPlaced
  }

  mutating func check(_ use: StringUse) {
    switch (catalogue.entries[use.key], use.count) {
    case (.text(let text), nil): check(text, use)
    case (.plural(let forms), _?):
      guard forms["other"] != nil else {
        return fault("the string '\(use.key)' has no plural form 'other'", use)
      }
      for form in forms.sorted(by: { $0.key < $1.key }) { check(form.value, use) }
    case (nil, _): fault("there is no string '\(use.key)'", use)
    case (.text, _): fault("the string '\(use.key)' has no plural forms", use)
    case (.plural, nil): fault("the string '\(use.key)' has plural forms: name a number", use)
    }
  }

  private mutating func check(_ text: String, _ use: StringUse) {
    guard Message.hasBraces(text) else { return }
    do {
      for case .placeholder(let path) in try Message(text).pieces { try check(path, use) }
    } catch {
      fault("the string '\(use.key)': \(error.message)", use)
    }
  }

  private mutating func check(_ placeholder: Path, _ use: StringUse) throws(Malformed) {
    let (reference, value, isCount) = try use.value(of: placeholder)
    if isCount { return }
    if reference.level == Scopes.page { used.insert(placeholder.first) }
    if isPlaced, let refusal = use.context.refusal(of: value.writing) {
      throw Malformed("{\(placeholder.text)}: \(refusal)")
    }
  }

  private mutating func fault(_ message: String, _ use: StringUse) {
    let locale = catalogue.locale
    faults.add(locale.isEmpty ? message : "\(message) (\(locale))", at: use.position)
  }
}
