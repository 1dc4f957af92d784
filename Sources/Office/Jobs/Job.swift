import Commerce
@_spi(Minting) import SQL

/// A piece of work that is done after the transaction that asked for it, at least once.
public struct Job: Sendable, Hashable {
  public let id: ID<Job>
  /// Which handler does it, as `mail.send`.
  public let kind: String
  /// The seller it is for; nil for the platform.
  public let shop: Int64?
  /// JSON.
  public let payload: String
  /// Which try this is, from 1.
  public let attempt: Int
}

/// What a handler works with, on the thread of the runner.
public struct JobContext {
  public let database: Database
  /// Of this thread; it must not be kept.
  public let reader: Reader
  public let store: JobStore
  public let now: Instant
  let job: Job

  /// The right to the rows of the job's seller; nil for a job of the platform.
  public var seller: SellerScope? { job.shop.map { SellerScope(seller: $0) } }

  /// The right to read across sellers, for the platform's own jobs; nil for a seller's job.
  public var platform: PlatformScope? { job.shop == nil ? PlatformScope() : nil }

  /// Makes the job's change and ends the job in one transaction: the change happens once, come
  /// what may. Throws `JobFailure.lost` when the lease ran out and another thread has the job.
  public func finish<T>(_ body: (Transaction) throws -> T) throws -> T {
    try database.writer.write(isDurable: false) { transaction in
      guard try JobStore.end(job, in: transaction) else { throw JobFailure.lost }
      return try body(transaction)
    }
  }
}

/// What a handler throws to say more than "try again later".
public enum JobFailure: Error, Sendable, Equatable {
  /// No try will ever succeed; the text is for the page of dead jobs.
  case hopeless(String)
  /// Another thread has taken the job over.
  case lost
}

/// How many jobs there are.
struct JobBacklog: Sendable {
  let pending: Int64
  let dead: Int64
}
