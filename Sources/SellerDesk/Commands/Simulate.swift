import Glibc

extension Command {
  static let simulate = Command(
    "simulate", "Behaves as buyers through the Storefront API of a running server.",
    flags: [
      Flag("url", "URL", standard: "http://127.0.0.1:8080", "the server"),
      Flag("key", "KEY", "a Storefront API key, from 'sellerdesk key add'"),
      Flag("seed", "N", standard: "1", "the same seed gives the same crowd"),
      Flag("pace", "SECONDS", standard: "5", "from one order to the next"),
      Flag("orders", "N", "stops after so many"),
    ]
  ) { arguments in
    let seed = try arguments.number("seed", 0...Int.max) ?? 1
    let pace = try arguments.number("pace", 0...3_600) ?? 5
    let limit = try arguments.number("orders", 1...Int.max) ?? Int.max
    let simulator = try Simulator(
      try arguments.required("url"), key: try arguments.required("key"), seed: UInt64(seed))
    Signals.unblock([SIGTERM, SIGINT])
    var placed = 0
    while placed < limit {
      if let line = try simulator.step() {
        Console.say(line)
        placed += 1
      }
      sleep(UInt32(pace))
    }
  }
}
