/// One fault of a template, with the place a person has to look at.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the template, as given to the library.
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int
  /// What is wrong, in one line.
  public let message: String

  public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// All faults found in one go, in the order of their places.
public struct TemplateErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one.
  public let errors: [TemplateError]

  /// One fault a line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// A place in the source of a template.
struct Position: Hashable, Sendable {
  var file: String
  var line: Int
  var column: Int

  func error(_ message: String) -> TemplateError {
    TemplateError(file: file, line: line, column: column, message: message)
  }
}

/// Collects faults; the same fault found in several languages or twice in a layout is kept once.
struct Faults {
  private(set) var errors: [TemplateError] = []
  private var seen: Set<TemplateError> = []

  mutating func add(_ message: String, at position: Position) {
    let error = position.error(message)
    if seen.insert(error).inserted { errors.append(error) }
  }

  mutating func add(_ other: Faults) {
    for error in other.errors where seen.insert(error).inserted { errors.append(error) }
  }

  func check() throws(TemplateErrors) {
    guard errors.isEmpty else { throw TemplateErrors(errors: errors) }
  }
}
