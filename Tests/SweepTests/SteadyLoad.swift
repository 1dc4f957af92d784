import Foundation
import OfficeTesting
import Synchronization

/// Clients that ask without end: some on a connection kept as long as the server keeps it, some on
/// a new connection each time. Nothing is tried twice.
final class SteadyLoad: Sendable {
  private struct Book {
    var answers = 0
    var failures: [String] = []
    var isOver = false
  }

  private let book = Mutex(Book())
  private let port: UInt16
  private let group = DispatchGroup()

  init(port: UInt16) {
    self.port = port
    for number in 0..<6 {
      let thread = Thread { [self] in
        run(keepsConnections: number % 2 == 0, pause: UInt32(number / 2) * 3_000)
        group.leave()
      }
      group.enter()
      thread.start()
    }
  }

  var answers: Int { book.withLock(\.answers) }
  var failures: [String] { book.withLock(\.failures) }

  /// Waits until so many answers have come, at most 10 s.
  func await(answers count: Int) {
    for _ in 0..<2_000 where answers < count && failures.isEmpty { usleep(5_000) }
  }

  func stop() {
    book.withLock { $0.isOver = true }
    group.wait()
  }

  private func run(keepsConnections: Bool, pause: UInt32) {
    var kept: WireConnection?
    while !book.withLock(\.isOver) {
      do {
        let connection = try kept ?? WireConnection(port: port)
        let reply = try connection.get("/sign-in")
        book.withLock {
          $0.answers += 1
          if reply.status != 200 { $0.failures.append("status \(reply.status)") }
        }
        kept = keepsConnections && !reply.isLast ? connection : nil
      } catch {
        let place = kept == nil ? "a new connection" : "a kept connection"
        book.withLock { $0.failures.append("\(place): \(error)") }
        kept = nil
      }
      usleep(pause)
    }
  }
}
