import Commerce
import Foundation
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("The state machine of a posting") struct MachineTests {
  @Test("row 49: a posting in every state, every command: done, or 409 with the present state")
  func sweep() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 1_000_000)
    let acts = try house.acts()
    for state in PostingState.allCases {
      for command in PostingCommand.allCases {
        let id = try house.archived(in: state)
        let step = PostingMachine.transition(command, in: state)
        let before = try #require(try house.store().posting(id))
        do {
          try house.perform(command, on: id, acts)
          #expect(try house.state(of: id) == step?.to.state(of: before), "\(command) in \(state)")
        } catch let refusal as IllegalCommand {
          #expect(step == nil || refusal.unmet != nil, "\(command) in \(state) was refused")
          #expect(refusal.state == state)
          #expect(try house.state(of: id) == state)
        }
      }
    }
    #expect(try house.miscounts().isEmpty)
  }

  @Test("row 49: one row for a state and a command, so that what a command means is never in doubt")
  func rows() {
    for state in PostingState.allCases {
      for command in PostingCommand.allCases {
        let rows = PostingMachine.table.filter {
          $0.command == command && $0.from.contains(state)
        }
        #expect(rows.count <= 1, "\(command) in \(state)")
      }
    }
    for command in PostingCommand.allCases {
      #expect(PostingMachine.table.contains { $0.command == command }, "\(command)")
    }
  }

  @Test("row 49: what has left the shop can't be cancelled, and nothing unpaid goes on")
  func rules() {
    let gone: [PostingState] = [.handedOver, .delivering, .delivered, .completed, .returning]
    for state in gone {
      for command in [PostingCommand.cancel, .withdraw, .revoke, .lapse, .cancelLines, .split] {
        #expect(PostingMachine.transition(command, in: state) == nil, "\(command) in \(state)")
      }
    }
    for row in PostingMachine.table {
      if [.confirm, .pack, .ship].contains(row.command) { #expect(row.guards.contains(.isPaid)) }
      // What is lost holds nothing any more.
      if row.to == .state(.cancelled), row.from != [.lost] {
        #expect(row.effects.contains(.releaseStock))
      }
      #expect(!row.from.contains { $0.isFinal }, "\(row.command)")
      #expect(!row.by.isEmpty)
    }
  }

  @Test("row 49: somebody without a door is refused like a wrong state")
  func doors() throws {
    let house = try OrdersHouse()
    let acts = try house.acts()
    let id = try house.archived(in: .awaitingConfirmation)
    #expect(throws: IllegalCommand.self) {
      try house.perform(.confirm, on: id, acts, by: .buyer)
    }
    #expect(throws: IllegalCommand.self) {
      try house.perform(.withdraw, on: id, acts, by: Actor(kind: .member, name: "Vera"))
    }
    #expect(try house.state(of: id) == .awaitingConfirmation)
  }

  @Test("the README's tables are the ones that run")
  func readme() throws {
    let text = try String(contentsOfFile: OrdersHouse.home + "/README.md", encoding: .utf8)
    for table in [MachineTable.postings, MachineTable.timers, MachineTable.payments] {
      let isThere = text.contains(table)
      #expect(isThere, "README.md should have:\n\(table)")
    }
  }

  @Test("actions are those of the state that the role may do")
  func actions() {
    let states: [PostingState: [PostingCommand]] = [
      .awaitingConfirmation: [.confirm, .hold, .split, .merge, .join, .cancelLines, .cancel],
      .onHold: [.confirm, .resume, .cancelLines, .cancel],
      .awaitingPackaging: [.hold, .pack, .split, .merge, .join, .cancelLines, .cancel],
      .awaitingDelivery: [.unpack, .ship, .cancel],
      .notAccepted: [.offerAgain, .cancel, .reportLost],
      .handedOver: [.reportLost], .lost: [], .delivered: [], .returned: [.inspect], .cancelled: [],
    ]
    for (state, wanted) in states {
      #expect(PostingMachine.actions(in: state, for: .of(.warehouse)) == wanted)
      #expect(PostingMachine.actions(in: state, for: .of(.viewer)) == [])
      let care: Set<PostingCommand> = [.hold, .resume, .cancelLines, .cancel]
      #expect(
        PostingMachine.actions(in: state, for: .of(.care)) == wanted.filter(care.contains))
    }
    #expect(
      PostingMachine.actions(in: .handedOver, for: .of(.warehouse), isCourier: true)
        == [.refuse, .move, .deliver, .turnBack, .reportLost])
  }

  @Test("each state has its words in all languages")
  func words() throws {
    let strings = try OrdersHouse().office.kernel.wording.strings
    for state in PostingState.allCases {
      for key in [state.label, "tracking.state.\(state.word)", "tracking.summary.\(state.word)"] {
        #expect(strings.contains(key), "\(key)")
      }
    }
  }
}

extension Member {
  static func of(_ role: Role) -> Member {
    Member(
      id: MemberID(raw: 1), name: "", email: "", role: role, shop: SellerID(raw: 1), shopName: "",
      timeZone: "UTC", locale: nil, theme: "")
  }
}
