import Commerce
import Foundation
import SQL
import Synchronization
import Testing

@testable import Office

@Suite("jobs")
struct JobTests {
  private let scratch: ScratchDatabase
  private let clock = Clock(fixed: Instant(milliseconds: 1_795_000_000_000))
  private let store: JobStore
  private let runner: JobRunner
  private var database: Database { scratch.database }

  init() throws {
    scratch = try ScratchDatabase(JobSchema.migrations)
    store = JobStore(ids: IDGenerator(), clock: clock)
    runner = JobRunner(database: scratch.database, store: store, clock: clock)
  }

  /// What handlers have seen.
  private final class Seen: Sendable {
    private let list = Mutex<[String]>([])
    var all: [String] { list.withLock { $0 } }
    func add(_ text: String) { list.withLock { $0.append(text) } }
  }

  private struct Failed: Error {}

  private func enqueue(
    _ kind: String, _ payload: JSON = nil, shop: Int64? = nil, after: Duration? = nil,
    key: String? = nil
  ) throws {
    let moment = after.map { clock.now() + $0 }
    try database.writer.write { transaction in
      _ = try store.enqueue(
        kind, payload, shop: shop, at: moment, key: key, in: transaction)
    }
  }

  private func advance(_ duration: Duration) {
    clock.advance(milliseconds: duration.components.seconds * 1000)
  }

  private func dead() throws -> [DeadJob] {
    try JobStore.dead(database.makeReader().open, limit: 10)
  }

  @Test("a job is done once, with its payload and its seller's rights")
  func once() throws {
    let seen = Seen()
    runner.register("greet") { job, context in
      #expect(context.seller?.seller == 7)
      #expect(context.platform == nil)
      seen.add("\(job.payload) \(job.attempt)")
    }
    try enqueue("greet", ["name": "Anna"], shop: 7)
    #expect(try runner.runDue() == 1)
    #expect(try runner.runDue() == 0)
    #expect(seen.all == [#"{"name":"Anna"} 1"#])
  }

