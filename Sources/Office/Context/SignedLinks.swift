import Commerce
import HTTP
@_spi(Minting) import SQL

/// Links in mails: they open one object of one seller without a sign-in. The token names both and
/// carries a signature over them, so it can't be changed to name another.
extension Kernel {
  /// - Parameter purpose: keeps a token for one kind of page from opening another.
  public func signedLink(seller: SellerID, object: Int64, purpose: String) -> String {
    let name = "\(String(seller.raw, radix: 36)).\(String(object, radix: 36))"
    return "\(name).\(sign(name, purpose: purpose))"
  }

  /// What a token of `signedLink` names; nil where we did not make it.
  func linked(_ token: String, purpose: String) -> (scope: SellerScope, object: Int64)? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let seller = Int64(parts[0], radix: 36),
      let object = Int64(parts[1], radix: 36),
      verify(String(parts[2]), of: "\(parts[0]).\(parts[1])", purpose: purpose)
    else { return nil }
    return (SellerScope(seller: seller), object)
  }
}

extension PageContext where Scope == Visitor {
  /// The rows of the seller that a signed link names, and the object; nil for a forged link.
  public func linked(
    _ token: String, purpose: String
  ) -> (reader: SellerReader, object: Int64)? {
    guard let link = kernel.linked(token, purpose: purpose) else { return nil }
    return (exchange.exchange.local.reader.seller(link.scope), link.object)
  }
}

extension WorkContext where Scope == Visitor {
  /// The rows of the seller that a signed link names, and the object; nil for a forged link.
  public func linked(
    _ token: String, purpose: String
  ) -> (reader: SellerReader, object: Int64)? {
    guard let link = kernel.linked(token, purpose: purpose) else { return nil }
    return (exchange.exchange.local.reader.seller(link.scope), link.object)
  }

  /// Changes what a signed link names, for the one who holds it: that is its key.
  /// - Throws: `Failure.notFound` for a forged link.
  public func write<T: Sendable>(
    _ act: String, on object: String, by token: String, purpose: String,
    _ body: (SellerTransaction) throws -> T
  ) throws -> T {
    guard let link = kernel.linked(token, purpose: purpose) else { throw Failure.notFound }
    try exchange.exchange.checkFields()
    let entry = auditEntry(Act(act, object, link.object), shop: link.scope.seller)
    return try kernel.database.writer.write { transaction in
      let result = try body(transaction.seller(link.scope))
      try Audit.append(entry, in: transaction)
      return result
    }
  }
}
