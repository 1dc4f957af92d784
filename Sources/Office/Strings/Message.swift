/// A sentence to a person, before it is in their language: a key of the string files and the
/// values of its placeholders.
public struct Message: Sendable, Hashable {
  public let key: String
  public let values: [String: String]
  /// Chooses the plural form where the string has forms.
  public let count: Int64?

  public init(_ key: String, _ values: [String: String] = [:], count: Int64? = nil) {
    self.key = key
    self.values = values
    self.count = count
  }
}

/// What is wrong with one field. The field is the name of its input.
public struct Problem: Sendable, Hashable {
  public let field: String
  public let message: Message

  public init(_ field: String, _ message: Message) {
    self.field = field
    self.message = message
  }
}

/// A form that can't be accepted, with every problem at once.
public struct InvalidForm: Error, Sendable {
  public let problems: [Problem]

  public init(_ problems: [Problem]) { self.problems = problems }
  public init(_ field: String, _ message: Message) {
    problems = [Problem(field, message)]
  }
}
