import Glibc
import Office

extension Command {
  static let bench = Command(
    "bench", "Measures a server on a marketplace made for it.",
    flags: [
      Flag("data", "DIR", standard: "./var/bench", "where that marketplace is; kept between runs"),
      .home,
      Flag("orders", "N", standard: "1000000", "how many orders it has"),
      Flag("sellers", "M", standard: "1000", "how many sellers"),
      Flag("goods", "N", standard: "0", "products of one shop more; measures its pages"),
      Flag("waiting", "N", standard: "0", "listings in the moderators' queue; measures it"),
      Flag("seconds", "S", standard: "4", "how long each load lasts"),
      Flag("rows", "N", standard: "0", "rows of an import; measures what others have of it"),
      Flag("streams", "N", standard: "10000", "pages that listen at once; 0 for none"),
      Flag("only", "TEXT", standard: "", "measures only loads whose name has this"),
      .reactors,
      Flag("listen", "HOST:PORT", standard: "127.0.0.1:0", "where the server listens; loopback"),
      Flag.toggle("json", "prints one JSON object instead of lines"),
      Flag.toggle("hold", "measures nothing: serves for other load generators until it is stopped"),
    ]
  ) { arguments in
    let configuration = try Configuration(arguments)
    try DemoAddress.check(configuration.listen)
    let isJSON = arguments.isOn("json")
    let say = { (line: String) in isJSON ? Console.complain(line) : Console.say(line) }
    let office = try BenchOffice(configuration, try SeedPlan(arguments), say: say)
    if arguments.isOn("hold") {
      try hold(configuration, office)
    } else {
      let seconds = try arguments.number("seconds", 1...600) ?? 4
      let streams = try arguments.number("streams", 0...100_000) ?? 10_000
      let rows = try arguments.number("rows", 0...1_000_000) ?? 0
      var benchmark = Benchmark(
        configuration, office, seconds: Double(seconds), streams: streams, rows: rows,
        only: arguments.text("only") ?? "", say: say)
      try benchmark.run()
      if isJSON { Console.say(BenchReport.json(benchmark)) }
    }
  }

  private static func hold(_ configuration: Configuration, _ office: BenchOffice) throws {
    let folder = BenchFolder(path: configuration.data)
    let cookies = try folder.store(office.cookies, as: "cookies.txt")
    let key = try folder.store([office.key], as: "api-key.txt")
    let server = try ServerProcess(configuration)
    Console.say("url \(server.url)")
    Console.say("pid \(server.pid)")
    Console.say("cookies \(cookies)")
    Console.say("key \(key)")
    Console.say("a seller's list is \(BenchPages.list) with a Cookie of theirs")
    Signals.wait(for: [SIGTERM, SIGINT])
    server.stop()
  }
}

extension SeedPlan {
  fileprivate init(_ arguments: Arguments) throws(UsageError) {
    orders = try arguments.number("orders", 1...20_000_000) ?? 1_000_000
    sellers = try arguments.number("sellers", 1...100_000) ?? 1_000
    goods = try arguments.number("goods", 0...5_000_000) ?? 0
    waiting = try arguments.number("waiting", 0...10_000_000) ?? 0
  }
}
