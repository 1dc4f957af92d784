import Commerce
import HTTP
import SQL

/// Tells the people of a shop, and its programs, what happened.
///
/// A feature calls `publish` in the transaction of the act: one row. A job turns it into a row for
/// each person and mails and webhooks in one transaction of its own, so that after a crash nothing
/// is missing and nothing is there twice.
public struct Notices: Sendable {
  static let job = "notices.spread"
  static let digestJob = "notices.digest"

  let kernel: Kernel

  /// Leaves one row in the transaction.
  public func publish(_ notice: Notice, in tx: SellerTransaction) throws(SQLError) {
    try kernel.jobs.enqueue(Self.job, notice.json, shop: tx.scope.seller, in: tx.transaction)
  }

  /// Decides who is told and how, outside of any transaction; `spread` then writes it. For a job
  /// that has other things to do in the same transaction.
  public func plan(_ notice: Notice, _ rows: SellerReader, at now: Instant) throws -> NoticePlan {
    try NoticePlanner(kernel: kernel, rows: rows, now: now).plan(notice)
  }

  /// Writes what was planned.
  public func spread(_ plan: NoticePlan, in tx: SellerTransaction) throws {
    try NoticeSpread(kernel: kernel, tx: tx).write(plan)
  }

  /// Names the handlers; once, at boot.
  func register(on runner: JobRunner) {
    runner.register(Self.job) { job, context in
      guard let scope = context.seller, let json = try? JSON(parsing: job.payload),
        let notice = Notice(json: json, kinds: kernel.noticeKinds)
      else { throw JobFailure.hopeless("the job holds no notice") }
      let plan = try plan(notice, context.reader.seller(scope), at: context.now)
      try context.finish { try spread(plan, in: $0.seller(scope)) }
    }
    runner.register(Self.digestJob) { job, context in
      try NoticeDigest(kernel: kernel).send(job, context)
    }
    NoticeSweep(kernel: kernel).register(on: runner)
  }
}

extension Kernel {
  public var notices: Notices { Notices(kernel: self) }

  /// The stream of one person's news; shops have their own numbers, which are positive.
  static func topic(of member: MemberID) -> Int64 { -member.raw }
}

extension Notice {
  var json: JSON {
    [
      "kind": .string(kind.name), "object": .string(object), "id": .integer(objectID),
      "path": .string(path), "details": details.json, "at": .integer(at.milliseconds),
    ]
  }

  init?(json: JSON, kinds: [String: NoticeKind]) {
    guard let kind = json["kind"]?.string.flatMap({ kinds[$0] }),
      let object = json["object"]?.string, let id = json["id"]?.integer,
      let path = json["path"]?.string, let details = json["details"],
      let at = json["at"]?.integer
    else { return nil }
    self.init(
      kind, object: object, id: id, path: path, NoticeDetails(json: details.text).values,
      at: Instant(milliseconds: at))
  }
}

/// Forgets what is older than 90 days.
struct NoticeSweep: Sendable {
  static let days: Int64 = 90

  let kernel: Kernel

  func register(on runner: JobRunner) {
    runner.every(.hours(24), "notices.sweep") { _, context in
      guard let platform = context.platform else { return }
      let since = context.now.milliseconds - Self.days * 86_400_000
      while try sweepNotices(before: since, platform, context) {}
      while try sweepDeliveries(before: since, platform, context) {}
    }
  }

  private func sweepNotices(
    before since: Int64, _ platform: PlatformScope, _ context: JobContext
  ) throws -> Bool {
    let old = try context.reader.platform(platform).all(NoticeSQL.old, since)
    try context.database.writer.write { transaction in
      for row in old {
        let tx = transaction.seller(platform.entering(seller: row.seller))
        try tx.run(NoticeSQL.delete, row.seller, row.member.raw, row.id)
        if row.isUnread { try Counters.add(-1, to: NoticeStore.counter(row.member), in: tx) }
      }
    }
    return !old.isEmpty
  }

  private func sweepDeliveries(
    before since: Int64, _ platform: PlatformScope, _ context: JobContext
  ) throws -> Bool {
    let old = try context.reader.platform(platform).all(NoticeSQL.oldDeliveries, since)
    try context.database.writer.write { transaction in
      for row in old {
        let tx = transaction.seller(platform.entering(seller: row.seller))
        try tx.run(NoticeSQL.deleteDelivery, row.seller, row.id)
      }
    }
    return !old.isEmpty
  }
}
