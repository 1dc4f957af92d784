import Commerce
import HTTP
import SQL

/// The context of an act: it reads, renders and writes. It runs on a worker.
public struct WorkContext<Scope: AccessScope>: RequestContext {
  public let exchange: ExchangeHandle
  public let scope: Scope

  init(exchange: Exchange, scope: Scope) {
    self.exchange = ExchangeHandle(exchange: exchange)
    self.scope = scope
  }
}

/// What was done, for the audit: the sentence's key and the object.
public struct Act: Sendable {
  public let key: String
  public let object: String
  public let id: Int64
  /// Small and without personal data.
  public let detail: String?

  public init(_ key: String, _ object: String, _ id: Int64, detail: String? = nil) {
    self.key = key
    self.object = object
    self.id = id
    self.detail = detail
  }
}

extension WorkContext {
  /// The posted fields, urlencoded or multipart. Ask for every field before writing: one that
  /// nobody asked for is refused.
  public func form() throws(Failure) -> FormFields { try exchange.exchange.form() }

  /// The posted JSON object.
  public func json() throws(Failure) -> JSON {
    try JSONBody.decode(request)
  }

  /// Refuses a field that nobody asked for, as `write` does: for an act that writes nothing.
  public func checkFields() throws(Failure) { try exchange.exchange.checkFields() }

  var actor: AuditActor {
    switch exchange.exchange.identity {
    case .member(let member): .member(member.id.raw)
    case .client(let client): .key(client.key)
    case .program(let client): .key(client.key)
    case .visitor: .visitor
    }
  }
}

extension WorkContext where Scope == SellerScope {
  /// Runs the change and its audit row in one transaction, as the member's shop.
  public func write<T: Sendable>(
    _ act: Act, _ body: (SellerTransaction) throws -> T
  ) throws -> T {
    try exchange.exchange.checkFields()
    let entry = auditEntry(act, shop: scope.seller)
    let scope = scope
    return try kernel.database.writer.write { transaction in
      let result = try body(transaction.seller(scope))
      try Audit.append(entry, in: transaction)
      return result
    }
  }
}

extension WorkContext where Scope == PlatformScope {
  /// Runs the change and its audit row in one transaction, as the platform.
  public func write<T: Sendable>(
    _ act: Act, shop: SellerID? = nil, _ body: (PlatformTransaction) throws -> T
  ) throws -> T {
    try exchange.exchange.checkFields()
    let entry = auditEntry(act, shop: shop?.raw)
    let scope = scope
    return try kernel.database.writer.write { transaction in
      let result = try body(transaction.platform(scope))
      try Audit.append(entry, in: transaction)
      return result
    }
  }
}

extension WorkContext where Scope == Account {
  /// Runs a change of tables that belong to no seller, with its audit row.
  public func write<T: Sendable>(
    _ act: Act, _ body: (Transaction) throws -> T
  ) throws -> T {
    try exchange.exchange.checkFields()
    let entry = auditEntry(act, shop: scope.seller?.seller)
    return try kernel.database.writer.write { transaction in
      let result = try body(transaction)
      try Audit.append(entry, in: transaction)
      return result
    }
  }
}

extension WorkContext {
  func auditEntry(_ act: Act, shop: Int64?) -> AuditEntry {
    AuditEntry(
      at: now, actor: actor, address: request.peer.truncated, act: act.key, object: act.object,
      objectID: act.id, shop: shop, detail: act.detail)
  }
}
