import Template

/// The box above a form that lists what must change (`parts/errors`).
public struct ErrorSummary: View {
  public let problems: [ProblemView]

  public init(_ problems: [ProblemView]) { self.problems = problems }

  public static let fields: [Field<ErrorSummary>] = [
    .list("problems") { $0.problems }
  ]
}

extension RequestContext {
  /// The summary of a form's problems; nil where there are none.
  public func summary(_ problems: [Problem]) -> ErrorSummary? {
    guard !problems.isEmpty else { return nil }
    return ErrorSummary(
      problems.map { ProblemView(field: $0.field, text: text($0.message)) })
  }

  /// What is wrong with one field; empty where nothing is.
  public func error(of field: String, in problems: [Problem]) -> String {
    problems.first { $0.field == field }.map { text($0.message) } ?? ""
  }
}
