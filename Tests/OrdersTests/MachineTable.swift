import Commerce
import Office

@testable import Orders

/// The machine as the README prints it.
enum MachineTable {
  static var postings: String {
    lines(
      ["command", "from", "to", "by", "needs", "does", "tells"],
      PostingMachine.table.map { row in
        [
          "`\(row.command.rawValue)`", words(row.from.map(\.word)), target(row.to),
          words(row.by.map(door)), words(row.guards.map(\.rawValue)),
          words(row.effects.map(\.rawValue)),
          row.command.event?.rawValue ?? "",
        ]
      })
  }

  static var payments: String {
    lines(
      ["payment", "from", "to", "by"],
      PaymentMachine.table.map { row in
        [
          "`\(row.command.rawValue)`", words(row.from.map(\.word)), row.to.word,
          words(row.by.map(door)),
        ]
      })
  }

  static var timers: String {
    let start = Instant(milliseconds: 0)
    let deadlines = Deadlines.standard
    let rows = PostingState.allCases.compactMap { state -> [String]? in
      guard let timer = deadlines.plan(for: state, since: start).timer else { return nil }
      let hours = (timer.at.milliseconds + 3_599_999) / 3_600_000
      let time = timer.at.milliseconds < 3_600_000 ? "30 min" : "\(hours) h"
      let next = timer.kind == .warn && state.tab.isOpen ? "`warn`, then `lapse`" : nil
      return [state.word, time, next ?? "`\(timer.kind.command.rawValue)`"]
    }
    return lines(["state", "after", "by itself"], rows)
  }

  private static func lines(_ head: [String], _ rows: [[String]]) -> String {
    let all = [head, head.map { _ in "---" }] + rows
    return all.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private static func words(_ words: [String]) -> String { words.joined(separator: ", ") }

  private static func target(_ target: PostingTarget) -> String {
    switch target {
    case .state(let state): state.word
    case .same: "the same"
    case .beforeHold: "the state before the hold"
    }
  }

  private static func door(_ door: PostingDoor) -> String {
    switch door {
    case .member(let permission): "shop (`\(permission.name)`)"
    case .courier: "shop as its own carrier"
    case .buyer: "buyer"
    case .carrier: "carrier"
    case .platform(let permission): "platform (`\(permission.name)`)"
    case .timer: "clock"
    }
  }
}