  @Test("a job of a transaction that is undone never runs")
  func undone() throws {
    #expect(throws: Failed.self) {
      try database.writer.write { transaction in
        try store.enqueue("greet", nil, in: transaction)
        throw Failed()
      }
    }
    #expect(try runner.runDue() == 0)
  }

  @Test("jobs wait for their moment and come in its order")
  func order() throws {
    let seen = Seen()
    runner.register("a") { job, _ in seen.add(job.payload) }
    try enqueue("a", 3, after: .seconds(30))
    try enqueue("a", 2, after: .seconds(20))
    try enqueue("a", 1)
    try runner.runDue()
    #expect(seen.all == ["1"])
    advance(.seconds(60))
    try runner.runDue()
    #expect(seen.all == ["1", "2", "3"])
  }

  @Test("a job that fails is tried 12 times with growing pauses, then lies dead until a retry")
  func failing() throws {
    let seen = Seen()
    runner.register("a") { job, _ in
      seen.add("\(job.attempt)")
      throw Failed()
    }
    try enqueue("a", ["x": 1], shop: 7)
    var waited = Duration.zero
    while try dead().isEmpty, waited < .hours(24) {
      try runner.runDue()
      advance(.seconds(60))
      waited = waited + .seconds(60)
    }
    #expect(seen.all == (1...12).map(String.init))
    #expect((Duration.hours(1)...Duration.hours(4)).contains(waited))
    let job = try #require(try dead().first)
    #expect(job.error.contains("Failed"))
    #expect(job.payload == #"{"x":1}"#)
    #expect(try database.writer.write { try store.retry(job.id, in: $0) })
    #expect(try dead().isEmpty)
    try runner.runDue()
    #expect(seen.all.last == "1")
  }

  @Test("pauses double up to an hour and are cut by up to a half", arguments: 1...20)
  func pauses(attempt: Int) {
    let longest = min(Duration.seconds(5) * (1 << (attempt - 1)), .hours(1))
    for _ in 0..<100 {
      let pause = JobRunner.pause(after: attempt)
      #expect(pause <= longest && pause >= longest / 2)
    }
  }

  @Test("a hopeless job and one that nobody knows die at once, and can be dropped")
  func hopeless() throws {
    runner.register("a") { _, _ in throw JobFailure.hopeless("no such file") }
    try enqueue("a")
    try enqueue("unknown")
    #expect(try runner.runDue() == 2)
    let dead = try dead()
    #expect(dead.map(\.error) == ["no handler for unknown", "no such file"])
    for job in dead {
      #expect(try database.writer.write { try JobStore.drop(job.id, in: $0) })
    }
    #expect(try self.dead().isEmpty)
  }

  @Test("a job whose runner died is done again when the lease is over")
  func lease() throws {
    let seen = Seen()
    runner.register("a") { job, _ in seen.add("\(job.attempt)") }
    try enqueue("a")
    let now = clock.now()
    let claimed = try database.writer.write { transaction in
      try JobStore.claim(at: now, lease: JobRunner.lease, in: transaction)
    }
    #expect(claimed.first?.attempt == 1)
    #expect(try runner.runDue() == 0)
    advance(.seconds(299))
    #expect(try runner.runDue() == 0)
    advance(.seconds(1))
    #expect(try runner.runDue() == 1)
    #expect(seen.all == ["2"])
  }

  @Test("a job that kills its runner each time is dead after 12 tries")
  func killing() throws {
    let seen = Seen()
    runner.register("a") { job, _ in seen.add("\(job.attempt)") }
    try enqueue("a")
    for _ in 0..<12 {
      let now = clock.now()
      _ = try database.writer.write { transaction in
        try JobStore.claim(at: now, lease: JobRunner.lease, in: transaction)
      }
      advance(.minutes(5))
    }
    try runner.runDue()
    #expect(seen.all == [])
    #expect(try dead().map(\.error) == ["no try came to an end"])
  }

  @Test("jobs of a kind that is done together are taken together, in their order; a retry alone")
  func batches() throws {
    for number in 1...20 { try enqueue(number == 3 ? "b" : "a", .integer(Int64(number))) }
    func claim() throws -> [String] {
      let now = clock.now()
      return try database.writer.write { transaction in
        try JobStore.claim(at: now, lease: .seconds(10), together: ["a"], in: transaction)
      }.map(\.payload)
    }
    #expect(try claim() == (1...16).filter { $0 != 3 }.map(String.init))
    #expect(try claim() == ["3"])
    #expect(try claim() == (17...20).map(String.init))
    advance(.seconds(10))
    #expect(try claim().count == 1)
  }

  @Test("of jobs done together each has its own end: done, tried again, or dead")
  func together() throws {
    let seen = Seen()
    runner.registerBatch("a") { jobs in
      seen.add(jobs.map(\.payload).joined(separator: " "))
      var failures: [ID<Job>: any Error] = [:]
      for job in jobs where job.payload == "2" && job.attempt == 1 { failures[job.id] = Failed() }
      for job in jobs where job.payload == "3" { failures[job.id] = JobFailure.hopeless("no") }
      return failures
    }
    for number in 1...4 { try enqueue("a", .integer(Int64(number))) }
    #expect(try runner.runDue() == 4)
    #expect(try dead().map(\.payload) == ["3"])
    advance(.seconds(5))
    #expect(try runner.runDue() == 1)
    advance(.hours(1))
    #expect(try runner.runDue() == 0)
    #expect(seen.all == ["1 2 3 4", "2"])
  }

  @Test("a job asked for anew while it is done, and claimed, is not ended by who did the old one")
  func askedAnew() throws {
    let seen = Seen()
    let (store, clock) = (store, clock)
    runner.register("timer") { job, context in
      if job.payload == "1" {
        let claimed = try context.database.writer.write { transaction in
          try store.enqueue("timer", 2, key: "order 5", in: transaction)
          return try JobStore.claim(at: clock.now(), lease: JobRunner.lease, in: transaction)
        }
        #expect(claimed.map(\.payload) == ["2"])
      }
      try context.finish { _ in seen.add(job.payload) }
    }
    try enqueue("timer", 1, key: "order 5")
    try runner.runDue()
    #expect(seen.all == [])
    advance(.seconds(300))
    try runner.runDue()
    #expect(seen.all == ["2"])
  }

  @Test("a runner that was too slow changes nothing any more")
  func tooSlow() throws {
    let seen = Seen()
    let clock = clock
    runner.register("a") { job, context in
      if job.attempt == 1 {
        clock.advance(milliseconds: 301_000)
        let now = clock.now()
        let taken = try context.database.writer.write { transaction in
          try JobStore.claim(at: now, lease: JobRunner.lease, in: transaction)
        }
        #expect(taken.first?.attempt == 2)
      }
      try context.finish { _ in seen.add("done \(job.attempt)") }
    }
    try enqueue("a")
    #expect(try runner.runDue() == 1)
    #expect(seen.all == [])
    advance(.seconds(300))
    try runner.runDue()
    #expect(seen.all == ["done 3"])
  }

  @Test("with a key there is one job, moved by a second call and taken back by cancel")
  func keys() throws {
    let seen = Seen()
    runner.register("timer") { job, _ in seen.add(job.payload) }
    try enqueue("timer", 1, after: .seconds(10), key: "order 5")
    try enqueue("timer", 2, after: .seconds(60), key: "order 5")
    try enqueue("timer", 3, after: .seconds(10), key: "order 6")
    try database.writer.write { try store.cancel("timer", key: "order 6", in: $0) }
    advance(.seconds(30))
    try runner.runDue()
    #expect(seen.all == [])
    advance(.seconds(30))
    try runner.runDue()
    #expect(seen.all == ["2"])
  }

  @Test("periodic work comes once a period, survives a failure and a restart")
  func periods() throws {
    let seen = Seen()
    runner.every(.hours(1), "sweep") { job, _ in
      seen.add("\(job.attempt)")
      if seen.all.count == 2 { throw Failed() }
    }
    for _ in 0..<2 {
      try runner.start(threads: 1)
      runner.stop()
    }
    try runner.runDue()
    #expect(seen.all == ["1"])
    advance(.hours(1))
    try runner.runDue()
    advance(.seconds(5))
    try runner.runDue()
    #expect(seen.all == ["1", "1", "2"])
    advance(.seconds(3_599))
    #expect(try runner.runDue() == 0)
    advance(.seconds(1))
    #expect(try runner.runDue() == 1)
  }

  @Test("threads are woken by a commit and by the next moment, and stop when told")
  func threads() throws {
    let clock = Clock()
    let store = JobStore(ids: IDGenerator(), clock: clock)
    let runner = JobRunner(database: database, store: store, clock: clock)
    let seen = Seen()
    runner.register("a") { job, _ in seen.add(job.payload) }
    try runner.start()
    usleep(20_000)
    let later = clock.now() + .milliseconds(300)
    try database.writer.write { transaction in
      try store.enqueue("a", 2, at: later, in: transaction)
      try store.enqueue("a", 1, in: transaction)
    }
    for _ in 0..<500 where seen.all.count < 2 { usleep(10_000) }
    #expect(seen.all == ["1", "2"])
    #expect(clock.now() >= later)
    runner.stop()
  }

  @Test("a mail leaves with the transaction, and a repeat does not double it")
  func outbox() throws {
    final class Flaky: MailTransport {
      let sent = Mutex<[Mail]>([])
      func send(_ mail: Mail) throws(MailError) {
        let count = sent.withLock { sent in
          sent.append(mail)
          return sent.count
        }
        if count == 1 { throw .program("down") }
      }
    }
    let transport = Flaky()
    Outbox.register(on: runner, transport: transport)
    let from = try #require(MailAddress("shop@demo.example", name: "Demo"))
    let to = try #require(MailAddress("buyer@x.example"))
    let outbox = Outbox(store: store, ids: IDGenerator(), clock: clock, from: from)
    let id = try database.writer.write { transaction in
      try outbox.send(to: to, subject: "Заказ", text: "Отправлен\n", in: transaction)
    }
    try runner.runDue()
    advance(.seconds(10))
    try runner.runDue()
    let sent = transport.sent.withLock { $0 }
    #expect(sent.count == 2)
    #expect(Set(sent.map(\.messageID)) == ["<\(id).mail@demo.example>"])
    #expect(sent.first == sent.last)
    #expect(try runner.runDue() == 0)
  }

  @Test("looking for work uses the index of what is due")
  func plans() throws {
    let reader = try database.makeReader()
    for plan in [try reader.explain(JobSQL.next), try reader.explain(JobSQL.due)] {
      #expect(plan.contains { $0.contains("job_due") }, "\(plan)")
    }
  }
}
