/// One thing that is wrong with a document sent by a program.
public struct FieldProblem: Error, Sendable, Equatable {
  /// A stable word for programs.
  public enum Code: String, Sendable, CaseIterable {
    case required
    case wrongType = "wrong_type"
    case tooShort = "too_short"
    case tooLong = "too_long"
    case tooFew = "too_few"
    case tooMany = "too_many"
    case outOfRange = "out_of_range"
    case badCharacter = "bad_character"
    case malformed
    case notAChoice = "not_a_choice"
    case unknownField = "unknown_field"
    /// A rule of the trade; the text key says which.
    case refused
  }

  /// The field, as in `lines[2].sku`; empty for the document itself.
  public let path: String
  public let code: Code
  /// Key of the sentence for people: `problem.<code>` unless a rule names its own.
  public let textKey: String

  public init(path: String, code: Code, textKey: String? = nil) {
    self.path = path
    self.code = code
    self.textKey = textKey ?? "problem.\(code.rawValue)"
  }
}

/// All that is wrong with one document, in the order found; never empty.
public struct FieldProblems: Error, Sendable, Equatable {
  public let all: [FieldProblem]
}
