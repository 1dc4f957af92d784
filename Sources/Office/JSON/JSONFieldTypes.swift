extension JSONFields {
  /// A required text of 1 to `max` letters of any script (Unicode scalars), clean as of a form
  /// (`FormReader.isClean`); where `multiline` its line breaks become LF.
  public func string(_ field: String, max: Int, min: Int = 1, multiline: Bool = false) -> String {
    guard let value = required(field) else { return "" }
    return text(value, field, min...max, multiline) ?? ""
  }

  /// A text that may be missing, null or empty, all of which give nil.
  public func optionalString(_ field: String, max: Int, multiline: Bool = false) -> String? {
    guard let value = raw(field), value != .string("") else { return nil }
    return text(value, field, 0...max, multiline)
  }

  /// A required list of texts.
  public func strings(_ field: String, count: ClosedRange<Int>, max: Int) -> [String] {
    values(field, count: count).enumerated().compactMap { index, item in
      text(item.value, "\(field)[\(index)]", 1...max, false)
    }
  }

  /// A required whole number.
  public func integer(_ field: String, in range: ClosedRange<Int64>) -> Int64 {
    guard let value = required(field) else { return range.lowerBound }
    return number(value, field, range) ?? range.lowerBound
  }

  /// A whole number that may be missing or null.
  public func optionalInteger(_ field: String, in range: ClosedRange<Int64>) -> Int64? {
    raw(field).flatMap { number($0, field, range) }
  }

  /// A required list of whole numbers.
  public func integers(
    _ field: String, count: ClosedRange<Int>, in range: ClosedRange<Int64>
  ) -> [Int64] {
    values(field, count: count).enumerated().compactMap { index, item in
      number(item.value, "\(field)[\(index)]", range)
    }
  }

  /// A truth value; `fallback` when missing or null.
  public func bool(_ field: String, default fallback: Bool) -> Bool {
    guard let value = raw(field) else { return fallback }
    return value.bool ?? reporting(field, .wrongType, fallback)
  }

  /// A required text that `parse` makes a value of, such as a date, an id or a price.
  public func value<Value>(
    _ field: String, max: Int = 100, _ parse: (String) -> Value?
  ) -> Value? {
    guard let value = required(field), let text = text(value, field, 1...max, false) else {
      return nil
    }
    return parse(text) ?? reporting(field, .malformed, nil)
  }

  /// The same for a text that may be missing, null or empty.
  public func optionalValue<Value>(
    _ field: String, max: Int = 100, _ parse: (String) -> Value?
  ) -> Value? {
    guard let text = optionalString(field, max: max) else { return nil }
    return parse(text) ?? reporting(field, .malformed, nil)
  }

  /// One of the words of an enum.
  public func choice<Choice: RawRepresentable<String>>(
    _ field: String, of type: Choice.Type = Choice.self
  ) -> Choice? {
    guard let value = required(field), let word = text(value, field, 1...100, false) else {
      return nil
    }
    return Choice(rawValue: word) ?? reporting(field, .notAChoice, nil)
  }

  private func text(
    _ value: JSON, _ field: String, _ length: ClosedRange<Int>, _ multiline: Bool
  ) -> String? {
    guard case .string(let sent) = value else { return reporting(field, .wrongType, nil) }
    let text = multiline ? sent.replacing("\r\n", with: "\n") : sent
    let size = text.unicodeScalars.count
    if size < length.lowerBound { return reporting(field, .tooShort, nil) }
    if size > length.upperBound { return reporting(field, .tooLong, nil) }
    return FormReader.isClean(text, lines: multiline)
      ? text : reporting(field, .badCharacter, nil)
  }

  private func number(_ value: JSON, _ field: String, _ range: ClosedRange<Int64>) -> Int64? {
    switch value {
    case .integer(let number):
      return range.contains(number) ? number : reporting(field, .outOfRange, nil)
    case .number(let number) where number.magnitude >= 0x1p63:
      return reporting(field, .outOfRange, nil)
    default: return reporting(field, .wrongType, nil)
    }
  }
}
