import Commerce
import HTTP
import SQL
import Synchronization

/// What every feature stands on. Built once at boot, shared by all threads.
public final class Kernel: Sendable {
  public let configuration: Configuration
  public let database: Database
  public let clock: Clock
  public let ids: IDGenerator
  public let zones = TimeZones()
  public let events = EventBus()
  /// Tells open pages that something has changed; its topics are shops. Send after the commit.
  public let broadcast = Broadcast()
  public let assets: StaticFiles
  public let throttle: LoginThrottle
  /// Work that is done after the transaction that asked for it.
  public let jobs: JobStore
  /// Mails that leave after the transaction that caused them.
  public let outbox: Outbox
  /// What people can be told of, in the order of the modules; by name.
  let noticeOrder: [NoticeKind]
  let noticeKinds: [String: NoticeKind]
  let webhookFormats: [String: any WebhookFormat]
  /// Rings when a message to a webhook is due.
  let webhookAlarm = Alarm()
  /// Takes a line for the operator.
  public let log: @Sendable (String) -> Void
  let secret: [UInt8]
  let sessionEpoch = SessionEpoch()
  let rates = RequestRates()
  let keyUses = KeyUses()
  let pushChecks = PushChecks()
  let publication: Publication

  init(
    configuration: Configuration, database: Database, clock: Clock, wording: Wording,
    assets: StaticFiles, secret: [UInt8], modules: [any Module.Type] = [],
    log: @escaping @Sendable (String) -> Void
  ) throws(BootError) {
    self.configuration = configuration
    self.database = database
    self.clock = clock
    self.assets = assets
    publication = Publication(wording)
    self.secret = secret
    noticeOrder = modules.flatMap { $0.notices } + [.webhookFailed, .contactBounced]
    noticeKinds = Dictionary((noticeOrder + [.test]).map { ($0.name, $0) }) { first, _ in first }
    let desk: any WebhookFormat = DeskFormat(publicURL: configuration.publicURL)
    webhookFormats = Dictionary(
      ([desk, PushFormat()] + modules.flatMap { $0.webhookFormats }).map { ($0.name, $0) }
    ) { first, _ in first }
    self.log = log
    let ids = IDGenerator()
    guard let sender = MailAddress(configuration.mailFrom, name: "SellerDesk") else {
      throw BootError("--mail-from: '\(configuration.mailFrom)' is not a mail address")
    }
    self.ids = ids
    jobs = JobStore(ids: ids, clock: clock)
    outbox = Outbox(store: jobs, ids: ids, clock: clock, from: sender)
    throttle = LoginThrottle()
  }

  /// What people read, as it is now. Pages take it from their context.
  public var wording: Wording { publication.current }

  /// A new id, greater than all that this process made before.
  public func newID<Entity>() -> ID<Entity> { ids.next(at: clock.now()) }

  /// Drops what the threads remember of sessions and keys: after a sign-out, a change of
  /// rights or of a profile.
  public func forgetSessions() { sessionEpoch.advance() }

  /// A signature that only this installation can make, for links in mails.
  /// - Parameter purpose: keeps a signature for one kind of link from serving another.
  public func sign(_ text: String, purpose: String) -> String {
    let proof = HMAC.sha256(key: secret, message: Array("\(purpose)\u{0}\(text)".utf8))
    return Base64URL.encode(Array(proof.prefix(18)))
  }

  /// Whether a signature was made by `sign` for the same text and purpose.
  public func verify(_ signature: String, of text: String, purpose: String) -> Bool {
    constantTimeEqual(Array(signature.utf8), Array(sign(text, purpose: purpose).utf8))
  }
}
