import Commerce
@_spi(Minting) import SQL

/// A program that sent a valid key.
public struct APIClient: Sendable, Hashable {
  /// The key's number, for the log and the audit.
  public let key: Int64
  public let name: String
  public let scope: APIScope
  /// Whose key it is, where the scope has several: the carrier's number. 0 for none.
  public let subject: Int64

  init(key: Int64, name: String, scope: APIScope, subject: Int64 = 0) {
    self.key = key
    self.name = name
    self.scope = scope
    self.subject = subject
  }

  /// The shop front sells for every shop; what it may touch is decided by its endpoints.
  public var platform: PlatformScope { PlatformScope() }
}
