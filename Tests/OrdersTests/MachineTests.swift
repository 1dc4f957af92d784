import Commerce
import HTTP
import Office
import SQL
import Testing

@testable import Orders

@Suite("The state machine of a posting") struct MachineTests {
  /// The whole machine, written out: every pair that is not here is refused.
  static let legal: [PostingCommand: [PostingState: PostingState]] = [
    .confirm: [.awaitingConfirmation: .awaitingPackaging],
    .pack: [.awaitingPackaging: .awaitingDelivery],
    .ship: [.awaitingDelivery: .handedOver],
    .cancel: [
      .awaitingConfirmation: .cancelled, .awaitingPackaging: .cancelled,
      .awaitingDelivery: .cancelled,
    ],
    .withdraw: [
      .awaitingConfirmation: .cancelled, .awaitingPackaging: .cancelled,
      .awaitingDelivery: .cancelled,
    ],
    .move: [.handedOver: .delivering, .delivering: .delivering],
    .deliver: [.handedOver: .delivered, .delivering: .delivered],
    .turnBack: [.handedOver: .returning, .delivering: .returning, .returning: .returning],
    .comeBack: [.returning: .returned],
    .lose: [.handedOver: .lost, .delivering: .lost, .returning: .lost],
  ]

  @Test(
    "every command in every state is allowed or refused as written",
    arguments: PostingCommand.allCases)
  func table(_ command: PostingCommand) {
    for state in PostingState.allCases {
      #expect(
        PostingMachine.transition(command, in: state)?.to == Self.legal[command]?[state],
        "\(command) in \(state)")
    }
  }

  @Test("a posting in every state, every command: done, or 409 with the present state")
  func sweep() throws {
    let house = try OrdersHouse()
    try house.stock(7, pieces: 1_000_000)
    let acts = try house.acts()
    for state in PostingState.allCases {
      for command in PostingCommand.allCases {
        let id = try house.archived(in: state)
        let wanted = Self.legal[command]?[state]
        do {
          try house.perform(command, on: id, acts)
          #expect(try house.state(of: id) == wanted, "\(command) in \(state)")
        } catch let refusal as IllegalCommand {
          #expect(wanted == nil, "\(command) in \(state) was refused")
          #expect(refusal.state == state)
          #expect(try house.state(of: id) == state)
        }
      }
    }
    #expect(try house.miscounts().isEmpty)
  }

  @Test("actions are those of the state that the role may do")
  func actions() {
    let states: [PostingState: [PostingCommand]] = [
      .awaitingConfirmation: [.confirm, .cancel], .awaitingPackaging: [.pack, .cancel],
      .awaitingDelivery: [.ship, .cancel], .handedOver: [], .delivered: [], .cancelled: [],
    ]
    for (state, wanted) in states {
      #expect(PostingMachine.actions(in: state, for: .of(.warehouse)) == wanted)
      #expect(PostingMachine.actions(in: state, for: .of(.viewer)) == [])
      #expect(
        PostingMachine.actions(in: state, for: .of(.care)) == wanted.filter { $0 == .cancel })
    }
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
