import Glibc
import Office
import SQL

@main
struct Main {
  private static let commands: [Command] = [
    .demo, .serve, .importOlist, .userAdd, .keyAdd, .migrate, .backup, .check, .simulate, .bench,
    .version,
  ]

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    Signals.block([SIGTERM, SIGINT])
    exit(run(CommandLine.arguments.dropFirst()))
  }

  private static func run(_ words: ArraySlice<String>) -> Int32 {
    guard let first = words.first, first != "--help", first != "help" else {
      Console.say(help)
      return words.isEmpty ? 64 : 0
    }
    guard let (command, rest) = command(words) else {
      return failed("'\(first)' is not a command; see 'sellerdesk --help'", 64)
    }
    if rest.contains("--help") {
      Console.say(command.help)
      return 0
    }
    do {
      try command.run(
        try Arguments(rest, for: command, environment: environmentVariable))
      return 0
    } catch {
      return report(error)
    }
  }

  /// The command whose name the words begin with; names may have two words.
  private static func command(_ words: ArraySlice<String>) -> (Command, ArraySlice<String>)? {
    for command in commands {
      let name = command.name.split(separator: " ").map(String.init)
      if words.starts(with: name) { return (command, words.dropFirst(name.count)) }
    }
    return nil
  }

  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case let error as UsageError: failed(error.line, 64)
    case let error as BootError: failed(error.description, 1)
    case let error as SQLError: failed("The database: \(error)", 1)
    default: failed("\(error)", 1)
    }
  }

  private static func failed(_ line: String, _ status: Int32) -> Int32 {
    Console.complain("sellerdesk: \(line)")
    return status
  }

  private static var help: String {
    let lines = commands.map { "  \($0.name.padded(to: 14)) \($0.summary)" }
    return
      "SellerDesk, a marketplace's seller back office.\n\nUsage: sellerdesk COMMAND [options]\n\n"
      + lines.joined(separator: "\n") + "\n\n'sellerdesk COMMAND --help' says more."
  }
}
