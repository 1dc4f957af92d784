import Office

/// The whole state machine (domain 2.2). Code, pages, programs, tests and the README read this
/// table and nothing else. Deadlines and timers belong to states: `Deadlines`.
enum PostingMachine {
  static let table = beginning + packing + leaving + ending + travelling

  private static let beginning: [PostingTransition] = [
    PostingTransition(
      command: .pay, from: [.awaitingPayment], to: .state(.awaitingConfirmation), by: [.buyer],
      effects: [.announce]),
    PostingTransition(
      command: .expire, from: [.awaitingPayment], to: .state(.cancelled), by: [.timer],
      effects: [.releaseStock]),
    PostingTransition(
      command: .confirm, from: [.awaitingConfirmation, .onHold], to: .state(.awaitingPackaging),
      by: [.member(.editOrders), .timer], guards: [.isPaid]),
    PostingTransition(
      command: .hold, from: [.awaitingConfirmation, .awaitingPackaging], to: .state(.onHold),
      by: [.member(.holdOrders)]),
    PostingTransition(
      command: .resume, from: [.onHold], to: .beforeHold,
      by: [.member(.holdOrders), .buyer, .timer]),
  ]

  private static let packing: [PostingTransition] = [
    PostingTransition(
      command: .pack, from: [.awaitingPackaging], to: .state(.awaitingDelivery),
      by: [.member(.editOrders)], guards: [.isPaid], effects: [.makeParcel]),
    PostingTransition(
      command: .unpack, from: [.awaitingDelivery], to: .state(.awaitingPackaging),
      by: [.member(.editOrders)], effects: [.voidParcel]),
    PostingTransition(
      command: .split, from: [.awaitingConfirmation, .awaitingPackaging], to: .same,
      by: [.member(.editOrders)], guards: [.hasPieces]),
    PostingTransition(
      command: .merge, from: [.awaitingConfirmation, .awaitingPackaging], to: .same,
      by: [.member(.editOrders)]),
    PostingTransition(
      command: .join, from: [.awaitingConfirmation, .awaitingPackaging], to: .state(.merged),
      by: [.member(.editOrders)]),
    PostingTransition(
      command: .cancelLines, from: [.awaitingConfirmation, .onHold, .awaitingPackaging],
      to: .same, by: [.member(.cancelOrders)], guards: [.hasPieces]),
  ]

  private static let leaving: [PostingTransition] = [
    PostingTransition(
      command: .ship, from: [.awaitingDelivery], to: .state(.handedOver),
      by: [.member(.editOrders)], guards: [.isPaid], effects: [.shipStock, .tellBuyerShipped]),
    PostingTransition(
      command: .refuse, from: [.handedOver], to: .state(.notAccepted),
      by: [.carrier, .courier(.editOrders)], effects: [.unshipStock]),
    PostingTransition(
      command: .offerAgain, from: [.notAccepted], to: .state(.awaitingDelivery),
      by: [.member(.editOrders)]),
  ]

  private static let ending: [PostingTransition] = [
    PostingTransition(
      command: .cancel,
      from: [
        .awaitingConfirmation, .onHold, .awaitingPackaging, .awaitingDelivery, .notAccepted,
      ], to: .state(.cancelled), by: [.member(.cancelOrders)],
      effects: [.releaseStock, .tellBuyerCancelled]),
    PostingTransition(
      command: .withdraw,
      from: [
        .awaitingPayment, .awaitingConfirmation, .onHold, .awaitingPackaging, .awaitingDelivery,
      ], to: .state(.cancelled), by: [.buyer],
      effects: [.releaseStock, .tellBuyerCancelled, .tellSeller]),
    PostingTransition(
      command: .revoke,
      from: [
        .awaitingPayment, .awaitingConfirmation, .onHold, .awaitingPackaging, .awaitingDelivery,
        .notAccepted,
      ], to: .state(.cancelled), by: [.platform(.revokePostings)],
      effects: [.releaseStock, .tellBuyerCancelled, .tellSeller]),
    PostingTransition(
      command: .warn,
      from: [
        .awaitingConfirmation, .onHold, .awaitingPackaging, .awaitingDelivery, .notAccepted,
        .handedOver, .delivering, .returning,
      ], to: .same, by: [.timer]),
    PostingTransition(
      command: .lapse,
      from: [
        .awaitingConfirmation, .onHold, .awaitingPackaging, .awaitingDelivery, .notAccepted,
      ], to: .state(.cancelled), by: [.timer], effects: [.releaseStock, .tellBuyerCancelled]),
  ]

  private static let travelling: [PostingTransition] = [
    PostingTransition(
      command: .move, from: [.handedOver, .delivering], to: .state(.delivering),
      by: [.carrier, .courier(.editOrders)]),
    PostingTransition(
      command: .deliver, from: [.handedOver, .delivering], to: .state(.delivered),
      by: [.carrier, .courier(.editOrders)]),
    PostingTransition(
      command: .complete, from: [.delivered], to: .state(.completed), by: [.timer]),
    PostingTransition(
      command: .turnBack, from: [.handedOver, .delivering, .returning], to: .state(.returning),
      by: [.carrier, .courier(.editOrders)]),
    PostingTransition(
      command: .comeBack, from: [.returning], to: .state(.returned),
      by: [.carrier, .courier(.editOrders)]),
    PostingTransition(
      command: .inspect, from: [.returned], to: .state(.closed), by: [.member(.editOrders)],
      effects: [.restock]),
    PostingTransition(
      command: .lose, from: [.handedOver, .delivering, .returning], to: .state(.lost),
      by: [.carrier]),
    PostingTransition(
      command: .reportLost, from: [.handedOver, .delivering, .returning], to: .state(.lost),
      by: [.member(.editOrders)], guards: [.isMissing], effects: [.dropParcels]),
    // The carrier never took it: its pieces are still held.
    PostingTransition(
      command: .reportLost, from: [.notAccepted], to: .state(.lost), by: [.member(.editOrders)],
      guards: [.isMissing], effects: [.dropParcels, .writeOffStock]),
    PostingTransition(
      command: .settleLoss, from: [.lost], to: .state(.cancelled), by: [.platform(.settleLosses)],
      effects: [.tellBuyerLost]),
  ]

  /// The transition that a command means in a state; nil where the command is illegal there.
  static func transition(
    _ command: PostingCommand, in state: PostingState
  ) -> PostingTransition? {
    table.first { $0.command == command && $0.from.contains(state) }
  }

  /// What a member may do to a posting in this state, in the order of the table.
  /// - Parameter isCourier: whether the shop itself carries the parcel.
  static func actions(
    in state: PostingState, for member: Member, isCourier: Bool = false
  ) -> [PostingCommand] {
    actions(in: state) { door in
      switch door {
      case .member(let permission): member.may(permission)
      case .courier(let permission): isCourier && member.may(permission)
      default: false
      }
    }
  }

  /// What the shop front and its carriers may report of a posting in this state.
  static func reports(in state: PostingState) -> [PostingCommand] {
    actions(in: state) { $0 == .buyer || $0 == .carrier }
  }

  private static func actions(
    in state: PostingState, _ opens: (PostingDoor) -> Bool
  ) -> [PostingCommand] {
    table.filter { $0.from.contains(state) && $0.by.contains(where: opens) }.map(\.command)
  }
}
