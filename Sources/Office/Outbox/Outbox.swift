import Commerce
import SQL

/// Mails that leave after the transaction that caused them has committed, once each: a repeat
/// bears the same Message-ID.
public struct Outbox: Sendable {
  private static let kind = "mail.send"

  private let store: JobStore
  private let ids: IDGenerator
  private let clock: Clock
  private let from: MailAddress

  /// - Parameter from: the sender of every mail.
  public init(store: JobStore, ids: IDGenerator, clock: Clock, from: MailAddress) {
    self.store = store
    self.ids = ids
    self.clock = clock
    self.from = from
  }

  /// Puts a rendered mail into the caller's transaction; returns its number.
  /// - Parameter shop: the seller on whose behalf it is written, for the page of dead jobs.
  @discardableResult
  public func send(
    to: MailAddress, subject: String, text: String, headers: [Mail.Header] = [],
    shop: Int64? = nil, in transaction: Transaction
  ) throws(SQLError) -> ID<Mail> {
    try post(
      to: to, subject: subject, text: text, headers: headers, shop: shop, in: transaction
    ).mail
  }

  /// The same, and the job by which it can be seen whether the mail has left.
  func post(
    to: MailAddress, subject: String, text: String, headers: [Mail.Header],
    shop: Int64?, in transaction: Transaction
  ) throws(SQLError) -> (mail: ID<Mail>, job: ID<Job>) {
    let now = clock.now()
    let id: ID<Mail> = ids.next(at: now)
    let mail = Mail(
      id: id.raw, date: now, from: from, to: to, subject: subject, text: text, headers: headers)
    let job = try store.enqueue(Self.kind, mail.json, shop: shop, in: transaction)
    return (id, job)
  }

  /// Makes the runner hand mails to the transport.
  public static func register(on runner: JobRunner, transport: any MailTransport) {
    guard let together = transport as? any BatchMailTransport else {
      return runner.register(kind) { job, _ in
        let mail = try mail(of: job)
        do throws(MailError) { try transport.send(mail) } catch { throw failure(error) }
      }
    }
    runner.registerBatch(kind) { jobs in
      var failures: [ID<Job>: any Error] = [:]
      var mails: [(job: ID<Job>, mail: Mail)] = []
      for job in jobs {
        do { mails.append((job.id, try mail(of: job))) } catch { failures[job.id] = error }
      }
      let refused = together.send(mails.map(\.mail))
      for (job, mail) in mails { failures[job] = refused[mail.id].map(failure) }
      return failures
    }
  }

  private static func mail(of job: Job) throws(JobFailure) -> Mail {
    guard let json = try? JSON(parsing: job.payload), let mail = Mail(json: json) else {
      throw .hopeless("the mail cannot be read")
    }
    return mail
  }

  /// A mail that can't be written down will never be.
  private static func failure(_ error: MailError) -> any Error {
    if case .badHeader(let name) = error { return JobFailure.hopeless("header \(name)") }
    return error
  }
}
