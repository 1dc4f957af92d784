import Commerce
import Glibc
import Office
import SQL

extension Command {
  static let demo = Command(
    "demo", "Makes a demo marketplace, serves it, and lets simulated buyers order.",
    flags: [
      Flag("data", "DIR", standard: "./var/demo", "where the demo lives; kept between runs"),
      .listen, .home,
      Flag.toggle("fresh", "starts over with a new demo"),
      Flag("pace", "SECONDS", standard: "4", "from one order to the next; 0 for none"),
      Flag("seed", "N", standard: "1", "the same seed gives the same buyers"),
    ]
  ) { arguments in
    var configuration = try Configuration(arguments)
    try DemoAddress.check(configuration.listen)
    // It is heard by this machine alone, so it may speak to this machine as well.
    configuration.allowsPrivateWebhooks = true
    let pace = try arguments.number("pace", 0...3_600) ?? 4
    let seed = try arguments.number("seed", 0...Int.max) ?? 1
    let lock = try DataLock(configuration.data)
    if arguments.isOn("fresh") { try DemoFolder.remove(configuration.data) }
    try prepare(configuration)
    let running = try RunningOffice(configuration, lock: lock)
    welcome(running.url, client: try DemoShop.client(running.office.kernel))
    let late = try DemoLateness.orders(running.office.kernel)
    let crowd =
      pace > 0
      ? BackgroundCrowd(running.url, seed: UInt64(seed), pace: pace, watching: late) : nil
    running.waitForSignal()
    crowd?.stop()
  }

  /// Makes the demo where there is none; one that was cut short is thrown away.
  private static func prepare(_ configuration: Configuration) throws {
    if try isMade(configuration) { return }
    try DemoFolder.remove(configuration.data)
    let office = try Modules.boot.office(configuration)
    try DemoShop(kernel: office.kernel, say: Console.say).make()
    office.kernel.database.close()
  }

  private static func isMade(_ configuration: Configuration) throws -> Bool {
    guard access("\(configuration.data)/sellerdesk.sqlite", F_OK) == 0 else { return false }
    let office = try Modules.boot.office(configuration)
    defer { office.kernel.database.close() }
    return try DemoShop(kernel: office.kernel, say: Console.say).isMade()
  }

  private static func welcome(_ url: String, client: String) {
    Console.say(
      """

      SellerDesk is at \(url)

      Sign in with the password \(DemoShop.password) as
        owner@demo.example       owner of Polyana Home
        catalogue@demo.example   lists its goods
        warehouse@demo.example   packs and ships its orders
        owner@second.example     owner of another shop
        moderator@demo.example   approves listings
        support@demo.example     helps both sides
        treasurer@demo.example   pays for what carriers lost
        admin@demo.example       runs the platform

      Storefront API key: \(DemoShop.key)
      Seller API of Polyana Home:
        Client-Id: \(client)
        Api-Key: \(DemoShop.sellerKey)
      Stop with Ctrl+C.
      """)
  }
}

/// The demo's passwords are known to all, so it answers on this machine only.
enum DemoAddress {
  static func check(_ listen: String) throws(UsageError) {
    guard listen.hasPrefix("127.") || listen.hasPrefix("localhost:") || listen.hasPrefix("[::1]:")
    else {
      throw UsageError(
        line: "--listen: the demo serves on loopback only, such as 127.0.0.1:8080")
    }
  }
}

/// The demo's own folder.
enum DemoFolder {
  /// Removes a data folder; a folder that does not look like one is refused.
  static func remove(_ path: String) throws {
    guard access(path, F_OK) == 0 else { return }
    let names = try Files.list(path)
    let isOurs = names.isEmpty || names.contains("sellerdesk.sqlite") || names == ["access.log"]
    guard isOurs else {
      throw BootError("\(path) holds other files; the demo would not remove them.")
    }
    for name in names { unlink("\(path)/\(name)") }
  }
}

/// The simulator on a thread of its own, beside the server.
final class BackgroundCrowd: Sendable {
  private let stopped = StopFlag()

  init(_ url: String, seed: UInt64, pace: Int, watching: [String: Locale]) {
    let stopped = stopped
    Worker.start("crowd") {
      guard
        let simulator = try? Simulator(url, key: DemoShop.key, seed: seed, watching: watching)
      else { return }
      while !stopped.isSet {
        do {
          _ = try simulator.step()
        } catch {
          Console.complain("The simulated buyers: \(error)")
        }
        for _ in 0..<(pace * 10) where !stopped.isSet { usleep(100_000) }
      }
    }
  }

  func stop() { stopped.set() }
}
