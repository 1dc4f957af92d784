/// An option of a command. Each is also read from the environment: `--public-url` is
/// `SELLERDESK_PUBLIC_URL`; the command line wins.
struct Flag: Sendable {
  let name: String
  /// What stands for the value in the help; nil for a switch.
  let value: String?
  let help: String
  let standard: String?

  init(_ name: String, _ value: String?, standard: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.standard = standard
    self.help = help
  }

  /// An option without a value: given or not.
  static func toggle(_ name: String, _ help: String) -> Flag { Flag(name, nil, help) }

  var variable: String {
    "SELLERDESK_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
  }
}

/// One of the things that `sellerdesk` does.
struct Command: Sendable {
  let name: String
  let summary: String
  /// Names of the words after the flags.
  let operands: [String]
  let flags: [Flag]
  let run: @Sendable (Arguments) throws -> Void

  init(
    _ name: String, _ summary: String, operands: [String] = [], flags: [Flag] = [],
    run: @escaping @Sendable (Arguments) throws -> Void
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.flags = flags
    self.run = run
  }

  var help: String {
    var usage = "sellerdesk \(name)"
    if !flags.isEmpty { usage += " [options]" }
    for operand in operands { usage += " \(operand)" }
    var lines = [summary, "", "Usage: \(usage)"]
    if !flags.isEmpty { lines += ["", "Options (also as environment variables):"] }
    for flag in flags {
      let left = "--\(flag.name)" + (flag.value.map { " \($0)" } ?? "")
      let standard = flag.standard.map { " [\($0)]" } ?? ""
      lines.append("  \(left.padded(to: 24)) \(flag.help)\(standard)")
      lines.append("  \("".padded(to: 24)) \(flag.variable)")
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
