/// What one client may make the server hold and wait for. Sizes in octets.
public struct Limits: Sendable {
  /// The request line; a longer one is 414 (RFC 9112, 3 asks for at least 8000).
  public var requestLine = 8192
  /// Request line and header section together; above is 431.
  public var head = 32768
  /// Header fields; above is 431.
  public var fields = 100
  /// Connections of one reactor; above that the kernel's backlog holds them.
  public var connections = 20000

  /// Connections of one client (an IPv4 address or an IPv6 /64) over all reactors; more are closed
  /// at once. 0 is no limit. Those of trusted proxies are not counted.
  public var connectionsPerAddress = 0

  /// From the first octet of a request (or the connection) to the end of its head.
  public var headTime = Duration.seconds(10)
  /// For a body, besides the time its octets may take at `bodyRate`.
  public var bodyTime = Duration.seconds(30)
  /// The slowest accepted upload or download, octets a second.
  public var bodyRate = 1024
  /// Between an answer and the next request.
  public var idleTime = Duration.seconds(60)
  /// For a client that takes less of its answer than `bodyRate`.
  public var writeStall = Duration.seconds(30)
  /// Between two signs of life to a client that listens to events.
  public var beatTime = Duration.seconds(20)
  /// For an answer made of events; then the client comes again, and is asked again who it is.
  public var streamTime = Duration.seconds(600)
  /// For a client that keeps sending after the last answer (RFC 9112, 9.6).
  public var lingerTime = Duration.seconds(5)
  /// From `stop()` until idle connections are closed: whoever is just sending on one gets an answer.
  public var drainGrace = Duration.milliseconds(500)
  /// From `stop()` until what is still open is cut.
  public var drainTime = Duration.seconds(20)

  public init() {}
}

/// Limits on a decoded form. Sizes in octets.
public struct FormLimits: Sendable {
  /// Fields and files together.
  public var fields = 1000
  /// Of a field's name.
  public var nameLength = 200
  /// Of one text field.
  public var valueLength = 1 << 20
  /// All text fields together.
  public var total = 4 << 20

  public init() {}

  /// A query is as long as the request line lets it be; what it holds is for the application to
  /// judge (RFC 9112, 3 wants 8000 octets understood, whatever they are).
  static var query: FormLimits {
    var limits = FormLimits()
    (limits.fields, limits.nameLength, limits.valueLength) = (.max, .max, .max)
    return limits
  }
}
