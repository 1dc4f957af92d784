import Glibc

/// A command line that can't be followed: one clear line, exit status 64 (EX_USAGE).
struct UsageError: Error {
  let line: String
}

/// The options and words that a command was given.
struct Arguments {
  private var values: [String: String] = [:]
  private(set) var operands: [String] = []
  private let command: Command

  init(
    _ words: ArraySlice<String>, for command: Command, environment: (String) -> String?
  ) throws(UsageError) {
    self.command = command
    for flag in command.flags { values[flag.name] = environment(flag.variable) ?? flag.standard }
    var rest = words
    while let word = rest.popFirst() {
      if word.hasPrefix("--") && word != "--" {
        try take(word.dropFirst(2), &rest)
      } else {
        operands.append(word)
      }
    }
    try checkOperands()
  }

  private mutating func take(
    _ word: Substring, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let flag = command.flags.first(where: { $0.name == name }) else {
      throw UsageError(line: "--\(name) is not an option of 'sellerdesk \(command.name)'")
    }
    if flag.value == nil {
      guard parts.count == 1 else { throw UsageError(line: "--\(name) takes no value") }
      values[name] = "yes"
    } else if let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() {
      values[name] = value
    } else {
      throw UsageError(line: "--\(name) needs a value")
    }
  }

  private func checkOperands() throws(UsageError) {
    if operands.count < command.operands.count {
      let missing = command.operands[operands.count]
      throw UsageError(line: "'sellerdesk \(command.name)' needs \(missing)")
    }
    if operands.count > command.operands.count {
      throw UsageError(line: "'\(operands[command.operands.count])' is one word too many")
    }
  }

  /// The value of an option; nil where it was not given and has no standard value.
  func text(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  func required(_ name: String) throws(UsageError) -> String {
    guard let value = text(name) else { throw UsageError(line: "--\(name) is needed") }
    return value
  }

  /// A number option, within bounds.
  func number(_ name: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = text(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        line: "--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Whether a switch is on.
  func isOn(_ name: String) -> Bool { text(name) != nil }
}

/// The process's environment.
func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
