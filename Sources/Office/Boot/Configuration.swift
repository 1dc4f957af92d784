import Commerce
import HTTP

/// How this process serves: parsed once from the command line and `SELLERDESK_*` variables.
public struct Configuration: Sendable {
  /// The folder of the database, the pictures, the mails and the log.
  public var data: String
  /// `HOST:PORT`; port 0 takes a free one.
  public var listen: String
  /// The folder that holds `Templates` and `Public`.
  public var home: String
  /// How buyers and browsers reach this server, without a trailing slash; for links in mails.
  public var publicURL: String
  /// Reactor threads; nil takes one per core.
  public var reactors: Int?
  /// `maildir`, or the path of a sendmail program.
  public var mail: String
  /// The sender of every mail.
  public var mailFrom: String
  /// Addresses of proxies whose forwarded headers are believed.
  public var trustedProxies: [String]
  /// Connections that one address may hold at once; 0 for as many as there are.
  public var connectionsPerAddress = 0
  /// A file, or `-` for standard output; nil for `access.log` in the data folder.
  public var accessLog: String?
  /// `HOST:PORT` of a listener for the operator's programs.
  public var adminListen: String?
  /// Who sends it may read `/metrics` on the main listener; nil for nobody.
  public var metricsToken: String?
  /// Whether the trusted proxies speak the PROXY protocol (version 2) before HTTP.
  public var usesProxyProtocol = false
  /// The maildir in which reports of mails that came back arrive; nil for `bounces` in the data
  /// folder.
  public var bounces: String?
  /// Whether webhooks may go to this machine and its net, and without TLS.
  public var allowsPrivateWebhooks = false
  /// A folder with fonts for printed documents, looked into before the system's own.
  public var fonts: String?
  public var version: String

  public init(
    data: String, listen: String = "127.0.0.1:8080", home: String = ".",
    publicURL: String? = nil, reactors: Int? = nil, mail: String = "maildir",
    mailFrom: String = "desk@localhost.localdomain",
    trustedProxies: [String] = [], version: String = "0.1.0"
  ) {
    self.data = data
    self.listen = listen
    self.home = home
    self.publicURL = publicURL ?? "http://\(listen)"
    self.reactors = reactors
    self.mail = mail
    self.mailFrom = mailFrom
    self.trustedProxies = trustedProxies
    self.version = version
  }

  var bounceFolder: String { bounces ?? "\(data)/bounces" }

  /// Whether cookies must be `Secure` and carry the `__Host-` prefix (RFC 6265bis 4.1.3.2).
  public var isSecure: Bool { publicURL.hasPrefix("https://") }
}
