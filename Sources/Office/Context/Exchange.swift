import Commerce
import HTTP
import SQL

/// What a thread keeps for itself: its reader, its caches.
public final class Local {
  let reader: Reader
  var copy: Publication.Copy
  let sessions = IdentityCache<Session>()
  let keys = IdentityCache<APIClient>()
  lazy var hasher = PasswordHasher()

  init(reader: Reader, publication: Publication) {
    self.reader = reader
    copy = Publication.Copy(of: publication)
  }
}

/// One request and what is known about it.
final class Exchange {
  let kernel: Kernel
  let office: Office
  let local: Local
  let request: Request
  let now: Instant
  /// The route's pattern, for the log: a path may hold a secret.
  var pattern = ""
  /// What the answer is counted under.
  var label = 0
  var identity: Identity = .visitor
  var session: Session?
  /// Why the program that asks is nobody.
  var refusal: SellerError?
  /// How its shop stands to the limit of calls.
  var standing: RequestRates.Standing?
  private var fields: FormFields?
  private var counters: [String: Int64]?
  /// Cookies that the answer sets.
  var cookies: [String] = []

  init(office: Office, local: Local, request: Request) {
    self.office = office
    self.local = local
    self.request = request
    kernel = office.kernel
    now = office.kernel.clock.now()
    local.copy.renew(from: office.kernel.publication)
  }

  /// The same from the request's first line to its last.
  var wording: Wording { local.copy.wording }

  var member: Member? {
    if case .member(let member) = identity { member } else { nil }
  }

  /// The profile's language, else the one chosen on this browser, else what it asks for.
  lazy var locale: Locale =
    member?.locale ?? request.cookie(LocaleNegotiation.cookie).flatMap(Locale.init(rawValue:))
    ?? LocaleNegotiation.choose(request.header("accept-language"))

  /// The member's time zone.
  lazy var zone: TimeZoneRules = kernel.zones.rules(member?.timeZone ?? "UTC")

  /// The date of `now` there.
  lazy var today: LocalDate = zone.local(now).date

  /// The kept counters of the member's shop, read once: the menu shows some of what a list does.
  func counters(of scope: SellerScope) throws(SQLError) -> [String: Int64] {
    if let counters { return counters }
    let read = try Counters.all(in: local.reader.seller(scope))
    counters = read
    return read
  }

  /// The posted form, decoded once.
  func form() throws(Failure) -> FormFields {
    if let fields { return fields }
    let decoded: FormFields
    do { decoded = try FormFields.decode(request) } catch { throw error.failure }
    fields = decoded
    return decoded
  }

  /// Refuses fields that no reader of the form asked for, or took one of where several came:
  /// what is left out in silence is a change that somebody believes was made. An act calls it
  /// before it writes.
  func checkFields() throws(Failure) {
    if isAPI { return }
    let form = try form()
    let unknown = form.untaken.filter { $0 != CrossSite.field }
    if !unknown.isEmpty { throw .unknownFields(unknown) }
    if let name = form.doubled.first {
      throw .malformed(Message("errors.form.twice", ["field": name]))
    }
  }
}
