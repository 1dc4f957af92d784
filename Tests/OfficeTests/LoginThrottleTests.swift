import Commerce
import Testing

@testable import Office

@Suite("login throttle")
struct LoginThrottleTests {
  let start = Instant(milliseconds: 1_795_000_000_000)
  let throttle = LoginThrottle()

  private func verdict(_ account: String, _ address: String, _ now: Instant)
    -> LoginThrottle.Verdict
  {
    throttle.verdict(account: account, address: address, at: now)
  }

  private func fail(_ times: Int, _ account: String, _ address: String, at now: Instant) {
    for _ in 0..<times { throttle.recordFailure(account: account, address: address, at: now) }
  }

  @Test(
    "the wait after n failures of an account",
    arguments: [
      (0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, 8), (8, 32), (9, 60), (30, 60), (10_000, 60),
    ])
  func waits(failures: Int, seconds: Int) {
    for n in 0..<failures {
      throttle.recordFailure(account: "a@x.example", address: "10.0.0.\(n)", at: start)
    }
    let expected: LoginThrottle.Verdict = seconds == 0 ? .allowed : .waitFor(seconds: seconds)
    #expect(verdict("A@X.example", "192.0.2.1", start) == expected)
    #expect(verdict("a@x.example", "192.0.2.1", start + .seconds(seconds)) == .allowed)
  }

  @Test("30 wrong tries delay, the right password after the delay works, and all is forgiven")
  func neverLocked() {
    var now = start
    for _ in 0..<30 {
      if case .waitFor(let seconds) = verdict("a@x.example", "192.0.2.1", now) {
        #expect((1...60).contains(seconds))
        now = now + .seconds(seconds)
      }
      #expect(verdict("a@x.example", "192.0.2.1", now) == .allowed)
      fail(1, "a@x.example", "192.0.2.1", at: now)
    }
    #expect(now - start > .seconds(20 * 60))
    #expect(verdict("a@x.example", "192.0.2.1", now) == .waitFor(seconds: 60))
    now = now + .seconds(60)
    #expect(verdict("a@x.example", "192.0.2.1", now) == .allowed)
    throttle.recordSuccess(account: "a@x.example", address: "192.0.2.1")
    fail(2, "a@x.example", "198.51.100.7", at: now)
    #expect(verdict("a@x.example", "198.51.100.7", now) == .allowed)
  }

  @Test("asking too early does not lengthen the wait")
  func askingIsFree() {
    fail(5, "a@x.example", "192.0.2.1", at: start)
    for _ in 0..<100 { _ = verdict("a@x.example", "192.0.2.1", start + .seconds(1)) }
    let later = start + .milliseconds(1500)
    #expect(verdict("a@x.example", "192.0.2.1", later) == .waitFor(seconds: 3))
    #expect(verdict("a@x.example", "192.0.2.1", start + .seconds(4)) == .allowed)
  }

  @Test("an address that tries many accounts is slowed, its neighbours are not")
  func address() {
    for n in 0..<12 { fail(1, "user\(n)@x.example", "192.0.2.1", at: start) }
    #expect(verdict("new@x.example", "192.0.2.1", start) == .waitFor(seconds: 2))
    #expect(verdict("new@x.example", "192.0.2.2", start) == .allowed)
  }

  @Test("an account of one's own does not pay for guessing at others")
  func ownAccount() {
    fail(20, "a@x.example", "192.0.2.1", at: start)
    throttle.recordSuccess(account: "own@x.example", address: "192.0.2.1")
    #expect(verdict("b@x.example", "192.0.2.1", start) == .waitFor(seconds: 60))
  }

  @Test("the owner at the usual address does not wait for a stranger's tries")
  func familiarAddress() {
    throttle.recordSuccess(account: "a@x.example", address: "192.0.2.1")
    fail(50, "a@x.example", "203.0.113.9", at: start)
    #expect(verdict("a@x.example", "192.0.2.1", start) == .allowed)
    #expect(verdict("a@x.example", "192.0.2.2", start) == .waitFor(seconds: 60))
    fail(4, "a@x.example", "192.0.2.1", at: start)
    #expect(verdict("a@x.example", "192.0.2.1", start) == .waitFor(seconds: 2))
  }

  @Test("after an hour, or when the clock is set back, nobody waits")
  func forgotten() {
    fail(20, "a@x.example", "192.0.2.1", at: start)
    #expect(verdict("a@x.example", "192.0.2.1", start - .seconds(5)) == .allowed)
    let later = start + .seconds(3601)
    fail(1, "a@x.example", "192.0.2.1", at: later)
    #expect(verdict("a@x.example", "192.0.2.1", later) == .allowed)
  }

  @Test("the memory is bounded and the latest entries are the ones kept")
  func bounded() {
    var table = RecentTable<Int>(capacity: 100)
    for n in 0..<10_000 { table[n] = n }
    #expect(table.count <= 100)
    #expect(table[9_999] == 9_999)
    #expect(table[9_960] == 9_960)
    #expect(table[0] == nil)
  }
}
