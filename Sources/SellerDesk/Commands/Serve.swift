import Glibc
import HTTP
import Office
import SQL

extension Flag {
  static let data = Flag("data", "DIR", "the folder of the database, pictures and mails")
  static let listen = Flag(
    "listen", "HOST:PORT", standard: "127.0.0.1:8080", "where to serve; port 0 takes a free one")
  static let home = Flag(
    "home", "DIR", standard: ".", "the folder that holds Templates and Public")
  static let publicURL = Flag(
    "public-url", "URL", "how browsers reach this server, for links in mails")
  static let mail = Flag(
    "mail", "maildir|PATH", standard: "maildir", "where mails go: a folder, or a sendmail program")
  static let reactors = Flag("reactors", "N", "threads that serve pages [one per core]")
  static let proxies = Flag(
    "trusted-proxies", "ADDRESSES", "whose forwarded headers are believed, comma-separated")
  static let perAddress = Flag(
    "per-address", "N", standard: "0", "connections that one address may hold; 0 for no limit")
  static let proxyProtocol = Flag.toggle(
    "proxy-protocol", "the trusted proxies speak the PROXY protocol, version 2")
  static let accessLog = Flag(
    "access-log", "FILE|-", "a line for each request; - is standard output [DIR/access.log]")
  static let adminListen = Flag(
    "admin-listen", "HOST:PORT", "serves /metrics there, to whoever can reach it")
  static let metricsToken = Flag(
    "metrics-token", "TOKEN", "serves /metrics also among the pages, to bearers of the token")
  static let mailFrom = Flag("mail-from", "ADDRESS", "the sender of every mail")
  static let fonts = Flag(
    "fonts", "DIR", "fonts for printed documents, before those of the system")
  static let bounces = Flag(
    "bounces", "DIR", "the maildir in which mails to --mail-from arrive [DIR/bounces]")
  static let privateWebhooks = Flag.toggle(
    "private-webhooks", "webhooks may call this machine and its net, and do without TLS")
  static let serving: [Flag] = [
    .data, .listen, .home, .publicURL, .mail, .mailFrom, .bounces, .privateWebhooks, .reactors,
    .proxies, .proxyProtocol,
    .perAddress, .accessLog, .adminListen, .metricsToken, .fonts,
  ]
}

extension Configuration {
  init(_ arguments: Arguments) throws(UsageError) {
    self.init(
      data: try arguments.required("data"),
      listen: arguments.text("listen") ?? "127.0.0.1:8080", home: arguments.text("home") ?? ".",
      publicURL: arguments.text("public-url"),
      reactors: try arguments.number("reactors", 1...64),
      mail: arguments.text("mail") ?? "maildir",
      trustedProxies: (arguments.text("trusted-proxies") ?? "").split(separator: ",")
        .map(String.init))
    connectionsPerAddress = try arguments.number("per-address", 0...1_000_000) ?? 0
    accessLog = arguments.text("access-log")
    adminListen = arguments.text("admin-listen")
    metricsToken = arguments.text("metrics-token")
    fonts = arguments.text("fonts")
    usesProxyProtocol = arguments.isOn("proxy-protocol")
    bounces = arguments.text("bounces")
    allowsPrivateWebhooks = arguments.isOn("private-webhooks")
    if let sender = arguments.text("mail-from") { mailFrom = sender }
  }
}

extension Command {
  static let serve = Command(
    "serve", "Serves a marketplace.", flags: Flag.serving
  ) { arguments in
    let configuration = try Configuration(arguments)
    let running = try RunningOffice(configuration, lock: DataLock(configuration.data))
    Console.say("SellerDesk serves \(running.url)")
    for warning in configuration.fontWarnings { Console.complain(warning) }
    running.waitForSignal()
  }

  static let migrate = Command(
    "migrate", "Brings the database up to date; a backup is made before.", flags: [.data]
  ) { arguments in
    let configuration = try Configuration(arguments)
    let lock = try DataLock(configuration.data)
    try withExtendedLifetime(lock) { try Modules.boot.open(configuration).close() }
    Console.say("The database is up to date.")
  }

  static let version = Command("version", "Prints the version.") { _ in
    Console.say("sellerdesk \(Configuration(data: "").version)")
  }
}
