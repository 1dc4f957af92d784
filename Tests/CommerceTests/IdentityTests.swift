import Commerce
import Foundation
import Synchronization
import Testing

@Suite struct IdentityTests {
  @Test(arguments: [("1", 1), ("9223372036854775807", Int64.max)])
  func `an identity reads from decimal digits`(_ text: String, _ raw: Int64) {
    #expect(ProductID(text: text)?.raw == raw)
    #expect(ProductID(raw: raw).description == text)
  }

  @Test(arguments: [
    "", "0", "-1", "+1", "01", " 1", "1 ", "9223372036854775808", "1.0", "१", "0x1",
    "99999999999999999999",
  ])
  func `what is no identity`(_ text: String) {
    #expect(ProductID(text: text) == nil)
  }

  @Test func `identities rise with time and within a millisecond`() {
    let generator = IDGenerator()
    let now = Instant(milliseconds: 1_795_442_709_000)
    let ids: [OrderID] = [now, now, now - .seconds(1), now + .seconds(1)].map(generator.next)
    #expect(ids == ids.sorted() && Set(ids).count == 4)
    #expect(ids[0].instant == now && ids[3].instant == now + .seconds(1))
  }

  @Test func `hostile clocks and known identities`() {
    let early: JobID = IDGenerator().next(at: Instant(milliseconds: .min))
    #expect(early.raw == 1)
    let late: JobID = IDGenerator().next(at: Instant(milliseconds: .max))
    #expect(late.raw > 0)
    let next: JobID = IDGenerator(after: 1 << 62).next(at: Instant(milliseconds: 0))
    #expect(next.raw == 1 << 62 + 1)
  }

  @Test func `threads never get the same identity`() {
    let generator = IDGenerator()
    let seen = Mutex<Set<OrderID>>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let mine: [OrderID] = (0..<5000).map { _ in generator.next(at: Instant(milliseconds: 9)) }
      seen.withLock { $0.formUnion(mine) }
    }
    #expect(seen.withLock(\.count) == 20_000)
  }
}
