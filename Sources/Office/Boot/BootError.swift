/// Why the server does not start: every problem found, a line each.
public struct BootError: Error, Sendable, CustomStringConvertible {
  public let problems: [String]

  public init(_ problems: [String]) { self.problems = problems }
  public init(_ problem: String) { problems = [problem] }

  public var description: String { problems.joined(separator: "\n") }
}
