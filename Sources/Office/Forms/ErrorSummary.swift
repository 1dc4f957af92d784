import Template

/// The box above a form that lists what must change (`parts/errors`).
public struct ErrorSummary: View {
  public let problems: [ProblemView]

  public init(_ problems: [ProblemView]) { self.problems = problems }

  /// nil where there is nothing to say.
  public init?(unlessEmpty problems: [ProblemView]) {
    if problems.isEmpty { return nil }
    self.problems = problems
  }

  public static let fields: [Field<ErrorSummary>] = [
    .list("problems") { $0.problems }
  ]
}

extension RequestContext {
  /// The summary of a form's problems: in the order of the fields, one for each with its name, then
  /// what belongs to none of them; nil where there are none.
  public func summary(_ problems: [Problem], of fields: [FieldView]) -> ErrorSummary? {
    guard !problems.isEmpty else { return nil }
    let named = fields.compactMap { field in
      problems.first { $0.field == field.name }.map { problem in
        ProblemView(
          field: field.name,
          text: text(
            "parts.errors.line", ["field": field.label, "problem": text(problem.message)]))
      }
    }
    let others = problems.filter { problem in !fields.contains { $0.name == problem.field } }
    return ErrorSummary(
      named + others.map { ProblemView(field: $0.field, text: text($0.message)) })
  }

  /// What is wrong with each field, the first of it, by the field's name.
  public func errors(_ problems: [Problem]) -> [String: String] {
    Dictionary(
      problems.map { ($0.field, text($0.message)) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is wrong with one field; empty where nothing is.
  public func error(of field: String, in problems: [Problem]) -> String {
    problems.first { $0.field == field }.map { text($0.message) } ?? ""
  }
}
