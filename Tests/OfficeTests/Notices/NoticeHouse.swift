import Commerce
import HTTP
import OfficeTesting
import SQL

@testable import Office

extension NoticeKind {
  static let rang = NoticeKind("orders.placed", for: .probe, mailed: [.owner])
  static let burnt = NoticeKind("orders.withdrawn", for: .probe, mailed: [.owner], isCritical: true)
}

/// Kinds to tell of, with sentences that are there.
private struct BellModule: Module {
  static let name = "Bell"
  static let migrations: [Migration] = []
  static let pages: [PageBinding] = []
  static let notices: [NoticeKind] = [.rang, .burnt]
  var routes: Routes { Routes { _ in } }
}

/// An office in which things happen that people are told of.
struct NoticeHouse {
  let client: OfficeClient
  let shop: SellerID
  let owner: Person

  init(at start: Instant = OfficeClient.start, privateWebhooks: Bool = true) throws {
    let configure: (inout Configuration) -> Void = { $0.allowsPrivateWebhooks = privateWebhooks }
    let wire: @Sendable (Kernel) throws -> [any Module] = { _ in [BellModule()] }
    client = try OfficeClient(
      modules: [BellModule.self], at: start, configure: configure, wire: wire)
    shop = try client.addSeller("Polyana Home")
    owner = try client.signIn(.owner, of: shop)
  }

  var kernel: Kernel { client.kernel }

  func address(of person: Person) -> String { "\(person.member)@test.example" }

  /// Something happens; the jobs are not done yet.
  func happen(_ kind: NoticeKind, _ object: Int64, in shop: SellerID? = nil) throws {
    let amount = Money(minor: 249_000, currency: Currency(code: "RUB") ?? .rub)
    let notice = Notice(
      kind, object: "posting", id: object, path: "/orders/\(object)",
      [("number", .text("\(object)-1")), ("amount", .money(amount)), ("count", .number(2))],
      at: client.clock.now())
    try client.write(in: shop ?? self.shop) { try kernel.notices.publish(notice, in: $0) }
  }

  /// Something happens and everybody is told.
  func tell(_ kind: NoticeKind, _ object: Int64, in shop: SellerID? = nil) throws {
    try happen(kind, object, in: shop)
    try client.office.runDueJobs()
  }

  /// The mails to an address, the oldest first.
  func mails(to address: String) throws -> [StoredMail] {
    try kernel.sentMails(limit: 10_000).filter { $0.to.contains(address) }.reversed()
  }

  func mails(to person: Person) throws -> [StoredMail] { try mails(to: address(of: person)) }

  func rows(of person: Person, in shop: SellerID? = nil) throws -> [NoticeRow] {
    try client.rows(of: shop ?? self.shop) { rows in
      try NoticeStore(rows: rows, member: person.member)
        .page(unread: false, kind: nil, before: .max, limit: 10_000)
    }
  }

  /// The unread count as it is kept.
  func count(of person: Person, in shop: SellerID? = nil) throws -> Int64 {
    try client.rows(of: shop ?? self.shop) { try Counters.all(in: $0) }[
      NoticeStore.counter(person.member)] ?? 0
  }

  /// Chooses as the form does: everything on, but what is named.
  func choose(
    _ person: Person, off: Set<String> = [], quiet: (String, String) = ("", ""),
    zone: String = "UTC"
  ) throws -> Answer {
    var fields = [("quiet_from", quiet.0), ("quiet_to", quiet.1), ("time_zone", zone)]
    for kind in kernel.noticeOrder where kind.permission.roles.contains(person.role) {
      for channel in ["centre", "mail"] {
        let name = NoticeChoices.field(channel, kind)
        if !off.contains(name) { fields.append((name, "1")) }
      }
    }
    return try client.post("/settings/notices", fields, as: person)
  }
}
