import Commerce
import HTTP
import SQL

/// The application: what the server asks for every request.
public final class Office: Application {
  public let kernel: Kernel
  public let routes: [Route]
  public let navigation: [NavigationEntry]
  public let modules: [any Module]
  let runner: JobRunner
  let bounces: Bounces
  /// Brings messages to webhooks; tests call its `sendDue`.
  public let webhooks: WebhookSender
  /// What the server has answered. Give it to the server's configuration.
  public let traffic: Traffic
  let startedAt = Instant.now()
  private let tree: RouteTree
  private let headers: SecurityHeaders
  private let watchdog: Watchdog
  private let edition: Edition

  init(
    kernel: Kernel, modules: [any Module], routes: [Route], edition: Edition
  ) throws {
    self.kernel = kernel
    self.modules = modules
    self.routes = routes
    navigation = modules.flatMap(\.navigation)
    self.edition = edition
    headers = SecurityHeaders(isSecure: kernel.configuration.isSecure)
    runner = JobRunner(
      database: kernel.database, store: kernel.jobs, clock: kernel.clock, log: kernel.log)
    bounces = Bounces(kernel: kernel)
    webhooks = WebhookSender(kernel: kernel)
    watchdog = Watchdog(log: kernel.log)
    var tree = RouteTree()
    for (index, route) in routes.enumerated() {
      try tree.insert(route.method, route.pattern, index)
    }
    self.tree = tree
    traffic = Traffic(routes: routes)
    try check()
    kernel.publication.publish(edition.complete(kernel.wording, navigation: navigation))
    try registerJobs()
  }

  /// Reads templates and strings again. They are in force from the next request on, when they pass
  /// every check of the boot; else nothing changes.
  /// - Throws: what is wrong with them, a line each.
  public func reload() throws {
    let fresh = try edition.load(navigation: navigation)
    try check(fresh.strings)
    kernel.publication.publish(fresh)
  }

  public func makeLocal(_ lane: Lane) throws -> Local {
    Local(
      reader: try kernel.database.makeReader(isMapped: lane == .inline),
      publication: kernel.publication)
  }

  /// Decides on the reactor, from the head alone, so that a stranger can't send a large body.
  public func plan(_ request: Request, _ local: Local) -> Plan {
    guard let index = place(of: request) else { return .answer(respond(request, local)) }
    let route = routes[index]
    if route.method == .get { return Plan(lane: route.lane) }
    let exchange = Exchange(office: self, local: local, request: request)
    exchange.pattern = route.pattern
    exchange.label = Traffic.label(ofRoute: index)
    do {
      try identify(exchange, for: route)
      try admit(exchange, to: route)
      try route.checkLength(of: request)
      return Plan(lane: route.lane, bodyLimit: route.bodyLimit)
    } catch {
      if case Failure.unauthenticated = error, KeptForm.mayRead(exchange, for: route) {
        return Plan(lane: route.lane, bodyLimit: KeptForm.limit)
      }
      return .answer(finished(failed(error, exchange), exchange))
    }
  }

  /// Every request takes this path; no module can insert itself.
  public func respond(_ request: Request, _ local: Local) -> Response {
    let exchange = Exchange(office: self, local: local, request: request)
    if let asset = kernel.assets.response(for: request) {
      exchange.label = Traffic.assetLabel
      return finished(asset, exchange)
    }
    do {
      return finished(try answer(exchange), exchange)
    } catch {
      return finished(failed(error, exchange), exchange)
    }
  }

  /// Whether a page is served under that path.
  func serves(_ path: String) -> Bool {
    var captures: [Substring] = []
    if case .found = tree.match(.get, path, captures: &captures) { return true }
    return false
  }

  private func answer(_ exchange: Exchange) throws -> Response {
    let request = exchange.request
    var captures: [Substring] = []
    switch tree.match(request.method, request.path, captures: &captures) {
    case .notFound:
      try identify(exchange)
      throw Failure.notFound
    case .wrongMethod(let allowed) where request.method == .options:
      return .options(allowed)
    case .wrongMethod(let allowed):
      try identify(exchange)
      throw Failure.wrongMethod(allowed)
    case .found(let index):
      let route = routes[index]
      exchange.pattern = route.pattern
      exchange.label = Traffic.label(ofRoute: index)
      try identify(exchange, for: route)
      try admit(exchange, to: route)
      guard request.isQueryReadable else { throw Failure.malformed(Message("errors.query")) }
      try checkForm(exchange, for: route)
      try countCall(exchange)
      let response = try watchdog.watch(route) { try route.run(exchange, captures) }
      if route.method != .get, response.status.code < 400 { try exchange.checkFields() }
      return response
    }
  }

  private func admit(_ exchange: Exchange, to route: Route) throws(Failure) {
    if let refusal = exchange.refusal { throw .program(refusal) }
    switch route.rule.verdict(for: exchange.identity) {
    case .granted: break
    case .unauthenticated: throw .unauthenticated
    case .forbidden: throw .forbidden
    }
    guard
      route.method == .get || route.rule.isAPI
        || CrossSite.isOurs(exchange.request, kernel.configuration)
    else { throw .crossSite }
  }

  private func checkForm(_ exchange: Exchange, for route: Route) throws(Failure) {
    guard route.method != .get, let session = exchange.session else { return }
    if CrossSite.hasToken(try exchange.form(), session) { return }
    guard route.rule == .anyone else {
      throw CrossSite.isFromOurPage(exchange.request, kernel.configuration)
        ? .staleForm : .crossSite
    }
    // A page from before the sign-in carries no token; its act stays a visitor's.
    exchange.session = nil
    exchange.identity = .visitor
  }

  private func failed(_ error: any Error, _ exchange: Exchange) -> Response {
    exchange.cookies = []
    let failure = Failure(error)
    if failure == nil || error is SQLError { kernel.report(error, exchange) }
    return exchange.answer(failure ?? .fault)
  }

  private func finished(_ response: Response, _ exchange: Exchange) -> Response {
    var response = response
    headers.apply(to: &response)
    if exchange.dialect == .seller {
      response.headers.append("x-o3-trace-id", exchange.request.id)
      exchange.standing?.note(on: &response.headers)
    }
    response.label = exchange.label
    for cookie in exchange.cookies { response.headers.append("Set-Cookie", cookie) }
    return response
  }

  /// The number of the route that answers.
  private func place(of request: Request) -> Int? {
    var captures: [Substring] = []
    guard case .found(let index) = tree.match(request.method, request.path, captures: &captures)
    else { return nil }
    return index
  }
}
